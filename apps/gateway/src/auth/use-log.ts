import type { Clock } from "@trunkline/core";
import { changeKeyFile } from "./key-file.js";

/** When keys were last used, gathered in memory and written now and then. */
export interface UseLog {
  note(keyId: string): void;
  /** ISO time of a use that is not written yet. */
  unwritten(keyId: string): string | undefined;
  /** Writes what is gathered. Never rejects. */
  flush(): Promise<void>;
}

/** How uses are written. */
export interface UseLogOptions {
  readonly path: string;
  readonly clock: Clock;
  /** Least time between two writes. */
  readonly intervalMs: number;
  readonly onTrouble: (error: unknown) => void;
}

/** Spares the key file a write for every call. */
export const createUseLog = ({ path, clock, intervalMs, onTrouble }: UseLogOptions): UseLog => {
  const uses = new Map<string, number>();
  let writtenAtMs = clock.monotonic();
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    if (uses.size === 0) return;
    const noted = new Map(uses);
    uses.clear();
    await changeKeyFile(path, (keys) =>
      keys.map((key) => ({ ...key, ...(noted.has(key.id) && { lastUsedAt: isoTime(noted.get(key.id)) }) })),
    );
  };
  const flush = (): Promise<void> => {
    writtenAtMs = clock.monotonic();
    writing = writing.then(write).catch(onTrouble);
    return writing;
  };
  return {
    note: (keyId) => {
      uses.set(keyId, clock.now());
      if (clock.monotonic() - writtenAtMs >= intervalMs) void flush();
    },
    unwritten: (keyId) => isoTime(uses.get(keyId)),
    flush,
  };
};

const isoTime = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();
