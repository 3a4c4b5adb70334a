import type { BucketSpec, QuotaFeedback, Quotas, Reply } from "@trunkline/core";
import { readGoogleError } from "@trunkline/core/google";

/** Allowances per minute, as published. https://developers.google.com/webmaster-tools/limits */
const perMinute = { "search-analytics": 1_200, "url-inspection": 600, other: 200 } as const;

/**
 * A bucket that gives no more than `limit` in any minute, whenever it begins: what it can hold at once and what flows in
 * during the minute together.
 */
const paced = (limit: number, burst = limit / 20) => ({ capacity: burst, refillPerSecond: (limit - burst) / 60 });

const bucket = (id: keyof typeof perMinute, burst?: number): BucketSpec => ({
  id,
  kind: "token",
  ...paced(perMinute[id], burst),
});

/**
 * Search Console's allowances per property and user. The last one also has 20 a second: 17 at once and 3 a second stay
 * below both. Young projects have less (60 queries a minute): the refusal says so and is learned from.
 */
export const gscQuotas: Quotas = {
  buckets: [bucket("search-analytics"), bucket("url-inspection"), bucket("other", 17)],
  feedback: (reply) => (reply.status === 403 || reply.status === 429 ? lowerLimits(reply) : []),
};

const lowerLimits = (reply: Reply): readonly QuotaFeedback[] => {
  const { metadata } = readGoogleError(reply) ?? { metadata: {} as Record<string, string> };
  const limit = Number(metadata.quota_limit_value);
  const isPerMinute = /minute/i.test(`${metadata.quota_limit ?? ""} ${metadata.quota_unit ?? ""}`);
  if (!isPerMinute || !Number.isInteger(limit) || limit < 1) return [];
  return Object.entries(perMinute)
    .filter(([, published]) => limit < published)
    .map(([id]) => ({ bucket: id, ...paced(limit, Math.max(1, limit / 20)) }));
};
