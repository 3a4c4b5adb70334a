import { setTimeout as delay } from "node:timers/promises";

/** Time, randomness and ids, passed in so that tests decide them. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Monotonic milliseconds, for durations. */
  monotonic(): number;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Calls `run` once after `ms`, unless the returned function is called before. Optional: a cheaper `sleep` for
   * timers that nearly always end unused; without it `sleep` serves.
   */
  after?(ms: number, run: () => void): () => void;
}

/** Source of jitter: a number in [0, 1). */
export type Random = () => number;

/** Mints request ids and idempotency keys: UUIDs. */
export type IdSource = () => string;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    signal?.throwIfAborted();
    try {
      await delay(Math.max(0, ms), undefined, { signal });
    } catch (cause) {
      signal?.throwIfAborted();
      throw cause;
    }
  },
  after: (ms, run) => {
    const timer = setTimeout(run, Math.max(0, ms));
    return () => clearTimeout(timer);
  },
};
