import { type Span, SpanStatusCode } from "@opentelemetry/api";
import { runComposed } from "./composed.js";
import type { CallOptions } from "./connection.js";
import { toIssues } from "./decode.js";
import { isComposed } from "./define-operation.js";
import type { CallMeta, Envelope, Warning } from "./envelope.js";
import { ConnectorError } from "./errors/connector-error.js";
import { runExchange } from "./exchange.js";
import type { AnyOperation } from "./operation.js";
import type { CallJournal } from "./pipeline/policy.js";
import type { Runtime } from "./runtime.js";
import { sealFailure, sealSuccess, toConnectorError } from "./seal.js";
import { withSpan } from "./telemetry/tracing.js";

/** One call on its way: what its parts share. */
export interface RunningCall {
  readonly operation: AnyOperation;
  readonly options: CallOptions;
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly deadlineMs: number;
  readonly journal: CallJournal;
  readonly warnings: Warning[];
}

/** One call from start to end: validate, build, send, decode, observe. Never rejects. */
export const execute = (
  runtime: Runtime,
  operation: AnyOperation,
  input: unknown,
  options: CallOptions = {},
): Promise<Envelope<unknown>> => observe(runtime, { operation, options }, run, input);

/** What the answer of a call is made by. */
export type Work<T, Input> = (runtime: Runtime, call: RunningCall, input: Input) => Promise<T>;

/** Runs a call's work in a span, counts and measures it, and seals what becomes of it. Never rejects. */
export const observe = async <T, Input>(
  runtime: Runtime,
  { operation, options }: Pick<RunningCall, "operation" | "options">,
  work: Work<T, Input>,
  input: Input,
): Promise<Envelope<T>> => {
  const startedMs = runtime.clock.monotonic();
  const call = startCall(runtime, operation, options);
  const span = runtime.tracer.startSpan(`connector ${operation.id}`, {
    attributes: {
      "trunkline.operation": operation.id,
      "trunkline.connection": runtime.key,
      "trunkline.effect": operation.effect,
    },
  });
  runtime.callStarted();
  let answer: Envelope<T>;
  try {
    const data = await withSpan(span, work, runtime, call, input);
    if (call.journal.unrecorded) call.warnings.push(unrecorded);
    answer = sealSuccess(data, call.warnings, metaOf(runtime, call, startedMs, span));
  } catch (thrown) {
    const error = toConnectorError(thrown, operation);
    span.setStatus({ code: SpanStatusCode.ERROR, message: error.code });
    answer = sealFailure(error, metaOf(runtime, call, startedMs, span));
  }
  runtime.callEnded(operation, answer, call.journal);
  span.end();
  return answer;
};

/** Prepares a call: ids, deadline, an empty journal. */
export const startCall = (runtime: Runtime, operation: AnyOperation, options: CallOptions): RunningCall => ({
  operation,
  options,
  requestId: options.requestId ?? runtime.ids(),
  deadlineMs: runtime.clock.now() + (options.deadlineMs ?? operation.deadlineMs ?? runtime.limits.deadlineMs),
  journal: { attempts: 0, queuedMs: 0, cache: "none" },
  warnings: [],
});

const run: Work<unknown, unknown> = (runtime, call, input) => {
  const { operation } = call;
  refuseDisabled(runtime, operation);
  const valid = validInput(operation, input);
  return isComposed(operation)
    ? runComposed(runtime, call, operation, valid)
    : runExchange(runtime, call, operation, valid);
};

/** @throws ConnectorError `DISABLED` when a flag has switched the operation off. */
export const refuseDisabled = (runtime: Runtime, operation: AnyOperation): void => {
  const rule = runtime.flags.offBecause(operation);
  if (rule !== undefined)
    throw new ConnectorError("DISABLED", { message: `${operation.id} is switched off by the feature flag "${rule}".` });
};

/** @throws ConnectorError `INVALID_INPUT` with every problem and its path. */
export const validInput = (operation: Pick<AnyOperation, "id" | "input">, input: unknown): unknown => {
  const parsed = operation.input.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = toIssues(parsed.error);
  throw new ConnectorError("INVALID_INPUT", {
    message: `${operation.id} was given an input that does not fit: ${issues
      .slice(0, 5)
      .map(({ path, message }) => (path ? `${path}: ${message}` : message))
      .join("; ")}.`,
    issues,
  });
};

const unrecorded: Warning = {
  code: "NOT_RECORDED",
  message:
    "The write was carried out, but its answer could not be written to the ledger: a repeat with the same key may have to be verified by reading.",
};

const metaOf = (
  runtime: Runtime,
  { operation, requestId, journal }: RunningCall,
  startedMs: number,
  span: Span,
): CallMeta => {
  const { traceId } = span.spanContext();
  return {
    ...runtime.metaFacts,
    operation: operation.id,
    requestId,
    ...(/[1-9a-f]/.test(traceId) && { traceId }),
    attempts: journal.attempts,
    durationMs: round(runtime.clock.monotonic() - startedMs),
    queuedMs: round(journal.queuedMs),
    cache: journal.cache,
    ...(journal.quota && { quota: journal.quota }),
    ...(journal.idempotencyKey !== undefined && { idempotencyKey: journal.idempotencyKey }),
    ...(journal.replayed && { replayed: true }),
  };
};

const round = (ms: number): number => Math.round(ms * 100) / 100;
