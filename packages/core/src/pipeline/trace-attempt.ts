import { isConnectorError } from "../errors/connector-error.js";
import { endAttemptSpan, startAttemptSpan, withSpan } from "../telemetry/tracing.js";
import { failureOf } from "./failure-of.js";
import type { PipelineDeps } from "./pipeline.js";
import type { Call, Policy } from "./policy.js";

type TraceDeps = Pick<PipelineDeps, "connector" | "tracer" | "metrics" | "labels" | "clock">;

/** Gives each exchange a client span, counts it and measures it by outcome: `ok` or the code it will be raised as. */
export const traceAttempt = (deps: TraceDeps): Policy =>
  async function traceAttempt(call, next) {
    const startedMs = deps.clock.monotonic();
    const span = startAttemptSpan(deps.tracer, call);
    call.journal.attempts += 1;
    if (call.operation.effect !== "read") call.journal.unsettled = true;
    try {
      const reply = await withSpan(span, next, call);
      const outcome = failureOf(deps, reply, call)?.code ?? "ok";
      measure(deps, call, startedMs, outcome);
      endAttemptSpan(span, { status: reply.status, outcome });
      return reply;
    } catch (error) {
      const outcome = isConnectorError(error) ? error.code : "INTERNAL";
      measure(deps, call, startedMs, outcome);
      endAttemptSpan(span, { outcome });
      throw error;
    }
  };

const measure = (
  { clock, metrics, labels }: TraceDeps,
  { operation }: Call,
  startedMs: number,
  outcome: string,
): void => {
  const attemptLabels = {
    connector: labels.connector,
    connection: labels.connection,
    operation: operation.id,
    outcome,
  };
  metrics.count("connector_attempts_total", attemptLabels);
  metrics.observe("connector_attempt_duration_seconds", attemptLabels, (clock.monotonic() - startedMs) / 1000);
};
