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
  // By operation, then by bucket: joining both into one key would cost each call more than looking up twice.
  const factors = new Map<string, Map<string, number>>();
  return {
    correct: (operation, stated) => {
      const known = factors.get(operation);
      if (known === undefined) return stated;
      return stated.map((use) => {
        const factor = known.get(use.bucket) ?? 1;
        return factor === 1 ? use : { bucket: use.bucket, cost: Math.ceil(use.cost * factor) };
      });
    },
    learn: (operation, stated, feedback = []) => {
      for (const { bucket, requestedCost } of feedback) {
        const cost = stated.find((use) => use.bucket === bucket)?.cost;
        if (requestedCost === undefined || !(requestedCost > 0) || cost === undefined || !(cost > 0)) continue;
        const told = requestedCost / cost;
        const known = factors.get(operation) ?? new Map<string, number>();
        factors.set(operation, known);
        const factor = known.get(bucket) ?? told;
        known.set(bucket, told >= factor ? told : factor + (told - factor) * forgetting);
      }
    },
  };
};
