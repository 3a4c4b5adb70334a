import type { AnyOperation, QuotaFeedback, Quotas, Reply } from "@trunkline/core";
import type { BingWmtSettings } from "./config.js";
import { faultOf } from "./wire/faults.js";

/** The bucket of ordinary calls. */
export const callsBucket = "calls";
/** `GetUrlInfo` has a much slower limit of its own. */
export const urlInfoBucket = "url-info";
/** IndexNow is another service: no key, other limits. */
export const indexNowBucket = "indexnow";

const throttleUser = 4;
const throttleIp = 17;

/**
 * Bing publishes no limits and tells nothing of what is left: these are cautious guesses from measurements (about ten
 * `GetUrlInfo` a minute went through), so the rates can be configured. A throttled account or address closes every bucket of the API at once: calling on
 * prolongs it. What throttles one host closes only the bucket that was drawn on.
 */
export const bingQuotas = ({
  callsPerSecond,
  urlInfoPerMinute,
}: Pick<BingWmtSettings, "callsPerSecond" | "urlInfoPerMinute">): Quotas => ({
  buckets: [
    { id: callsBucket, kind: "token", capacity: Math.max(1, callsPerSecond), refillPerSecond: callsPerSecond },
    { id: urlInfoBucket, kind: "token", capacity: 2, refillPerSecond: urlInfoPerMinute / 60 },
    { id: indexNowBucket, kind: "token", capacity: 3, refillPerSecond: 0.5 },
  ],
  feedback: (reply) => closedBy(reply),
});

const closedBy = (reply: Reply): readonly QuotaFeedback[] => {
  // Faults are short; pages of rows need not be looked through for one.
  if (reply.status < 400 && reply.bytes.length > 4_096) return [];
  const number = faultOf(reply)?.number;
  const blockedForMs = number === throttleUser ? 600_000 : number === throttleIp ? 60_000 : undefined;
  if (blockedForMs === undefined) return [];
  return [callsBucket, urlInfoBucket].map((bucket) => ({ bucket, actualCost: 0, blockedForMs }));
};

/** Whether the operation speaks IndexNow: another service, with status codes in place of numbered faults. */
export const speaksIndexNow = ({ quota }: AnyOperation): boolean =>
  [quota ?? []].flat().some((use: { readonly bucket: string }) => use.bucket === indexNowBucket);
