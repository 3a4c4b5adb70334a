import type { Reply } from "@trunkline/core";
import type { GoogleFault } from "@trunkline/core/google";
import { repliedAtMs, untilPacificMidnightMs } from "./days.js";

/**
 * Which allowance is used up. `rate`: of the minute or second; `load`: of work done in ten minutes; `daily`: of the day;
 * `unclear`: Google's words fit several.
 */
export interface QuotaFault {
  readonly kind: "rate" | "load" | "daily" | "unclear";
  /** Milliseconds, where known. */
  readonly waitMs?: number;
}

const rateReasons = new Set(["rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"]);
const quotaReasons = new Set([...rateReasons, "quotaExceeded", "dailyLimitExceeded", "RESOURCE_EXHAUSTED"]);

/** Load is measured over 10 minutes; 15 is what Google says to wait. https://developers.google.com/webmaster-tools/limits */
const loadWaitMs = 900_000;
const minuteMs = 60_000;

/**
 * Tells a refusal for quota from others: it often comes as 403, so that the status decides nothing. Reasons first, then
 * words.
 */
export const readQuotaFault = (reply: Reply, fault: GoogleFault): QuotaFault | undefined => {
  const isQuota =
    reply.status === 429 ||
    fault.reasons.some((reason) => quotaReasons.has(reason)) ||
    fault.status === "RESOURCE_EXHAUSTED";
  if (!isQuota || fault.isServiceDisabled) return undefined;
  const kind = kindOf(reply, fault);
  const waitMs = askedMs(reply) ?? waitOf(kind, reply, wordsOf(fault));
  return { kind, ...(waitMs !== undefined && { waitMs }) };
};

const wordsOf = ({ message = "", metadata }: GoogleFault): string => `${message} ${metadata.quota_limit ?? ""}`;

const kindOf = (reply: Reply, fault: GoogleFault): QuotaFault["kind"] => {
  const words = wordsOf(fault);
  if (/load quota/i.test(words)) return "load";
  if (fault.reasons.includes("dailyLimitExceeded") || /\bQPD\b|per ?day|daily/i.test(words)) return "daily";
  if (fault.reasons.some((reason) => rateReasons.has(reason)) || isQuick(words)) return "rate";
  return reply.status === 429 ? "rate" : "unclear";
};

const isQuick = (words: string): boolean => /\bQP[SM]\b|per ?(?:second|minute)|per 100 ?seconds/i.test(words);

const waitOf = (kind: QuotaFault["kind"], reply: Reply, words: string): number | undefined => {
  if (kind === "rate") return isQuick(words) ? minuteMs : undefined;
  if (kind !== "daily") return loadWaitMs;
  const nowMs = repliedAtMs(reply.headers);
  return nowMs === undefined ? undefined : untilPacificMidnightMs(nowMs);
};

/** No Retry-After is documented; should one come, it wins. */
const askedMs = ({ headers }: Reply): number | undefined =>
  /^\d{1,6}$/.test(headers["retry-after"] ?? "") ? Number(headers["retry-after"]) * 1_000 : undefined;
