import type { Clock } from "../clock.js";
import type { KeyValueStore, StoreEntry, StoreOptions } from "./key-value-store.js";
import { createUseOrder, type Linked } from "./use-order.js";

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

interface Held extends Linked<Held>, StoreEntry {
  readonly key: string;
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
  const held = new Map<string, Held>();
  // The Map's own order would do, but renewing a key's place in it takes 25 µs among 10,000.
  const order = createUseOrder<Held>();
  let sizeBytes = 0;

  const release = (entry: Held): void => {
    order.remove(entry);
    sizeBytes -= entry.sizeBytes;
  };
  const remove = (entry: Held | undefined): void => {
    if (entry === undefined) return;
    held.delete(entry.key);
    release(entry);
  };

  return {
    get: (key) => {
      const entry = held.get(key);
      if (entry === undefined) return undefined;
      if (clock.now() >= entry.expiresAtMs) {
        remove(entry);
        return undefined;
      }
      order.touch(entry);
      return entry;
    },
    set: (key, value, { ttlMs, sizeBytes: stated }) => {
      const former = held.get(key);
      const entryBytes = (stated ?? guessBytes(value)) + overheadBytes(key);
      if (!(ttlMs > 0) || entryBytes > maxBytes || maxEntries < 1) return remove(former);
      if (former) release(former); // its place in the map is taken over: deleting it costs more than all the rest
      const entry: Held = { key, value, expiresAtMs: clock.now() + ttlMs, sizeBytes: entryBytes };
      held.set(key, entry);
      order.add(entry);
      sizeBytes += entryBytes;
      while (sizeBytes > maxBytes || held.size > maxEntries) remove(order.oldest());
    },
    delete: (key) => remove(held.get(key)),
    clear: () => {
      held.clear();
      order.clear();
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
