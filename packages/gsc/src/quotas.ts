import type { BucketSpec, Keyed, QuotaFeedback, Quotas, Reply } from "@trunkline/core";
import { readGoogleError } from "@trunkline/core/google";

const perSite: Keyed = {
  per: ({ siteUrl }, { siteUrl: configured }) => [siteUrl, configured].find((site) => typeof site === "string"),
};

/**
 * Allowances per minute, as published: of a property, of the user (that is of a connection), of the project. Those that
 * others keep a connection from ever reaching are left out. https://developers.google.com/webmaster-tools/limits
 */
const perMinute = {
  "search-analytics": 1_200,
  "search-analytics-user": 1_200,
  "url-inspection": 600,
  "url-inspection-project": 15_000,
  other: 200,
} as const;
type BucketId = keyof typeof perMinute;

/** What a query of search performance draws on. */
export const searchAnalyticsQuota = [{ bucket: "search-analytics" }, { bucket: "search-analytics-user" }] as const;
/** What the inspection of a URL draws on. */
export const urlInspectionQuota = [{ bucket: "url-inspection" }, { bucket: "url-inspection-project" }] as const;

/**
 * A bucket that gives no more than `limit` in any minute, whenever it begins: what it can hold at once and what flows in
 * during the minute together.
 */
const paced = (limit: number, burst = limit / 20) => ({ capacity: burst, refillPerSecond: (limit - burst) / 60 });

const bucket = (id: BucketId, burst?: number): BucketSpec => ({ id, kind: "token", ...paced(perMinute[id], burst) });

/**
 * Search Console's allowances. The last one also has 20 a second: 17 at once and 3 a second stay below both. Young
 * projects have less (60 queries a minute): the refusal says so and is learned from.
 */
export const gscQuotas: Quotas = {
  buckets: [
    { ...bucket("search-analytics"), ...perSite },
    bucket("search-analytics-user"),
    { ...bucket("url-inspection"), ...perSite },
    bucket("url-inspection-project"),
    bucket("other", 17),
  ],
  feedback: (reply) => (reply.status === 403 || reply.status === 429 ? lowerLimits(reply) : []),
};

const ofOneSite: ReadonlySet<string> = new Set(["search-analytics", "url-inspection"]);

/** A project's limit holds for all its properties together, so what they share learns it. */
const lowerLimits = (reply: Reply): readonly QuotaFeedback[] => {
  const { metadata } = readGoogleError(reply) ?? { metadata: {} as Record<string, string> };
  const limit = Number(metadata.quota_limit_value);
  const isPerMinute = /minute/i.test(`${metadata.quota_limit ?? ""} ${metadata.quota_unit ?? ""}`);
  if (!isPerMinute || !Number.isInteger(limit) || limit < 1) return [];
  return Object.entries(perMinute)
    .filter(([id, published]) => !ofOneSite.has(id) && limit < published)
    .map(([id]) => ({ bucket: id, ...paced(limit, Math.max(1, limit / 20)) }));
};
