import type { Clock } from "../clock.js";

/** A clock that stands still until told. */
export interface ManualClock extends Clock {
  /** Moves time on; sleepers that fall due wake in the order of their time, each seeing the time it asked for. */
  advance(ms: number): Promise<void>;
  /** Moves time on to the next sleeper, however far that is. False when no one sleeps. */
  advanceToNext(): Promise<boolean>;
  /** Sleepers that have not woken yet. */
  sleeping(): number;
}

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
}

/** A clock at `startMs` (milliseconds since the epoch; default 2026-01-01T00:00:00Z). Its monotonic time starts at 0. */
export const createManualClock = (startMs: number = Date.UTC(2026, 0, 1)): ManualClock => {
  let elapsedMs = 0;
  let sleepers: readonly Sleeper[] = [];

  const sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const leave = () => {
        sleepers = sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        dueMs: elapsedMs + Math.max(0, ms),
        wake: () => {
          signal?.removeEventListener("abort", leave);
          resolve();
        },
      };
      sleepers = [...sleepers, sleeper].sort((a, b) => a.dueMs - b.dueMs);
      signal?.addEventListener("abort", leave, { once: true });
    });
  };

  const advance = async (ms: number): Promise<void> => {
    const targetMs = elapsedMs + ms;
    await settled();
    for (let [next] = sleepers; next && next.dueMs <= targetMs; [next] = sleepers) {
      elapsedMs = next.dueMs;
      sleepers = sleepers.slice(1);
      next.wake();
      await settled();
    }
    elapsedMs = targetMs;
  };

  const advanceToNext = async (): Promise<boolean> => {
    const [next] = sleepers;
    if (next) await advance(next.dueMs - elapsedMs);
    return next !== undefined;
  };

  return {
    now: () => startMs + elapsedMs,
    monotonic: () => elapsedMs,
    sleep,
    advance,
    advanceToNext,
    sleeping: () => sleepers.length,
  };
};

/** Lets everything that can go on without time passing do so. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
