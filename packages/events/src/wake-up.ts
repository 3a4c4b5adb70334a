import type { Clock, Random } from "@trunkline/core";

/** A wait that can be cut short: a call to `wake` is never lost, not even one that comes before the wait. */
export interface WakeUp {
  wake(): void;
  /** Resolves when woken, after `ms`, or when the signal aborts. Never rejects. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** For one waiter at a time. */
export const createWakeUp = (clock: Pick<Clock, "sleep">): WakeUp => {
  let woken = false;
  let interrupt = (): void => {};
  return {
    wake: () => {
      woken = true;
      interrupt();
    },
    wait: async (ms, signal) => {
      if (!woken && !signal?.aborted) {
        const over = new AbortController();
        interrupt = () => over.abort();
        signal?.addEventListener("abort", interrupt);
        await clock.sleep(ms, over.signal).catch(() => {});
        signal?.removeEventListener("abort", interrupt);
        interrupt = () => {};
      }
      woken = false;
    },
  };
};

/** A pause between a and b milliseconds, so that replicas do not ask in step. */
export const between = (random: Random, a: number, b: number): number => a + random() * (b - a);
