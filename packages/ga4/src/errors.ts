import { type AnyOperation, ConnectorError, type ErrorCode, type Outcome, type Reply } from "@trunkline/core";
import { type GoogleFault, readGoogleError } from "@trunkline/core/google";
import { quotaFaultOf } from "./wire/quota-faults.js";

interface Verdict {
  readonly code: ErrorCode;
  readonly meaning: string;
  readonly help?: string;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
}

/** Google's failures. A refusal carries its own words; what to do about it is ours. */
export const mapGa4Error = (reply: Reply, operation: AnyOperation): ConnectorError | undefined => {
  const { status } = reply;
  if (status < 400) return undefined;
  const error = readGoogleError(reply);
  const verdict = judge(reply, error, operation);
  if (!verdict) return undefined;
  const said = error?.message;
  return new ConnectorError(verdict.code, {
    message: `Google answered ${operation.id} with ${status}: ${verdict.meaning}${said ? ` (${said})` : ""}.`,
    status,
    outcome: outcomeOf(status, operation),
    retryable: verdict.retryable,
    retryAfterMs: verdict.retryAfterMs,
    ...(error && { upstream: { ...(error.status && { code: error.status }), ...(said && { message: said }) } }),
    ...(error && error.issues.length > 0 && { issues: error.issues }),
    help: verdict.help,
  });
};

const outcomeOf = (status: number, { effect }: AnyOperation): Outcome =>
  effect !== "read" && status >= 500 ? "unknown" : "not_executed";

const judge = (reply: Reply, error: GoogleFault | undefined, operation: AnyOperation): Verdict | undefined => {
  const quota = quotaFaultOf(reply);
  if (quota) {
    // Slots come free any moment; everything else takes an hour or a day.
    const isQuick = quota.allowance === "concurrent";
    return {
      code: isQuick ? "RATE_LIMITED" : "QUOTA_EXHAUSTED",
      meaning: `the property's quota (${quota.allowance}) is used up`,
      retryAfterMs: quota.waitMs,
      help: quota.help,
    };
  }
  switch (reply.status) {
    case 400:
      return badRequest(error);
    case 401:
      return { code: "UPSTREAM_UNAUTHORIZED", meaning: "the login was not accepted" };
    case 403:
      return forbidden(error, operation);
    case 404:
      return notFound(reply);
    case 409:
      return { code: "CONFLICT", meaning: "it exists already or has changed" };
    default:
      return undefined;
  }
};

const badRequest = (error: GoogleFault | undefined): Verdict => {
  const message = error?.message ?? "";
  if (error?.status === "FAILED_PRECONDITION")
    return {
      code: "CONFLICT",
      meaning: "the thing is not in a state for this",
      help: "Read its state; an export or a task has to be ACTIVE first.",
    };
  if (/not a valid (dimension|metric)|did you mean/i.test(message))
    return {
      code: "REJECTED",
      meaning: "a field is not known to this property",
      help: "Look names up with ga4.metadata.get. A custom dimension has to be registered in the property first.",
    };
  if (/incompatible/i.test(message))
    return {
      code: "REJECTED",
      meaning: "these dimensions and metrics cannot be asked for together",
      help: "Find out with ga4.compatibility.check what can be added to a smaller set.",
    };
  if (error && error.issues.length > 0) return { code: "UPSTREAM_BAD_REQUEST", meaning: "the form of the request" };
  return error
    ? { code: "REJECTED", meaning: "the request was refused" }
    : { code: "UPSTREAM_BAD_REQUEST", meaning: "the request was refused" };
};

const forbidden = (error: GoogleFault | undefined, operation: AnyOperation): Verdict => {
  const reasons = new Set(error?.reasons);
  const message = error?.message ?? "";
  if (reasons.has("rateLimitExceeded") || reasons.has("userRateLimitExceeded") || reasons.has("RATE_LIMIT_EXCEEDED"))
    return { code: "RATE_LIMITED", meaning: "too many requests in a minute", retryAfterMs: 60_000 };
  if (error?.isServiceDisabled || /has not been used in project|is disabled/i.test(message))
    return {
      code: "UPSTREAM_FORBIDDEN",
      meaning: "the API is switched off in the Cloud project of this login",
      help: `Switch it on${error?.activationUrl ? ` at ${error.activationUrl}` : " in the Cloud console"}, then wait some minutes.`,
    };
  if (reasons.has("ACCESS_TOKEN_SCOPE_INSUFFICIENT") || /insufficient authentication scopes/i.test(message))
    return {
      code: "UPSTREAM_FORBIDDEN",
      meaning: "the login lacks a scope",
      help: `Grant ${scopesOf(operation)}; writes and the change history need adminWrites, questions need chat in the configuration.`,
    };
  if (/invalid property id/i.test(message))
    return { code: "UPSTREAM_BAD_REQUEST", meaning: "the property id is not a number" };
  return {
    code: "UPSTREAM_FORBIDDEN",
    meaning: "no permission, or no such property",
    help: "Check the property id (numbers, not G-…), and add the login's e-mail address as a user of the property: Viewer to read, Editor to write.",
  };
};

const scopesOf = ({ scopes = [] }: AnyOperation): string =>
  scopes.map((scope) => (typeof scope === "string" ? scope : scope.join(" or "))).join(", ") || "the scope";

/** A thing that is not there is JSON; a wrong path or verb is an HTML page, never 405. */
const notFound = ({ headers }: Reply): Verdict =>
  (headers["content-type"] ?? "").includes("html")
    ? { code: "UPSTREAM_BAD_REQUEST", meaning: "it knows no such path" }
    : {
        code: "NOT_FOUND",
        meaning: "there is no such thing",
        help: "Check the resource name; list first to see what there is.",
      };
