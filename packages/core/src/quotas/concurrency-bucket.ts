import type { BucketSpec, QuotaFeedback } from "./bucket.js";
import { isPositive, LiveBucket } from "./live-bucket.js";

/**
 * An allowance of calls at once. Only a settlement frees a place. What a reply says is left is not taken over:
 * it is out of date when the reply arrives, and a zero would never be corrected by a further reply.
 */
export class ConcurrencyBucket extends LiveBucket {
  #limit: number;

  constructor(spec: Extract<BucketSpec, { kind: "concurrency" }>, key?: string) {
    super(spec.id, key);
    if (!isPositive(spec.limit)) throw new TypeError(`Bucket "${spec.id}" needs a limit above zero`);
    this.#limit = spec.limit;
  }

  get capacity(): number {
    return this.#limit;
  }

  levelAt(_nowMs: number): number {
    return this.#limit - this.inFlight;
  }

  projectedLevel(_atMs: number, nowMs: number, taken: number): number {
    return this.levelAt(nowMs) - taken;
  }

  resetMs(_nowMs: number): number {
    return 0;
  }

  protected refillMs(_units: number, _nowMs: number): number {
    return Number.POSITIVE_INFINITY;
  }

  /** The level follows from what is under way. */
  protected setLevel(): void {}

  protected learn({ capacity }: QuotaFeedback): void {
    if (isPositive(capacity)) this.#limit = capacity;
  }
}
