import type { Quotas } from "@trunkline/core";
import type { ZohoMailSettings } from "./config.js";

/** What every call draws on: requests of one mailbox. */
const requestsBucket = "requests";

/** What a call takes. */
export const oneRequest = { bucket: requestsBucket } as const;

/**
 * Zoho Mail's allowance of one mailbox. At the usual 30 a minute it lets 5 calls go at once and 25 a minute after that,
 * so that no minute ever has more than 30: replies tell nothing of what is left, and going over locks the account for an
 * unpublished time. After a throttle the bucket stays closed for as long as the mapped error says.
 */
export const zohoMailQuotas = ({ requestsPerMinute }: Pick<ZohoMailSettings, "requestsPerMinute">): Quotas => {
  const burst = Math.floor(requestsPerMinute / 6);
  const refillPerSecond = (requestsPerMinute - burst) / 60;
  return { buckets: [{ id: requestsBucket, kind: "token", capacity: burst, refillPerSecond }] };
};
