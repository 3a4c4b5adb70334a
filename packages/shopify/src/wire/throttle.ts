import type { QueryCost } from "./graphql-reply.js";

/** Shopify's advice for a throttled answer that tells no cost. */
const blindWaitMs = 1_000;

/** How long until the bucket can hold a throttled query: the missing points at the restore rate. Milliseconds. */
export const throttleWaitMs = ({ requested, currentlyAvailable, restoreRate }: QueryCost): number => {
  if (requested === undefined || currentlyAvailable === undefined || restoreRate === undefined || restoreRate <= 0)
    return blindWaitMs;
  const missing = requested - currentlyAvailable;
  return missing > 0 ? Math.ceil((missing / restoreRate) * 1_000) : blindWaitMs;
};

/** `Retry-After` of Shopify: seconds, possibly with a fraction. Milliseconds. */
export const retryAfterMs = (header: string | undefined): number | undefined => {
  const seconds = header === undefined || header.trim() === "" ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1_000) : undefined;
};
