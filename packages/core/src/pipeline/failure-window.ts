import type { Clock } from "../clock.js";
import type { Limits } from "../config/limits.js";

/** Share of failures among the attempts of the last `breakerWindowMs`. */
export interface FailureWindow {
  succeeded(): void;
  /** True when the failures now make up the share that opens the circuit. */
  failed(): boolean;
  reset(): void;
}

interface Slice {
  /** Which stretch of time it counts: the clock divided by the stretch's length. */
  epoch: number;
  failures: number;
  attempts: number;
}

const sliceCount = 10;
const never = Number.NEGATIVE_INFINITY;

/**
 * Counts attempts in ten slices of the window. cockatiel's SamplingBreaker drops one slice per attempt however much time
 * has passed, so that sparse failures of the last hour would open the circuit; and it cannot be told the minimum in calls.
 */
export const createFailureWindow = (
  limits: Pick<Limits, "breakerFailureRatio" | "breakerMinimumCalls" | "breakerWindowMs">,
  clock: Pick<Clock, "monotonic">,
): FailureWindow => {
  const sliceMs = limits.breakerWindowMs / sliceCount;
  const slices: Slice[] = Array.from({ length: sliceCount }, () => ({ epoch: never, failures: 0, attempts: 0 }));
  const currentEpoch = () => Math.floor(clock.monotonic() / sliceMs);

  const count = (failures: number): void => {
    const epoch = currentEpoch();
    const slice = slices[epoch % sliceCount];
    if (slice === undefined) return;
    if (slice.epoch !== epoch) Object.assign(slice, { epoch, failures: 0, attempts: 0 });
    slice.failures += failures;
    slice.attempts += 1;
  };

  return {
    succeeded: () => count(0),
    failed: () => {
      count(1);
      const oldest = currentEpoch() - sliceCount;
      let failures = 0;
      let attempts = 0;
      for (const slice of slices) {
        if (slice.epoch <= oldest) continue;
        failures += slice.failures;
        attempts += slice.attempts;
      }
      return attempts >= limits.breakerMinimumCalls && failures >= limits.breakerFailureRatio * attempts;
    },
    reset: () => {
      for (const slice of slices) slice.epoch = never;
    },
  };
};
