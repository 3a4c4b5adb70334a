import { ConnectorError, isConnectorError, withErrorFields } from "../errors/connector-error.js";
import { interruptedOutcome } from "./outcome.js";
import type { PipelineDeps } from "./pipeline.js";
import type { Call, Policy } from "./policy.js";
import { runBounded } from "./run-bounded.js";

/**
 * Ends the whole call at its deadline with `DEADLINE_EXCEEDED`, or with `CANCELLED` as soon as the caller gives up.
 * The signal seen below has that error as its reason.
 */
export const deadline = ({ clock }: Pick<PipelineDeps, "clock">): Policy =>
  function deadline(call, next) {
    if (call.signal.aborted) return Promise.reject(cancelled(call, call.signal.reason));
    const timeoutMs = call.deadlineMs - clock.now();
    if (timeoutMs <= 0) return Promise.reject(exceeded(call, timeoutMs));
    return runBounded(call, next, {
      clock,
      timeoutMs,
      timedOut: () => exceeded(call, timeoutMs),
      aborted: (reason) => cancelled(call, reason),
    });
  };

const exceeded = (call: Call, allowedMs: number): ConnectorError =>
  call.journal.inProgress ??
  new ConnectorError("DEADLINE_EXCEEDED", {
    message:
      allowedMs > 0
        ? `${call.operation.id} did not finish within the ${Math.round(allowedMs)} ms it was allowed.`
        : `${call.operation.id} was called after its deadline.`,
    outcome: interruptedOutcome(call),
  });

const cancelled = (call: Call, reason: unknown): ConnectorError =>
  isConnectorError(reason)
    ? withErrorFields(reason, { outcome: interruptedOutcome(call) }) // a shutdown or an enclosing call says why itself
    : new ConnectorError("CANCELLED", {
        message: `${call.operation.id} was cancelled by its caller.`,
        outcome: interruptedOutcome(call),
      });
