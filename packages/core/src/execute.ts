import { type Span, SpanStatusCode } from "@opentelemetry/api";
import { runComposed } from "./composed.js";
import type { CallOptions } from "./connection.js";
import type { CallMeta, Envelope, Warning } from "./envelope.js";
import { ConnectorError, isConnectorError, withErrorFields } from "./errors/connector-error.js";
import type { Reply } from "./http/transport.js";
import { type AnyExchangeOperation, type AnyOperation, idempotencyOf, isComposed, toIssues } from "./operation.js";
import { neverAborted } from "./pipeline/on-abort.js";
import type { Call, CallJournal } from "./pipeline/policy.js";
import type { Runtime } from "./runtime.js";
import { sealFailure, sealSuccess, toConnectorError } from "./seal.js";
import type { DecodedAnswer } from "./shared-answers.js";
import { withSpan } from "./telemetry/tracing.js";
import { verifierOf } from "./verify-write.js";
import { writeKeyOf } from "./write-key.js";

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
export const execute = async (
  runtime: Runtime,
  operation: AnyOperation,
  input: unknown,
  options: CallOptions = {},
): Promise<Envelope<unknown>> => {
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
  let answer: Envelope<unknown>;
  try {
    const data = await withSpan(span, run, runtime, call, input);
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

const run = (runtime: Runtime, call: RunningCall, input: unknown): Promise<unknown> => {
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
export const validInput = (operation: AnyOperation, input: unknown): unknown => {
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

const runExchange = async (
  runtime: Runtime,
  running: RunningCall,
  operation: AnyExchangeOperation,
  input: unknown,
): Promise<unknown> => {
  const call = toCall(runtime, running, operation, input);
  const reply = await runtime.send(call);
  const { known } = running.journal;
  if (known) {
    running.warnings.push(...known.warnings);
    return known.data;
  }
  const isShared = call.sharesReply && running.journal.cache === "hit";
  try {
    const { data, warnings } = isShared
      ? runtime.sharedAnswers.of(reply, (own) => decodeReply(runtime, operation, input, own))
      : decodeReply(runtime, operation, input, reply);
    running.warnings.push(...warnings);
    return data;
  } catch (thrown) {
    runtime.forget(call);
    throw decodeFailure(thrown, operation, reply);
  }
};

const toCall = (runtime: Runtime, running: RunningCall, operation: AnyExchangeOperation, input: unknown): Call => {
  const { options } = running;
  const idempotency = runtime.idempotencyFor(idempotencyOf(operation, input));
  const { key: idempotencyKey, supplied } = writeKeyOf(runtime, running);
  return {
    operation,
    input,
    request: runtime.buildRequest(
      operation.request(input, {
        apiVersion: runtime.apiVersion,
        settings: runtime.settings,
        ...(idempotency === "key" && { idempotencyKey }),
      }),
    ),
    connectionKey: runtime.key,
    signal: options.signal ?? neverAborted,
    deadlineMs: running.deadlineMs,
    lane: options.lane ?? "interactive",
    caller: options.caller ?? "",
    requestId: running.requestId,
    idempotency,
    idempotencyKey,
    idempotencyKeySupplied: supplied,
    ...(operation.effect !== "read" && { verify: verifierOf(runtime, running, options.signal ?? neverAborted) }),
    attempt: 0,
    fresh: options.fresh ?? false,
    sharesReply: options.sharedData ?? false,
    journal: running.journal,
  };
};

const decodeReply = (
  runtime: Runtime,
  operation: AnyExchangeOperation,
  input: unknown,
  reply: Reply,
): DecodedAnswer => {
  const warnings: Warning[] = [];
  const responseContext = {
    input,
    apiVersion: runtime.apiVersion,
    settings: runtime.settings,
    warn: (warning: Warning) => void warnings.push(warning),
  };
  const data = operation.response(reply, responseContext);
  warnings.push(...(runtime.connector.warnings?.(reply, responseContext) ?? []));
  return { data, warnings };
};

/** The request was carried out, so that a reply we cannot read leaves a write done, unless the decoder knows better. */
const decodeFailure = (thrown: unknown, operation: AnyOperation, reply: Reply): ConnectorError => {
  const error = isConnectorError(thrown)
    ? thrown
    : new ConnectorError("CONTRACT_VIOLATION", {
        message: `The reply to ${operation.id} could not be read.`,
        outcome: "executed",
        cause: thrown,
      });
  const requestId = error.upstream?.requestId ?? reply.headers["x-request-id"];
  return withErrorFields(error, {
    status: error.status ?? reply.status,
    ...(requestId !== undefined && { upstream: { ...error.upstream, requestId } }),
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
