import type { ReceivedHeaders, WireProgress } from "./exchange-handler.js";
import type { Reply } from "./transport.js";

/**
 * What the HTTP cache is told of a reply, so that business APIs profit from it and nothing stale is served.
 * A validator without any freshness is no reason for guessing one: revalidate each time. And a 304 that repeats
 * "revalidate each time" is no news, although the cache would drop the entry over it.
 */
export const toCacheable = (status: number, headers: ReceivedHeaders): ReceivedHeaders => {
  const control = headers["cache-control"];
  if (status === 304) {
    if (
      control === undefined ||
      !/\b(no-cache|max-age=0)\b/i.test(String(control)) ||
      /\bno-store\b/i.test(String(control))
    )
      return headers;
    const { "cache-control": _, ...rest } = headers;
    return rest;
  }
  const hasValidator = headers.etag !== undefined || headers["last-modified"] !== undefined;
  if (control !== undefined || headers.expires !== undefined || !hasValidator) return headers;
  return { ...headers, "cache-control": "no-cache" };
};

/** How the cache took part, from what happened on the wire until the answer began with this status. */
export const cacheOutcomeOf = (
  { sent, status: wireStatus }: WireProgress,
  status: number,
): NonNullable<Reply["cache"]> => {
  if (!sent) return "hit";
  if (wireStatus === status) return "miss";
  return wireStatus === 304 ? "revalidated" : "hit";
};
