import type { LiveBucket } from "./live-bucket.js";
import type { Waiter } from "./waiter.js";

/**
 * Keeps bulk's share of each bucket while both lanes wait for it. Every interactive grant earns bulk a credit; with
 * credit for its whole cost a bulk call goes first, and pays it.
 */
export class BulkCredit {
  readonly #credit = new WeakMap<LiveBucket, number>();
  readonly #earnedPerUnit: number;

  /** `share` is bulk's part of all that is granted, between 0 and 1. */
  constructor(share: number) {
    if (!(share > 0 && share < 1)) throw new TypeError("bulkLaneShare must lie between 0 and 1");
    this.#earnedPerUnit = share / (1 - share);
  }

  /** True when a bulk call goes before interactive ones. */
  covers({ uses }: Waiter): boolean {
    return uses.every(
      ({ bucket, cost }) => bucket.waiting.interactive === 0 || (this.#credit.get(bucket) ?? 0) >= cost,
    );
  }

  /** Books a grant. To be called while the granted waiter still counts as waiting. */
  book({ uses, lane }: Waiter): void {
    for (const { bucket, cost } of uses) {
      if (bucket.waiting.bulk === 0 || bucket.waiting.interactive === 0) continue;
      const credit = this.#credit.get(bucket) ?? 0;
      this.#credit.set(bucket, lane === "bulk" ? credit - cost : credit + cost * this.#earnedPerUnit);
    }
  }

  /** Credit is for those who wait: when the last bulk waiter leaves, what it saved up is gone, what it owes is not. */
  forget(bucket: LiveBucket): void {
    if (bucket.waiting.bulk === 0 && (this.#credit.get(bucket) ?? 0) > 0) this.#credit.delete(bucket);
  }
}
