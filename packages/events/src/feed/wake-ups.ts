import type { Clock } from "@trunkline/core";
import type { Store } from "@trunkline/store";

/** Tells readers when to look again. */
export interface WakeUps {
  /** Resolves when there may be something new, at the latest after `waitMs`. Rejects with the signal's reason. */
  next(waitMs: number, signal: AbortSignal): Promise<void>;
  /** Begins to listen. Without it only time wakes. */
  start(): void;
  stop(): Promise<void>;
}

/** Where notices come from. */
export interface WakeUpDeps {
  readonly store: Pick<Store, "listen">;
  readonly clock: Clock;
  readonly channel: string;
}

/** One listening connection for any number of readers, all of whom wake together, so that one query serves them all. */
export const createWakeUps = ({ store, clock, channel }: WakeUpDeps): WakeUps => {
  let turn = Promise.withResolvers<void>();
  let subscription: ReturnType<Store["listen"]> | undefined;
  const wake = () => {
    turn.resolve();
    turn = Promise.withResolvers();
  };
  return {
    next: async (waitMs, signal) => {
      const over = new AbortController();
      const slept = clock.sleep(waitMs, AbortSignal.any([signal, over.signal]));
      try {
        await Promise.race([turn.promise, slept]);
      } finally {
        over.abort();
        slept.catch(() => {}); // ended above, or rejected through the race
      }
    },
    start: () => {
      subscription ??= store.listen(channel, wake);
    },
    stop: async () => {
      await subscription?.stop();
      subscription = undefined;
      wake();
    },
  };
};
