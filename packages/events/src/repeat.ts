import type { Clock, Random } from "@trunkline/core";
import type { EventLog } from "./event-log.js";
import { between, type WakeUp } from "./wake-up.js";

/** Something done again and again in the background. */
export interface Repetition {
  readonly clock: Pick<Clock, "sleep">;
  readonly random: Random;
  readonly log: EventLog;
  /** What failed, for the log: "Work could not be claimed". */
  readonly failure: string;
  /** Shortest and longest pause. Milliseconds. */
  readonly pauseMs: readonly [number, number];
  readonly signal: AbortSignal;
  /** Cuts a pause short. */
  readonly wakeUp?: WakeUp;
  /** Does it once; true: there is more to do at once. */
  turn(): Promise<boolean>;
  /** Told of each failure. */
  onFailure?(error: unknown): void;
}

const longestPauseMs = 5_000;

/** Goes on until the signal aborts. After failures the pauses double, up to 5 s; the first of a row is logged. Never rejects. */
export const repeat = async (repetition: Repetition): Promise<void> => {
  const { clock, random, log, failure, pauseMs, signal, wakeUp } = repetition;
  const pause = (ms: number) => (wakeUp ? wakeUp.wait(ms, signal) : clock.sleep(ms, signal).catch(() => {}));
  for (let failures = 0; !signal.aborted; ) {
    try {
      const more = await repetition.turn();
      if (failures > 0) log.info({ failures }, `${failure}; it works again.`);
      failures = 0;
      if (!more) await pause(between(random, ...pauseMs));
    } catch (error) {
      failures += 1;
      if (failures === 1) log.warn({ err: error }, `${failure}; trying again.`);
      repetition.onFailure?.(error);
      // Not woken: whoever wakes does not know that the database is away.
      const ms = Math.min(longestPauseMs, pauseMs[0] * 2 ** Math.min(failures, 16));
      await clock.sleep(between(random, ms / 2, ms), signal).catch(() => {});
    }
  }
};
