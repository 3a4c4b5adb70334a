import type { Clock } from "../clock.js";

/** Calls `fire` once after `ms` on the given clock. Returns what prevents it. */
export const startTimer = (clock: Clock, ms: number, fire: () => void): (() => void) => {
  if (clock.after) return clock.after(ms, fire);
  const stop = new AbortController();
  clock.sleep(ms, stop.signal).then(
    () => {
      if (!stop.signal.aborted) fire();
    },
    () => {}, // a stopped sleep rejects
  );
  return () => stop.abort();
};
