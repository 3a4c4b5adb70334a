/** How an error is offered to a caller on each surface. The only place that knows statuses. */
export interface ErrorCodeRow {
  /** One sentence for the docs: what happened. */
  readonly meaning: string;
  /** One sentence for the reader of an answer: what to do next. */
  readonly help: string;
  /** Status of the REST answer (RFC 9110). */
  readonly httpStatus: number;
  /** Whether the same call may succeed later without being changed. */
  readonly retryable: boolean;
  /** `result`: a tool result with `isError`; `protocol`: a JSON-RPC error, for requests that are malformed as such. */
  readonly mcp: "result" | "protocol";
  /** Whether it counts as a failure of the upstream: opens the circuit breaker, spends the error budget. */
  readonly upstreamFault: boolean;
}

type Partialised = Pick<ErrorCodeRow, "meaning" | "help" | "httpStatus"> & Partial<ErrorCodeRow>;

const row = (fields: Partialised): ErrorCodeRow => ({
  retryable: false,
  mcp: "result",
  upstreamFault: false,
  ...fields,
});

/** Every error code of the envelope: meaning, treatment on each surface. One test walks this table. */
export const errorCodes = {
  // The caller's request.
  INVALID_INPUT: row({
    meaning: "The input does not match the operation's schema.",
    help: "Correct every path listed in `issues` and call again.",
    httpStatus: 400,
  }),
  MALFORMED_REQUEST: row({
    meaning: "The request is not valid JSON or lacks a part the surface needs.",
    help: "Send a JSON object as the body.",
    httpStatus: 400,
    mcp: "protocol",
  }),
  UNSUPPORTED_MEDIA_TYPE: row({
    meaning: "The request's content type is not accepted here.",
    help: "Send `Content-Type: application/json`.",
    httpStatus: 415,
    mcp: "protocol",
  }),
  PAYLOAD_TOO_LARGE: row({
    meaning: "The request body is larger than the configured limit.",
    help: "Send less at once, or raise the body limit.",
    httpStatus: 413,
    mcp: "protocol",
  }),
  UNAUTHENTICATED: row({
    meaning: "The caller sent no valid API key or token.",
    help: "Send `Authorization: Bearer <key>`; create a key with `trunkline keys create`.",
    httpStatus: 401,
  }),
  FORBIDDEN: row({
    meaning: "The caller may not do this: its key lacks the scope, or the host or web origin is not allowed.",
    help: "Use a key that has the scope named in the message.",
    httpStatus: 403,
  }),
  UNKNOWN_ROUTE: row({
    meaning: "No such path or method.",
    help: "See `/openapi.json` for the routes.",
    httpStatus: 404,
    mcp: "protocol",
  }),
  UNKNOWN_OPERATION: row({
    meaning: "No operation has this id.",
    help: "Look it up with `search_operations` or `GET /v1/operations`.",
    httpStatus: 404,
  }),
  UNKNOWN_CONNECTION: row({
    meaning: "No connection has this name.",
    help: "List the connections with `GET /admin/connectors` or `trunkline doctor`.",
    httpStatus: 404,
  }),
  NOT_CONFIGURED: row({
    meaning: "The connection's settings or credentials are missing or invalid.",
    help: "Set the variables that `trunkline doctor` names.",
    httpStatus: 503,
  }),
  DISABLED: row({
    meaning: "The operator has switched the operation off.",
    help: "Ask the operator to change `TRUNKLINE_FLAGS` or `TRUNKLINE_EXPOSE`.",
    httpStatus: 403,
  }),
  TOO_MANY_REQUESTS: row({
    meaning: "The caller exceeded the gateway's own request rate.",
    help: "Wait `retryAfterMs`, then call again.",
    httpStatus: 429,
    retryable: true,
  }),
  IDEMPOTENCY_MISMATCH: row({
    meaning: "The idempotency key was used before with another input.",
    help: "Use a new key for a new input.",
    httpStatus: 422,
  }),
  IN_PROGRESS: row({
    meaning: "The first call with this idempotency key is still running.",
    help: "Wait, then ask again with the same key.",
    httpStatus: 409,
    retryable: true,
  }),
  CANCELLED: row({
    meaning: "The caller gave up before the answer came.",
    help: "Check `outcome` before repeating a write.",
    httpStatus: 499,
  }),
  // Our own protection.
  DEADLINE_EXCEEDED: row({
    meaning: "The whole call, waits and repeats included, took longer than its deadline.",
    help: "Check `outcome` before repeating a write; allow a longer deadline for slow work.",
    httpStatus: 504,
    retryable: true,
  }),
  CIRCUIT_OPEN: row({
    meaning: "The upstream failed repeatedly, so calls are refused until it recovers.",
    help: "Wait `retryAfterMs`; the next call then probes the upstream.",
    httpStatus: 503,
  }),
  BULKHEAD_FULL: row({
    meaning: "Too many calls to this connection are running and waiting.",
    help: "Call again with fewer calls at once.",
    httpStatus: 503,
    retryable: true,
  }),
  SHUTTING_DOWN: row({
    meaning: "The process is draining and takes no new calls.",
    help: "Call again; another replica or the restarted process answers.",
    httpStatus: 503,
    retryable: true,
  }),
  STORE_UNAVAILABLE: row({
    meaning: "The database that keeps events and writes does not answer, and what needs it is not begun without it.",
    help: "Call again; if it lasts, the operator sees the reason under `/readyz`.",
    httpStatus: 503,
    retryable: true,
  }),
  BLOCKED_ADDRESS: row({
    meaning: "The host or the address it resolved to is not on the connector's allow-list.",
    help: "Check the configured host; private addresses are refused on purpose.",
    httpStatus: 502,
  }),
  // The upstream.
  RATE_LIMITED: row({
    meaning: "The upstream's rate limit, or our pacing below it, leaves no room for the call in time.",
    help: "Wait `retryAfterMs`, then call again.",
    httpStatus: 429,
    retryable: true,
  }),
  QUOTA_EXHAUSTED: row({
    meaning: "An allowance that refills slowly (hourly or daily) is used up, or one call costs more than it can hold.",
    help: "Wait until the quota resets, or ask for less.",
    httpStatus: 429,
  }),
  ATTEMPT_TIMEOUT: row({
    meaning: "One exchange with the upstream took longer than the attempt timeout.",
    help: "Check `outcome` before repeating a write.",
    httpStatus: 504,
    retryable: true,
    upstreamFault: true,
  }),
  NETWORK: row({
    meaning: "The connection to the upstream could not be made or broke.",
    help: "Check the network and the configured host; check `outcome` before repeating a write.",
    httpStatus: 502,
    retryable: true,
    upstreamFault: true,
  }),
  UPSTREAM_UNAVAILABLE: row({
    meaning: "The upstream answered that it failed (5xx).",
    help: "Call again later; check `outcome` before repeating a write.",
    httpStatus: 502,
    retryable: true,
    upstreamFault: true,
  }),
  UPSTREAM_UNAUTHORIZED: row({
    meaning: "The upstream refused the credential.",
    help: "Check the credential with `trunkline doctor`.",
    httpStatus: 502,
  }),
  NEEDS_REAUTH: row({
    meaning: "The stored login is dead and cannot be renewed.",
    help: "Connect the account again.",
    httpStatus: 424,
  }),
  UPSTREAM_FORBIDDEN: row({
    meaning: "The credential is valid but lacks an upstream scope or permission.",
    help: "Grant the permission named in the message at the vendor, then call again.",
    httpStatus: 403,
  }),
  ACCOUNT_UNAVAILABLE: row({
    meaning: "The account at the upstream is closed, frozen, locked or renamed.",
    help: "Resolve it with the vendor; calls are pointless until then.",
    httpStatus: 424,
  }),
  NOT_FOUND: row({
    meaning: "The upstream has no such thing, or it is not visible to this credential.",
    help: "Check the id; list first to see what there is.",
    httpStatus: 404,
  }),
  CONFLICT: row({
    meaning: "The upstream refused because the thing changed or already exists.",
    help: "Read the current state, then decide again.",
    httpStatus: 409,
  }),
  REJECTED: row({
    meaning: "The upstream understood the call and refused it for a business reason.",
    help: "Read `issues` and the upstream's message, correct the input, call again.",
    httpStatus: 422,
  }),
  UPSTREAM_BAD_REQUEST: row({
    meaning: "The upstream did not accept the form of the request.",
    help: "Report it with the request id: the connector and the upstream's version disagree.",
    httpStatus: 502,
  }),
  UNSUPPORTED_VERSION: row({
    meaning: "The configured upstream API version does not know this operation.",
    help: "Use a newer API version.",
    httpStatus: 501,
  }),
  CONTRACT_VIOLATION: row({
    meaning: "The upstream's reply does not have the documented shape.",
    help: "Report it with the request id; a write may have been carried out, see `outcome`.",
    httpStatus: 502,
    upstreamFault: true,
  }),
  REPLY_TOO_LARGE: row({
    meaning: "The upstream's reply is larger than the configured cap.",
    help: "Ask for fewer rows or fields, or raise the reply size cap.",
    httpStatus: 502,
  }),
  INTERNAL: row({
    meaning: "A fault in Trunkline itself.",
    help: "Report it with the request id.",
    httpStatus: 500,
  }),
} as const satisfies Record<string, ErrorCodeRow>;

/** Closed set of error codes. */
export type ErrorCode = keyof typeof errorCodes;

/** Narrows an unknown value to a known code. */
export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === "string" && Object.hasOwn(errorCodes, value);
