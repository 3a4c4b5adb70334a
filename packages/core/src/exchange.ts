import { idempotencyOf } from "./define-operation.js";
import type { Warning } from "./envelope.js";
import { ConnectorError, isConnectorError, withErrorFields } from "./errors/connector-error.js";
import type { RunningCall } from "./execute.js";
import type { Reply } from "./http/transport.js";
import type { AnyExchangeOperation, AnyOperation } from "./operation.js";
import { neverAborted } from "./pipeline/on-abort.js";
import type { Call } from "./pipeline/policy.js";
import type { Runtime } from "./runtime.js";
import type { DecodedAnswer } from "./shared-answers.js";
import { verifierOf } from "./verify-write.js";
import { writeKeyOf } from "./write-key.js";

/** Makes the exchange of an operation and reads its reply. */
export const runExchange = async (
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

/** Reads the reply to a call that no cache knows. @throws ConnectorError */
export const readReply = (
  runtime: Runtime,
  running: RunningCall,
  operation: AnyExchangeOperation,
  input: unknown,
  reply: Reply,
): unknown => {
  try {
    const { data, warnings } = decodeReply(runtime, operation, input, reply);
    running.warnings.push(...warnings);
    return data;
  } catch (thrown) {
    throw decodeFailure(thrown, operation, reply);
  }
};

/** The exchange-to-be of a call. @throws ConnectorError `INVALID_INPUT` for an idempotency key that is none. */
export const toCall = (
  runtime: Runtime,
  running: RunningCall,
  operation: AnyExchangeOperation,
  input: unknown,
  request: AnyExchangeOperation["request"] = operation.request,
): Call => {
  const { options } = running;
  const idempotency = runtime.idempotencyFor(idempotencyOf(operation, input));
  const { key: idempotencyKey, supplied } = writeKeyOf(runtime, running);
  return {
    operation,
    input,
    request: runtime.buildRequest(
      request(input, {
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
    attempt: 0,
    fresh: options.fresh ?? false,
    sharesReply: options.sharedData ?? false,
    journal: running.journal,
    ...(operation.effect !== "read" && { verify: verifierOf(runtime, running, options.signal ?? neverAborted) }),
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
