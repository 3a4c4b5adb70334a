import {
  type AnyOperation,
  ConnectorError,
  type ConnectorErrorFields,
  type ErrorCode,
  type Reply,
} from "@trunkline/core";
import { type GoogleFault, readGoogleError } from "@trunkline/core/google";
import { addMonths, pacificDay, repliedAtMs } from "./wire/days.js";
import { type QuotaFault, readQuotaFault } from "./wire/quota-fault.js";

/** Search Console's failures. Nothing for bodies without Google's envelope, and for 5xx: the status says enough. */
export const mapGscError = (reply: Reply, operation: AnyOperation): ConnectorError | undefined => {
  if (reply.status < 400 || reply.status >= 500) return undefined;
  const fault = readGoogleError(reply);
  if (!fault) return undefined;
  const quota = readQuotaFault(reply, fault);
  const verdict = quota ? quotaVerdict(quota) : verdictOf(reply, fault, operation);
  if (!verdict) return undefined;
  const { code, meaning, ...fields } = verdict;
  const said = fault.message === undefined ? "" : ` (${fault.message})`;
  const upstreamCode = fault.reasons[0] ?? fault.status;
  return new ConnectorError(code, {
    ...fields,
    message: `Search Console answered ${reply.status}: ${meaning}${said}.`.replace(/\.\)\.$/, ")."),
    status: reply.status,
    outcome: "not_executed",
    upstream: { ...(upstreamCode && { code: upstreamCode }), ...(fault.message && { message: fault.message }) },
  });
};

type Verdict = { readonly code: ErrorCode; readonly meaning: string } & Pick<
  ConnectorErrorFields,
  "help" | "issues" | "retryAfterMs" | "retryable"
>;

const quotaVerdicts: Readonly<Record<QuotaFault["kind"], Verdict>> = {
  rate: { code: "RATE_LIMITED", meaning: "too many requests at once" },
  load: {
    code: "QUOTA_EXHAUSTED",
    meaning: "the load quota is used up, which counts work and not requests",
    help: "Wait 15 minutes. Shorter ranges, and grouping or filtering by page or query but not both, take far less of it.",
  },
  daily: {
    code: "QUOTA_EXHAUSTED",
    meaning: "the quota of the day is used up",
    help: "Wait until midnight in Pacific time.",
  },
  unclear: {
    code: "QUOTA_EXHAUSTED",
    meaning: "a quota is used up",
    help: "Wait 15 minutes; if it happens again, the quota of the day is used up: wait until midnight in Pacific time.",
  },
};

const quotaVerdict = ({ kind, waitMs }: QuotaFault): Verdict => ({
  ...quotaVerdicts[kind],
  ...(waitMs !== undefined && { retryAfterMs: waitMs }),
});

const scopeReasons = new Set(["insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"]);

const verdictOf = (reply: Reply, fault: GoogleFault, operation: AnyOperation): Verdict | undefined => {
  switch (reply.status) {
    case 400:
      return refusedInput(reply, fault, operation);
    case 401:
      return { code: "UPSTREAM_UNAUTHORIZED", meaning: "the access token is missing, wrong, expired or revoked" };
    case 403:
      return forbidden(fault, operation);
    case 404:
      return notFound(fault, operation);
    default:
      return undefined;
  }
};

const forbidden = (fault: GoogleFault, { effect }: AnyOperation): Verdict => {
  if (fault.isServiceDisabled)
    return {
      code: "UPSTREAM_FORBIDDEN",
      meaning: "the Search Console API is not turned on in the Cloud project of the login",
      help: `Turn it on at ${fault.activationUrl ?? "https://console.cloud.google.com/apis/library/searchconsole.googleapis.com"} and wait some minutes.`,
    };
  if (fault.reasons.some((reason) => scopeReasons.has(reason))) {
    const scope = effect === "read" ? "webmasters.readonly" : "webmasters";
    return {
      code: "UPSTREAM_FORBIDDEN",
      meaning: `the token lacks the scope ${scope}`,
      help: `Ask for consent again with https://www.googleapis.com/auth/${scope}; for a service account set access to write.`,
    };
  }
  return {
    code: "UPSTREAM_FORBIDDEN",
    meaning: "the login has no right to this property",
    help: "Add its e-mail address as a user of the property in Search Console, or verify the property; check the exact id with gsc.sites.list. New rights take some minutes.",
  };
};

const notFound = ({ location }: GoogleFault, { id }: AnyOperation): Verdict => {
  const isSitemap = id.startsWith("gsc.sitemaps.") && location !== "siteUrl";
  return {
    code: "NOT_FOUND",
    meaning: isSitemap ? "there is no such sitemap" : "the account's list has no such property",
    help: isSitemap
      ? "See gsc.sitemaps.list. Sitemaps submitted under another property of the same site are listed there."
      : "Find the exact id with gsc.sites.resolve: http, https, www and sc-domain are properties of their own.",
  };
};

/** Rules that were not caught beforehand, above all those that need today's date. */
const refusedInput = (reply: Reply, fault: GoogleFault, { id }: AnyOperation): Verdict => {
  const nowMs = repliedAtMs(reply.headers);
  const oldest = nowMs === undefined ? "16 months ago" : addMonths(pacificDay(nowMs), -16);
  const message = fault.message ?? "Not accepted";
  return {
    code: "REJECTED",
    meaning: "it does not accept the request",
    issues: [{ path: fault.location ?? "", message }],
    ...(id.startsWith("gsc.searchAnalytics.") && {
      help: `Read what Search Console says. Data goes back to ${oldest}; hourly data 10 days. Some properties take aggregationType auto only.`,
    }),
    ...(id.startsWith("gsc.sitemaps.") && {
      help: "Check the address; if the property is a domain (sc-domain:), try the https:// property of the same site.",
    }),
  };
};
