import { type ConnectorError, isConnectorError, withErrorFields } from "../errors/connector-error.js";
import { isSpent } from "../http/stream-body.js";
import type { PipelineDeps } from "./pipeline.js";
import type { Call, Policy } from "./policy.js";

type RetryDeps = Pick<PipelineDeps, "limits" | "clock" | "random" | "metrics" | "labels">;

/**
 * Repeats an attempt that failed for a passing reason, after the delay the upstream asked for or else after exponential
 * backoff with full jitter. A write is repeated only if that is harmless. An upstream that says when to come back is not
 * failing: such attempts do not use up the retries, only the deadline ends them. Gives up at once, with the attempt's own
 * error, when the wait would outlast the deadline.
 */
export const retry = (deps: RetryDeps): Policy =>
  async function retry(call, next) {
    // Once it is open whether a write took effect, no later refusal can settle it.
    let openWrite = false;
    let failures = 0;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await next({ ...call, attempt });
      } catch (error) {
        if (!isConnectorError(error)) throw error;
        openWrite ||= error.outcome === "unknown" && call.operation.effect !== "read";
        if (!isInvitation(error)) failures += 1;
        const mayRepeat = deps.limits.maxRetries > 0 && failures <= deps.limits.maxRetries;
        const delayMs = mayRepeat && isRepeatable(error, call) ? delayBefore(error, failures, deps) : undefined;
        if (delayMs === undefined || deps.clock.now() + delayMs >= call.deadlineMs)
          throw openWrite && error.outcome === "not_executed" ? withErrorFields(error, { outcome: "unknown" }) : error;
        deps.metrics.count("connector_retries_total", {
          ...deps.labels,
          operation: call.operation.id,
          code: error.code,
        });
        await deps.clock.sleep(delayMs, call.signal);
        call.signal.throwIfAborted();
      }
    }
  };

/** Throttled, nothing done, and told when there will be room. */
const isInvitation = ({ code, outcome, retryAfterMs }: ConnectorError): boolean =>
  code === "RATE_LIMITED" && outcome === "not_executed" && retryAfterMs !== undefined && retryAfterMs > 0;

const isRepeatable = (error: ConnectorError, call: Call): boolean =>
  error.retryable &&
  !call.signal.aborted &&
  !isSpent(call.request) &&
  error.code !== "SHUTTING_DOWN" && // only another process can take it
  error.code !== "DEADLINE_EXCEEDED" &&
  (call.operation.effect === "read" || call.idempotency !== "none" || error.outcome === "not_executed");

/** Milliseconds. Full jitter: anything between nothing and a bound that doubles each time. */
const delayBefore = ({ retryAfterMs }: ConnectorError, attempt: number, { limits, random }: RetryDeps): number =>
  retryAfterMs !== undefined && retryAfterMs > 0
    ? retryAfterMs
    : random() * Math.min(limits.retryMaxDelayMs, limits.retryBaseDelayMs * 2 ** (attempt - 1));
