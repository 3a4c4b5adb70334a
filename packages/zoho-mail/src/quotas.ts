import type { Quotas } from "@trunkline/core";

/** What every call draws on: requests of one mailbox. */
const requestsBucket = "requests";

/** What a call takes. */
export const oneRequest = { bucket: requestsBucket } as const;

/** Requests that Zoho allows in any minute. */
const allowedPerMinute = 30;

/**
 * The bucket for a mailbox whose limit is not the usual one, e.g. of an enterprise agreement. At the default of 30 it
 * lets 5 calls go at once and 25 a minute after that, so that no minute ever has more than 30: replies tell nothing of
 * what is left, and going over locks the account for an unpublished time.
 * @throws TypeError for a limit below 6 a minute.
 */
export const quotasFor = (limitPerMinute: number): Quotas => {
  const burst = Math.floor(limitPerMinute / 6);
  if (!(burst >= 1)) throw new TypeError("The limit must be at least 6 requests a minute");
  return {
    buckets: [{ id: requestsBucket, kind: "token", capacity: burst, refillPerSecond: (limitPerMinute - burst) / 60 }],
  };
};

/** Zoho Mail's allowance. After a throttle the bucket stays closed for as long as the mapped error says. */
export const zohoMailQuotas: Quotas = quotasFor(allowedPerMinute);
