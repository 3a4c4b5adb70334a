import type { Clock } from "@trunkline/core";
import { fingerprintOf, readKeyFile } from "./key-file.js";
import type { StoredKey } from "./keys.js";

/** Keys by id. */
export type KeysById = ReadonlyMap<string, StoredKey>;

/** What the key file holds, read again when it changed. */
export interface KeyReader {
  /** At most `recheckMs` old. The last good keys while the file is damaged; rejects when none are known. */
  current(): Promise<KeysById>;
  /** As of now. Rejects with ConnectorError `NOT_CONFIGURED` when the file is damaged. */
  refresh(): Promise<KeysById>;
}

/** How a key file is read. */
export interface KeyReaderOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly recheckMs: number;
  readonly onTrouble: (error: unknown) => void;
}

/** Reads a key file that other processes may change at any time. */
export const createKeyReader = ({ path, clock, recheckMs, onTrouble }: KeyReaderOptions): KeyReader => {
  let known: { readonly fingerprint: string; readonly keys: KeysById } | undefined;
  let checkedAtMs = Number.NEGATIVE_INFINITY;

  const refresh = async (): Promise<KeysById> => {
    // Taken before reading: a change in between makes the next look read again.
    const fingerprint = await fingerprintOf(path);
    if (known?.fingerprint !== fingerprint)
      known = { fingerprint, keys: new Map((await readKeyFile(path)).map((key) => [key.id, key])) };
    checkedAtMs = clock.monotonic();
    return known.keys;
  };
  return {
    refresh,
    current: async () => {
      if (known && clock.monotonic() - checkedAtMs < recheckMs) return known.keys;
      try {
        return await refresh();
      } catch (error) {
        // A damaged file must not lock everyone out while good keys are known; without any, the damage is the answer.
        if (!known) throw error;
        checkedAtMs = clock.monotonic();
        onTrouble(error);
        return known.keys;
      }
    },
  };
};
