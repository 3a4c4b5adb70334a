import { STATUS_CODES } from "node:http";
import type { Outcome } from "../envelope.js";
import { retryAfterMs } from "../http/retry-after.js";
import type { Reply } from "../http/transport.js";
import type { AnyOperation } from "../operation.js";
import type { ErrorCode } from "./codes.js";
import { ConnectorError, isConnectorError } from "./connector-error.js";
import { describeCause } from "./redact.js";

type ClassifiedOperation = Pick<AnyOperation, "id" | "effect">;

/** Statuses whose meaning differs from that of their hundred. */
const codesByStatus: Readonly<Record<number, ErrorCode>> = {
  401: "UPSTREAM_UNAUTHORIZED",
  402: "ACCOUNT_UNAVAILABLE",
  403: "UPSTREAM_FORBIDDEN",
  404: "NOT_FOUND",
  408: "ATTEMPT_TIMEOUT",
  409: "CONFLICT",
  410: "NOT_FOUND",
  412: "CONFLICT",
  413: "REJECTED",
  422: "REJECTED",
  423: "ACCOUNT_UNAVAILABLE",
  428: "CONFLICT",
  429: "RATE_LIMITED",
  430: "ACCOUNT_UNAVAILABLE",
  451: "UPSTREAM_FORBIDDEN",
};

/** 5xx that mean "never", not "not now". */
const permanent = new Set([501, 505]);

/**
 * What an unsuccessful status means when the connector has no opinion; nothing for 2xx and 304. The message names the
 * status and the kind of body, never its text. A write that got a 5xx may have been carried out; no other has.
 * `nowMs` is what a `Retry-After` date is measured against when the reply has no `Date`; default: the machine's clock.
 */
export const classifyReply = (
  reply: Reply,
  operation: ClassifiedOperation,
  nowMs: number = Date.now(),
): ConnectorError | undefined => {
  const { status } = reply;
  if ((status >= 200 && status < 300) || status === 304) return undefined;
  const code = codesByStatus[status] ?? (status >= 500 ? "UPSTREAM_UNAVAILABLE" : "UPSTREAM_BAD_REQUEST");
  const requestId = upstreamRequestId(reply);
  return new ConnectorError(code, {
    message: `The upstream answered ${operation.id} with ${statusText(status)}${hintOf(reply)}.`,
    status,
    retryable: permanent.has(status) ? false : undefined,
    retryAfterMs: status === 429 || status === 503 ? retryAfterMs(reply.headers, nowMs) : undefined,
    outcome: repliedOutcome(status, operation),
    upstream: requestId === undefined ? undefined : { requestId },
    help: status === 413 ? "Send less at once." : undefined,
  });
};

/** What a failed status tells of a write: only a 5xx leaves it open. */
const repliedOutcome = (status: number, { effect }: ClassifiedOperation): Outcome =>
  effect !== "read" && status >= 500 && !permanent.has(status) ? "unknown" : "not_executed";

const statusText = (status: number): string => {
  const phrase = STATUS_CODES[status];
  return phrase === undefined ? `status ${status}` : `${status} ${phrase}`;
};

const hintOf = ({ status, headers, bytes }: Reply): string => {
  if (status >= 300 && status < 400) return ", a redirect that is not followed";
  if (bytes.length === 0) return " and an empty body";
  const type = headers["content-type"] ?? "";
  return type.includes("html") || startsLikeHtml(bytes) ? " and an HTML page" : "";
};

const startsLikeHtml = (bytes: Uint8Array): boolean =>
  /^\s*<(!doctype html|html|head|body)/i.test(Buffer.from(bytes.subarray(0, 64)).toString("latin1"));

/** The upstream's own id of a request, from the usual headers. At most 200 printable characters. */
export const upstreamRequestId = ({ headers }: Pick<Reply, "headers">): string | undefined => {
  const id = headers["x-request-id"] ?? headers["x-correlation-id"] ?? headers["request-id"];
  return id !== undefined && /^[\x21-\x7e]{1,200}$/.test(id) ? id : undefined;
};

/** Failures of sockets and name resolution: the request certainly did not leave. */
const neverSent = new Set(
  "ECONNREFUSED ENOTFOUND EAI_AGAIN EAI_FAIL EADDRNOTAVAIL EHOSTUNREACH ENETUNREACH ENETDOWN UND_ERR_CONNECT_TIMEOUT DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_VERIFY_LEAF_SIGNATURE CERT_HAS_EXPIRED ERR_TLS_CERT_ALTNAME_INVALID".split(
    " ",
  ),
);

/** Failures of a connection that was there. */
const brokeOff = new Set(
  "ECONNRESET ECONNABORTED EPIPE ETIMEDOUT UND_ERR_SOCKET UND_ERR_DESTROYED UND_ERR_CLOSED".split(" "),
);

const tooSlow = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);

/** What is known of the work that threw. */
export interface CauseContext {
  readonly signal: AbortSignal;
  /** True when a write may have left. */
  readonly sent: boolean;
}

/**
 * Anything thrown, as our one error: our own as they are, an abort by its reason or as `CANCELLED`, failures of the
 * network by their system code, the rest as `INTERNAL`.
 */
export const classifyCause = (cause: unknown, { signal, sent }: CauseContext): ConnectorError => {
  if (isConnectorError(cause)) return cause;
  const outcome = sent ? "unknown" : "not_executed";
  if (signal.aborted && (cause === signal.reason || isAbort(cause)))
    return isConnectorError(signal.reason)
      ? signal.reason
      : new ConnectorError("CANCELLED", { message: "The call was cancelled by its caller.", outcome, cause });
  const systemCode = systemCodeOf(cause);
  if (systemCode !== undefined && neverSent.has(systemCode))
    return new ConnectorError("NETWORK", { message: `No connection to the upstream (${systemCode}).`, cause });
  if (systemCode !== undefined && brokeOff.has(systemCode))
    return new ConnectorError("NETWORK", { message: `The connection broke (${systemCode}).`, outcome, cause });
  if (systemCode !== undefined && tooSlow.has(systemCode))
    return new ConnectorError("ATTEMPT_TIMEOUT", {
      message: `The upstream fell silent (${systemCode}).`,
      outcome,
      cause,
    });
  return new ConnectorError("INTERNAL", { message: `Trunkline failed: ${describeCause(cause)}.`, outcome, cause });
};

const isAbort = (cause: unknown): boolean => cause instanceof Error && cause.name === "AbortError";

/** The first known code along the causes: fetch and undici wrap the socket's own error. */
const systemCodeOf = (cause: unknown): string | undefined => {
  for (let error = cause, depth = 0; error instanceof Error && depth < 4; error = error.cause, depth += 1)
    if ("code" in error && typeof error.code === "string") return error.code;
  return undefined;
};
