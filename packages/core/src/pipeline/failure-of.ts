import { classifyReply, upstreamRequestId } from "../errors/classify.js";
import { errorCodes } from "../errors/codes.js";
import { ConnectorError, withErrorFields } from "../errors/connector-error.js";
import { retryAfterMs } from "../http/retry-after.js";
import type { Reply } from "../http/transport.js";
import type { PipelineDeps } from "./pipeline.js";
import type { Call } from "./policy.js";

/**
 * The failure a reply means, or nothing: the connector's opinion first, then the status. Complete: with the reply,
 * its status, the upstream's request id and the wait it asks for. Pure, so that several policies may ask.
 */
export const failureOf = (
  { connector, clock }: Pick<PipelineDeps, "connector" | "clock">,
  reply: Reply,
  { operation }: Pick<Call, "operation">,
): ConnectorError | undefined => {
  const error = mapped({ connector }, reply, operation) ?? classifyReply(reply, operation, clock.now());
  if (error === undefined) return undefined;
  const requestId = error.upstream?.requestId ?? upstreamRequestId(reply);
  const asksForWait = error.retryAfterMs === undefined && (error.code === "RATE_LIMITED" || reply.status === 503);
  return withErrorFields(error, {
    reply,
    status: error.status ?? reply.status,
    ...(requestId !== undefined && { upstream: { ...error.upstream, requestId } }),
    ...(asksForWait && { retryAfterMs: retryAfterMs(reply.headers, clock.now()) }),
    ...(isOpenWrite(error, reply, operation) && { outcome: "unknown" }),
  });
};

/**
 * An error's outcome is `not_executed` unless stated, and a connector that forgets to state it must not make a write
 * that died with a 5xx look safe to repeat.
 */
const isOpenWrite = (error: ConnectorError, { status }: Reply, { effect }: Call["operation"]): boolean =>
  effect !== "read" &&
  status >= 500 &&
  status !== 501 &&
  error.outcome === "not_executed" &&
  errorCodes[error.code].upstreamFault;

/** A connector that stumbles over an odd body leaves the decision to the status. */
const mapped = (
  { connector }: Pick<PipelineDeps, "connector">,
  reply: Reply,
  operation: Call["operation"],
): ConnectorError | undefined => {
  try {
    return connector.mapError(reply, operation);
  } catch (cause) {
    if (reply.status < 200 || reply.status >= 300 || reply.bytes.length === 0) return undefined;
    return new ConnectorError("CONTRACT_VIOLATION", {
      message: `The upstream answered ${operation.id} with ${reply.status} and a body that is not what it documents.`,
      outcome: operation.effect === "read" ? "not_executed" : "unknown",
      cause,
    });
  }
};
