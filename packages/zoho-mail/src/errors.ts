import { type AnyOperation, ConnectorError, type ErrorCode, type Outcome, type Reply } from "@trunkline/core";
import { type Fault, readFault } from "./wire/fault.js";

/** How long all calls of a mailbox stop after a throttle that names no time: the true lock time is not published. */
const throttlePauseMs = 60_000;

interface Verdict {
  readonly code: ErrorCode;
  readonly what: string;
  readonly help?: string;
}

/** Failures by Zoho's own code, whatever their status. */
const byCode: Readonly<Record<string, Verdict>> = {
  INVALID_TICKET: { code: "UPSTREAM_UNAUTHORIZED", what: "saw no Authorization header" },
  INVALID_OAUTHTOKEN: {
    code: "UPSTREAM_UNAUTHORIZED",
    what: "does not accept the access token",
    help: "Check the login and the data centre: a token of another data centre is refused like an expired one.",
  },
  INVALID_OAUTHSCOPE: { code: "UPSTREAM_FORBIDDEN", what: "needs a scope that the login was not granted" },
  EXTRA_KEY_FOUND_IN_JSON: {
    code: "UPSTREAM_BAD_REQUEST",
    what: "refused a field of the request that it does not know",
  },
  URL_RULE_NOT_CONFIGURED: {
    code: "UPSTREAM_BAD_REQUEST",
    what: "does not know this path",
    help: "Check the configured account id: it is a number, not the e-mail address.",
  },
  URL_RULE_MISMATCH: {
    code: "REJECTED",
    what: "refused the form of a value",
    help: "Check the ids and filters of the input.",
  },
};

const byStatus: Readonly<Record<number, Verdict>> = {
  400: { code: "REJECTED", what: "refused the input" },
  401: { code: "UPSTREAM_UNAUTHORIZED", what: "refused the credential" },
  403: { code: "UPSTREAM_FORBIDDEN", what: "does not allow this" },
  404: { code: "NOT_FOUND", what: "has no such thing in this mailbox" },
  409: { code: "CONFLICT", what: "has a conflicting state" },
};

/** Limits of rate, not of size. */
const isThrottle = ({ status, code = "" }: Fault): boolean =>
  status === 429 || (/THROTTLE|LIMIT_EXCEEDED/i.test(code) && !/SIZE|STORAGE|LENGTH/i.test(code));

/**
 * Zoho Mail's failures: HTTP statuses, codes in at least four shapes of body, and envelopes that contradict a 200.
 * Nothing for a success, and for statuses without a meaning of their own here.
 */
export const mapZohoMailError = (reply: Reply, operation: AnyOperation): ConnectorError | undefined => {
  const fault = readFault(reply);
  if (!fault) return undefined;
  if (isThrottle(fault)) return throttled(reply, fault);
  const verdict = judge(fault, operation);
  if (!verdict) return undefined;
  const { code, what, help } = verdict;
  const said = fault.message ?? fault.code;
  return new ConnectorError(code, {
    message: `Zoho Mail ${what}${said === undefined ? "" : ` (${said})`}.`,
    status: reply.status,
    outcome: outcomeOf(code, operation),
    upstream: upstreamOf(fault),
    help,
    reply,
  });
};

const upstreamOf = ({ code, message }: Fault) => ({
  ...(code !== undefined && { code }),
  ...(message !== undefined && { message }),
});

/** Only a fault of the server leaves it open whether a write took effect. */
const outcomeOf = (code: ErrorCode, { effect }: AnyOperation): Outcome =>
  code === "UPSTREAM_UNAVAILABLE" && effect !== "read" ? "unknown" : "not_executed";

const throttled = (reply: Reply, fault: Fault): ConnectorError =>
  new ConnectorError("RATE_LIMITED", {
    message: "Zoho Mail has locked the account for a while: it was sent more requests than it allows in a minute.",
    status: reply.status,
    // A header that names a time is read by the pipeline, which has a clock for dates.
    ...(reply.headers["retry-after"] === undefined && { retryAfterMs: throttlePauseMs }),
    upstream: upstreamOf(fault),
    reply,
  });

const judge = (fault: Fault, operation: AnyOperation): Verdict | undefined => {
  const { status, code = "", message = "", isHtml } = fault;
  const known = byCode[code];
  if (known) return known.code === "UPSTREAM_FORBIDDEN" ? { ...known, help: scopeHelp(operation) } : known;
  if (/already exist/i.test(message)) return { code: "CONFLICT", what: "has one of that name already" };
  if (status === 404 && isHtml) return wrongHost;
  if (status === 404 && /account\s*id|invalid account/i.test(`${code} ${message}`)) return foreignAccount;
  if (status >= 500 && status !== 501 && status !== 505)
    return { code: "UPSTREAM_UNAVAILABLE", what: `failed with ${status}` };
  return byStatus[status];
};

const wrongHost: Verdict = {
  code: "NOT_CONFIGURED",
  what: "is not at this address: a web page answered",
  help: "Set dataCentre (ZOHO_MAIL_DATA_CENTRE) to where the account lives.",
};

const foreignAccount: Verdict = {
  code: "NOT_FOUND",
  what: "says that this account id is not the login's",
  help: "Take an account id of zoho-mail.accounts.list; set ZOHO_MAIL_ACCOUNT_ID or leave it out.",
};

const scopeHelp = ({ scopes = [] }: AnyOperation): string => {
  const names = scopes.map((scope) => (typeof scope === "string" ? scope : scope[0]));
  return names.length === 0
    ? "Connect the account again with the scope that the operation needs."
    : `Connect the account again with ${names.join(" and ")}.`;
};
