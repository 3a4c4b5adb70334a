import type { Clock, WriteResult } from "@trunkline/core";
import type { Database } from "@trunkline/store";
import { readWrite, resultOf } from "./write-row.js";

/** Waits for the ends of writes that others have under way. */
export interface EndWatch {
  /** How the write ended; nothing when that is unknown. Rejects with the signal's reason. */
  ended(id: number, signal: AbortSignal): Promise<WriteResult | undefined>;
  /** A hint that this write, or any, has ended. */
  wake(id?: number): void;
}

const firstPauseMs = 25;
const longestPauseMs = 500;

/** Asks the row again and again, with growing pauses that a hint cuts short. */
export const createEndWatch = (db: Database, clock: Pick<Clock, "sleep">): EndWatch => {
  const waiting = new Map<AbortController, number>();

  const pause = async (id: number, ms: number, signal: AbortSignal): Promise<void> => {
    const woken = new AbortController();
    waiting.set(woken, id);
    try {
      await clock.sleep(ms, AbortSignal.any([signal, woken.signal]));
    } catch {
      signal.throwIfAborted();
    } finally {
      waiting.delete(woken);
    }
  };

  return {
    wake: (id) => {
      for (const [woken, waitedFor] of waiting) if (id === undefined || id === waitedFor) woken.abort();
    },
    ended: async (id, signal) => {
      for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
        signal.throwIfAborted();
        const row = await readWrite(db, id);
        if (row === undefined || row.abandoned || row.state === "unknown") return undefined;
        if (row.state !== "running") return resultOf(row);
        await pause(id, pauseMs, signal);
      }
    },
  };
};
