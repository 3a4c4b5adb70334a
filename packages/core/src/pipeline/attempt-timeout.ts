import { ConnectorError } from "../errors/connector-error.js";
import { interruptedOutcome } from "./outcome.js";
import type { PipelineDeps } from "./pipeline.js";
import type { Policy } from "./policy.js";
import { runBounded } from "./run-bounded.js";

/** Ends one attempt with `ATTEMPT_TIMEOUT` after the operation's or the connection's attempt timeout. */
export const attemptTimeout = ({ clock, limits }: Pick<PipelineDeps, "clock" | "limits">): Policy =>
  function attemptTimeout(call, next) {
    if (call.signal.aborted) return Promise.reject(call.signal.reason);
    const timeoutMs = call.operation.timeoutMs ?? limits.attemptTimeoutMs;
    return runBounded(call, next, {
      clock,
      timeoutMs,
      timedOut: () =>
        new ConnectorError("ATTEMPT_TIMEOUT", {
          message: `The upstream did not answer ${call.operation.id} within ${timeoutMs} ms.`,
          outcome: interruptedOutcome(call),
        }),
      aborted: (reason) => reason,
    });
  };
