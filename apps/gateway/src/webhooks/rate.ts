import type { Clock } from "@trunkline/core";

/** Counts what each key takes of its allowance. */
export interface Allowance {
  /** Nothing when there was enough left, else the milliseconds until there is. */
  take(key: string): number | undefined;
}

/** A token bucket for each key. Keys come from the configuration, so there are only so many. */
export const createAllowance = (
  { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
  clock: Clock,
): Allowance => {
  const buckets = new Map<string, { left: number; atMs: number }>();
  return {
    take: (key) => {
      if (perSecond === 0) return undefined;
      const nowMs = clock.monotonic();
      const bucket = buckets.get(key) ?? { left: burst, atMs: nowMs };
      bucket.left = Math.min(burst, bucket.left + ((nowMs - bucket.atMs) * perSecond) / 1_000);
      bucket.atMs = nowMs;
      buckets.set(key, bucket);
      if (bucket.left < 1) return Math.ceil(((1 - bucket.left) * 1_000) / perSecond);
      bucket.left -= 1;
      return undefined;
    },
  };
};
