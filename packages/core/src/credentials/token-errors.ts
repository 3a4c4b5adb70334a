import type { ErrorCode } from "../errors/codes.js";
import { ConnectorError } from "../errors/connector-error.js";
import { retryAfterMs } from "../http/retry-after.js";
import type { Reply } from "../http/transport.js";

/** What a token endpoint said of a failure: `error` as a string (RFC 6749) or an object (Google's API style). */
export interface TokenFault {
  readonly code?: string;
  readonly description?: string;
}

/** What a refused grant means: a login that a person has to renew, or a configuration that someone has to correct. */
export type RefusedGrantCode = Extract<ErrorCode, "NEEDS_REAUTH" | "NOT_CONFIGURED">;

const refusedGrant = new Set(
  "invalid_grant invalid_token invalid_refresh_token invalid_code expired_token token_expired access_denied admin_policy_enforced consent_required interaction_required login_required user_disabled".split(
    " ",
  ),
);
const wrongSetup = new Set(
  "invalid_client invalid_client_secret unauthorized_client unsupported_grant_type invalid_scope invalid_request invalid_redirect_uri org_internal deleted_client disabled_client client_disabled".split(
    " ",
  ),
);
const passing = new Set(
  "temporarily_unavailable server_error internal_failure internal_error internal unavailable backend_error general_error".split(
    " ",
  ),
);
/** Zoho answers its limits with 200 and the words "Access Denied": a throttle, not OAuth's `access_denied`. */
const throttled = /^(access denied|slow_down|rate_?limit(ed|_exceeded)?|too_many_requests|resource_exhausted)$/i;

/** A token endpoint's refusal as our error. The description is shown as it is: the caller has removed secrets from it. */
export const toTokenError = (
  reply: Reply,
  fault: TokenFault,
  refusedGrantCode: RefusedGrantCode,
  nowMs: number,
): ConnectorError => {
  const { code, description } = fault;
  const askedMs = retryAfterMs(reply.headers, nowMs);
  const errorCode = codeOf(reply.status, fault, refusedGrantCode);
  const said = [code, description].filter((part) => part !== undefined).join(": ");
  return new ConnectorError(errorCode, {
    message: `${messages[errorCode]} The token endpoint answered ${reply.status}${said === "" ? "" : ` (${said})`}.`,
    outcome: "not_executed",
    status: reply.status,
    upstream: { ...(code !== undefined && { code }), ...(description !== undefined && { message: description }) },
    ...(askedMs !== undefined && (errorCode === "RATE_LIMITED" || errorCode === "UPSTREAM_UNAVAILABLE")
      ? { retryAfterMs: askedMs }
      : {}),
  });
};

const messages = {
  RATE_LIMITED: "Too many tokens were asked for.",
  UPSTREAM_UNAVAILABLE: "No token could be obtained for a passing reason.",
  NEEDS_REAUTH: "The login is no longer valid.",
  NOT_CONFIGURED: "The vendor does not accept the configured credentials.",
  UPSTREAM_UNAUTHORIZED: "No token could be obtained.",
} as const satisfies Partial<Record<ErrorCode, string>>;

const codeOf = (
  status: number,
  { code, description }: TokenFault,
  refusedGrantCode: RefusedGrantCode,
): keyof typeof messages => {
  if (status === 429 || throttled.test(code ?? "")) return "RATE_LIMITED";
  if (code !== undefined && refusedGrant.has(code.toLowerCase())) return refusedGrantCode;
  if (throttled.test(description ?? "")) return "RATE_LIMITED";
  if (code !== undefined && wrongSetup.has(code.toLowerCase())) return "NOT_CONFIGURED";
  if (status >= 500 || status === 408 || (code !== undefined && passing.has(code.toLowerCase())))
    return "UPSTREAM_UNAVAILABLE";
  // Neither a token nor a reason: a maintenance page, or an address that is no token endpoint.
  if (status < 400) return code === undefined ? "UPSTREAM_UNAVAILABLE" : "UPSTREAM_UNAUTHORIZED";
  return status === 404 || status === 405 || status === 410 ? "NOT_CONFIGURED" : "UPSTREAM_UNAUTHORIZED";
};
