import type { QuotaFeedback } from "../quotas/bucket.js";
import type { BucketUse } from "./rate-limit.js";

/** What the upstream really demands up front, learned per operation and bucket. */
export interface LearnedCosts {
  /** The stated costs, corrected by what replies have told so far. */
  correct(operation: string, stated: readonly BucketUse[]): readonly BucketUse[];
  /** Compares what was stated with what the reply says was demanded. */
  learn(operation: string, stated: readonly BucketUse[], feedback: readonly QuotaFeedback[] | undefined): void;
}

/** How fast a factor that turned out too high is forgotten. A factor that was too low is corrected at once. */
const forgetting = 0.1;

/**
 * An upstream that counts costs refuses a call whose bucket holds less than it demands, so a cost stated too low is
 * throttled over and over as soon as the bucket is nearly empty, and one stated too high waits in vain.
 */
export const createLearnedCosts = (): LearnedCosts => {
  const factors = new Map<string, number>();
  const keyOf = (operation: string, bucket: string): string => `${operation} ${bucket}`;
  return {
    correct: (operation, stated) => {
      if (factors.size === 0) return stated;
      return stated.map((use) => {
        const factor = factors.get(keyOf(operation, use.bucket));
        return factor === undefined ? use : { bucket: use.bucket, cost: Math.ceil(use.cost * factor) };
      });
    },
    learn: (operation, stated, feedback = []) => {
      for (const { bucket, requestedCost } of feedback) {
        const cost = stated.find((use) => use.bucket === bucket)?.cost;
        if (requestedCost === undefined || !(requestedCost > 0) || cost === undefined || !(cost > 0)) continue;
        const told = requestedCost / cost;
        const key = keyOf(operation, bucket);
        const known = factors.get(key) ?? told;
        factors.set(key, told >= known ? told : known + (told - known) * forgetting);
      }
    },
  };
};
