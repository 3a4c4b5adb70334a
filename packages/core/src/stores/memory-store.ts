import type { Clock } from "../clock.js";
import type { KeyValueStore, StoreEntry, StoreOptions } from "./key-value-store.js";

/** A store in this process. Values are kept by reference. */
export interface MemoryStore extends KeyValueStore {
  get(key: string): StoreEntry | undefined;
  set(key: string, value: unknown, options: StoreOptions): void;
  delete(key: string): void;
  clear(): void;
  /** Entries held, expired ones included until they are met or pushed out. */
  readonly entries: number;
  readonly sizeBytes: number;
}

interface Held extends StoreEntry {
  readonly expiresAtMs: number;
  readonly sizeBytes: number;
}

/** Key, map slot and entry object, roughly. */
const overheadBytes = (key: string): number => 128 + 2 * key.length;

const guessBytes = (value: unknown): number => {
  if (typeof value === "string") return 2 * value.length;
  return ArrayBuffer.isView(value) ? value.byteLength : 64;
};

/**
 * A store bounded in bytes and entries that forgets what was used longest ago.
 * A value larger than the whole store is not kept. Defaults: no bound in bytes, 10,000 entries.
 */
export const createMemoryStore = (options: {
  readonly clock: Pick<Clock, "now">;
  readonly maxBytes?: number;
  readonly maxEntries?: number;
}): MemoryStore => {
  const { clock, maxBytes = Number.POSITIVE_INFINITY, maxEntries = 10_000 } = options;
  // A Map iterates in the order of insertion: putting an entry in anew on use makes its first key the least used.
  const held = new Map<string, Held>();
  let sizeBytes = 0;

  const remove = (key: string): void => {
    const entry = held.get(key);
    if (entry === undefined) return;
    held.delete(key);
    sizeBytes -= entry.sizeBytes;
  };

  return {
    get: (key) => {
      const entry = held.get(key);
      if (entry === undefined) return undefined;
      if (clock.now() >= entry.expiresAtMs) {
        remove(key);
        return undefined;
      }
      held.delete(key);
      held.set(key, entry);
      return entry;
    },
    set: (key, value, { ttlMs, sizeBytes: stated }) => {
      remove(key);
      const entryBytes = (stated ?? guessBytes(value)) + overheadBytes(key);
      if (!(ttlMs > 0) || entryBytes > maxBytes || maxEntries < 1) return;
      held.set(key, { value, expiresAtMs: clock.now() + ttlMs, sizeBytes: entryBytes });
      sizeBytes += entryBytes;
      for (const oldest of held.keys()) {
        if (sizeBytes <= maxBytes && held.size <= maxEntries) break;
        remove(oldest);
      }
    },
    delete: remove,
    clear: () => {
      held.clear();
      sizeBytes = 0;
    },
    get entries() {
      return held.size;
    },
    get sizeBytes() {
      return sizeBytes;
    },
  };
};
