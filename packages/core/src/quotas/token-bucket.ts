import type { BucketSpec, QuotaFeedback } from "./bucket.js";
import { isPositive, LiveBucket, transitMs } from "./live-bucket.js";

/** An allowance that refills steadily up to its capacity. Capacity and rate follow what replies say. */
export class TokenBucket extends LiveBucket {
  #capacity: number;
  #perMs: number;
  #level: number;
  /** The level is accounted up to here. In the future while the refill has not begun. */
  #accountedMs: number;

  constructor(spec: Extract<BucketSpec, { kind: "token" }>, nowMs: number, key?: string) {
    super(spec.id, key);
    if (!isPositive(spec.capacity) || !isPositive(spec.refillPerSecond))
      throw new TypeError(`Bucket "${spec.id}" needs a capacity and a refill above zero`);
    this.#capacity = spec.capacity;
    this.#perMs = spec.refillPerSecond / 1_000;
    this.#level = spec.capacity;
    this.#accountedMs = nowMs;
  }

  get capacity(): number {
    return this.#capacity;
  }

  levelAt(nowMs: number): number {
    if (nowMs > this.#accountedMs) {
      this.#level = this.#refilledBy(nowMs, this.#level);
      this.#accountedMs = nowMs;
    }
    return this.#level;
  }

  projectedLevel(atMs: number, nowMs: number, taken: number): number {
    return this.#refilledBy(atMs, this.levelAt(nowMs) - taken);
  }

  resetMs(nowMs: number): number {
    const missing = this.#capacity - this.levelAt(nowMs);
    return missing <= 0 ? 0 : missing / this.#perMs + Math.max(0, this.#accountedMs - nowMs);
  }

  protected refillMs(units: number, nowMs: number): number {
    return (units - this.#level) / this.#perMs + Math.max(0, this.#accountedMs - nowMs);
  }

  protected override spend(cost: number, nowMs: number): void {
    // A full bucket does not refill: the upstream's stays full until the request arrives there.
    const wasFull = this.levelAt(nowMs) >= this.#capacity;
    super.spend(cost, nowMs);
    if (wasFull) this.#accountedMs = nowMs + transitMs(this.#capacity / this.#perMs);
  }

  protected setLevel(level: number, nowMs: number): void {
    this.#level = Math.min(level, this.#capacity);
    this.#accountedMs = Math.max(this.#accountedMs, nowMs);
  }

  protected learn({ capacity, refillPerSecond }: QuotaFeedback): void {
    if (isPositive(capacity)) this.#capacity = capacity;
    if (isPositive(refillPerSecond)) this.#perMs = refillPerSecond / 1_000;
  }

  protected override noteSettlement(nowMs: number): void {
    this.#accountedMs = Math.min(this.#accountedMs, nowMs);
  }

  protected override noteRefusal(nowMs: number): void {
    this.setLevel(Math.min(this.levelAt(nowMs), 0), nowMs);
  }

  #refilledBy(atMs: number, level: number): number {
    return Math.min(this.#capacity, level + Math.max(0, atMs - this.#accountedMs) * this.#perMs);
  }
}
