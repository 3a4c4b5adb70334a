import { ConnectorError } from "./errors/connector-error.js";
import type { RunningCall } from "./execute.js";
import { onAbort } from "./pipeline/on-abort.js";
import { startTimer } from "./pipeline/timer.js";
import { untilAborted } from "./pipeline/until-aborted.js";
import type { Runtime } from "./runtime.js";

/** The time that a composed call has. */
export interface Scope {
  readonly signal: AbortSignal;
  /** The work's result, or the scope's end if that comes first. */
  race<T>(work: Promise<T>): Promise<T>;
  end(): void;
}

/** Begins a call's time: it ends with its deadline, with its caller's patience, or when told. */
export const createScope = (runtime: Runtime, { operation, options, deadlineMs, journal }: RunningCall): Scope => {
  const controller = new AbortController();
  const isRead = operation.effect === "read";
  const cancelled = () =>
    controller.abort(
      new ConnectorError("CANCELLED", {
        message: `${operation.id} was cancelled by its caller.`,
        outcome: isRead ? "not_executed" : "unknown",
      }),
    );
  const expired = () =>
    controller.abort(
      journal.inProgress ??
        new ConnectorError("DEADLINE_EXCEEDED", {
          message: `${operation.id} did not finish before its deadline.`,
          outcome: isRead ? "not_executed" : "unknown",
        }),
    );
  const stopTimer = startTimer(runtime.clock, deadlineMs - runtime.clock.now(), expired);
  if (options.signal?.aborted) cancelled();
  const stopListening = options.signal && onAbort(options.signal, cancelled);
  return {
    signal: controller.signal,
    race: (work) => untilAborted(work, controller.signal),
    end: () => {
      stopTimer();
      stopListening?.();
      controller.abort(ended);
    },
  };
};

/** What work that outlives its call is told. Made once: hardly any call leaves such work behind. */
const ended = new ConnectorError("CANCELLED", { message: "The operation that this belonged to has ended." });
