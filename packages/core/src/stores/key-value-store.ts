/** What a store has under a key. */
export interface StoreEntry {
  readonly value: unknown;
}

/** How long and how large a value is. */
export interface StoreOptions {
  /** Milliseconds after which the value is gone. */
  readonly ttlMs: number;
  /** What the value takes in memory. Default: a guess from its type. */
  readonly sizeBytes?: number;
}

/**
 * Values by key, for a while. A store may forget early, but never answers with another key's value or an expired one.
 * Answers may be synchronous: a hit in memory then costs no promise.
 */
export interface KeyValueStore {
  get(key: string): StoreEntry | undefined | Promise<StoreEntry | undefined>;
  set(key: string, value: unknown, options: StoreOptions): void | Promise<void>;
  delete(key: string): void | Promise<void>;
  clear(): void | Promise<void>;
}
