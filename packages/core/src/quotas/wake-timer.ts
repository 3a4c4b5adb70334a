import type { Clock } from "../clock.js";
import { startTimer } from "../pipeline/timer.js";

const longestSleepMs = 3_600_000; // timers overflow past 24 days; waking early is harmless

/** One alarm that can be brought forward. */
export interface WakeTimer {
  /** Rings at `atMs` (monotonic) unless it already rings earlier. */
  arm(atMs: number): void;
  cancel(): void;
}

/** Builds an alarm that calls `ring` each time it goes off. It has to be armed again afterwards. */
export const createWakeTimer = (clock: Clock, ring: () => void): WakeTimer => {
  let armed: { readonly atMs: number; readonly stop: () => void } | undefined;

  const cancel = (): void => {
    armed?.stop();
    armed = undefined;
  };
  const goOff = (): void => {
    armed = undefined;
    ring();
  };
  const arm = (atMs: number): void => {
    if (armed && armed.atMs <= atMs) return;
    cancel();
    const delayMs = Math.min(longestSleepMs, Math.max(0, Math.ceil(atMs - clock.monotonic())));
    armed = { atMs, stop: startTimer(clock, delayMs, goOff) };
  };
  return { arm, cancel };
};
