import { type LiveBucket, tolerance } from "./live-bucket.js";
import type { Use } from "./waiter.js";

interface Claim {
  cost: number;
  /** When the first claimant expects to be served. Monotonic milliseconds. */
  atMs: number;
}

/**
 * What earlier waiters, that cannot be served yet, will need. A later one may overtake them on a bucket only if that
 * bucket then still has their units by the time they can use them: nothing is held for a waiter whose other bucket is
 * hours away, and nothing is taken from under one that saves up for a large cost.
 */
export class Claims {
  readonly #claims = new Map<LiveBucket, Claim>();

  add(uses: readonly Use[], atMs: number): void {
    for (const { bucket, cost } of uses) {
      const claim = this.#claims.get(bucket);
      if (!claim) this.#claims.set(bucket, { cost, atMs });
      else {
        claim.cost += cost;
        claim.atMs = Math.min(claim.atMs, atMs);
      }
    }
  }

  allow(uses: readonly Use[], nowMs: number): boolean {
    for (const { bucket, cost } of uses) {
      const claim = this.#claims.get(bucket);
      if (claim && bucket.projectedLevel(claim.atMs, nowMs, cost) + tolerance < claim.cost) return false;
    }
    return true;
  }
}
