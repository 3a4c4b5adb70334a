import { type ConnectorError, isConnectorError, withErrorFields } from "../errors/connector-error.js";
import type { PipelineDeps } from "./pipeline.js";
import type { Call, Policy } from "./policy.js";

type RetryDeps = Pick<PipelineDeps, "limits" | "clock" | "random" | "metrics" | "labels">;

/**
 * Repeats an attempt that failed for a passing reason, after the delay the upstream asked for or else after exponential
 * backoff with full jitter. A write is repeated only if that is harmless. Gives up at once, with the attempt's own error,
 * when the wait would outlast the deadline.
 */
export const retry = (deps: RetryDeps): Policy =>
  async function retry(call, next) {
    // Once it is open whether a write took effect, no later refusal can settle it.
    let openWrite = false;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await next({ ...call, attempt });
      } catch (error) {
        if (!isConnectorError(error)) throw error;
        openWrite ||= error.outcome === "unknown" && call.operation.effect !== "read";
        const delayMs =
          attempt <= deps.limits.maxRetries && isRepeatable(error, call)
            ? delayBefore(error, attempt, deps)
            : undefined;
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

const isRepeatable = (error: ConnectorError, call: Call): boolean =>
  error.retryable &&
  !call.signal.aborted &&
  error.code !== "SHUTTING_DOWN" && // only another process can take it
  error.code !== "DEADLINE_EXCEEDED" &&
  (call.operation.effect === "read" || call.idempotency !== "none" || error.outcome === "not_executed");

/** Milliseconds. Full jitter: anything between nothing and a bound that doubles each time. */
const delayBefore = ({ retryAfterMs }: ConnectorError, attempt: number, { limits, random }: RetryDeps): number =>
  retryAfterMs !== undefined && retryAfterMs > 0
    ? retryAfterMs
    : random() * Math.min(limits.retryMaxDelayMs, limits.retryBaseDelayMs * 2 ** (attempt - 1));
