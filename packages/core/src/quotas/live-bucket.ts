import type { QuotaFeedback } from "./bucket.js";

/** Units taken from a bucket for one attempt and not settled yet. */
export interface Hold {
  readonly bucket: LiveBucket;
  readonly cost: number;
  /** What the bucket had settled in all when this was taken: what may have overtaken the attempt's reply. */
  readonly settledBefore: number;
  /** The window it was taken in; 0 where there are none. */
  readonly epoch: number;
}

/** Levels closer than this count as equal: refills are fractions. */
export const tolerance = 1e-6;

const longestBlockMs = 24 * 3_600_000;

/**
 * State of one allowance in this process. Times are monotonic milliseconds. Its level is what may still be granted:
 * attempts under way are already subtracted, so it may be negative.
 */
export abstract class LiveBucket {
  readonly id: string;
  /** What it counts apart, where the bucket has one of its kind for each key. */
  readonly key: string | undefined;
  /** For a reader, and to tell one from another. */
  readonly title: string;
  /** Attempts waiting for this bucket, kept by the gate. */
  readonly waiting = { interactive: 0, bulk: 0 };
  /** A slow allowance is `QUOTA_EXHAUSTED` when it has no room in time; a quick one `RATE_LIMITED`. */
  readonly refillsSlowly: boolean = false;
  protected inFlight = 0;
  #settled = 0;
  #blockedUntilMs = Number.NEGATIVE_INFINITY;

  constructor(id: string, key?: string) {
    this.id = id;
    this.key = key;
    this.title = key === undefined ? `"${id}"` : `"${id}" of ${key}`;
  }

  /** Nobody uses it or waits for it. */
  get isIdle(): boolean {
    return this.inFlight === 0 && this.waiting.interactive === 0 && this.waiting.bulk === 0;
  }

  /** Idle, full and open: as good as new. */
  isAtRest(nowMs: number): boolean {
    return this.isIdle && this.#blockedUntilMs <= nowMs && this.levelAt(nowMs) >= this.capacity - tolerance;
  }

  /** The most it can hold. */
  abstract readonly capacity: number;
  /** Units that may be granted now. */
  abstract levelAt(nowMs: number): number;
  /** What the level will be at a later time if `taken` is granted now and nothing else happens. */
  abstract projectedLevel(atMs: number, nowMs: number, taken: number): number;
  /** Milliseconds until full or until the window ends. */
  abstract resetMs(nowMs: number): number;
  /** Milliseconds until `units` have come free; Infinity when only a settlement frees them. */
  protected abstract refillMs(units: number, nowMs: number): number;
  protected abstract setLevel(level: number, nowMs: number): void;
  /** Takes over a capacity or refill rate that a reply states. */
  protected abstract learn(feedback: QuotaFeedback): void;
  /** An attempt came back, so the upstream has counted at least one. */
  protected noteSettlement(_nowMs: number): void {}
  /** Upstream said "no more" without saying how much is left. */
  protected noteRefusal(_nowMs: number): void {}
  protected get epoch(): number {
    return 0;
  }

  /** Milliseconds until `units` could be granted one after the other; 0 now; Infinity when no time can be told. */
  etaMs(units: number, nowMs: number): number {
    const blockedMs = Math.max(0, this.#blockedUntilMs - nowMs);
    if (units === 0 || units <= this.levelAt(nowMs) + tolerance) return blockedMs;
    return Math.max(blockedMs, this.refillMs(units, nowMs));
  }

  /** Takes units. The caller has made sure that there are enough. */
  take(cost: number, nowMs: number): Hold {
    this.spend(cost, nowMs);
    this.inFlight += cost;
    return { bucket: this, cost, settledBefore: this.#settled, epoch: this.epoch };
  }

  protected spend(cost: number, nowMs: number): void {
    this.setLevel(this.levelAt(nowMs) - cost, nowMs);
  }

  /**
   * Ends a hold: refunds what was not used and corrects the level by what the reply says is left. Attempts under way
   * may or may not be in that number, so they are subtracted; those that settled while this one was under way may
   * have been counted after it, so a reply raises the level only as far as it would even then.
   */
  settle(hold: Hold, actualCost: number, nowMs: number, feedback?: QuotaFeedback): void {
    this.#takeOver(feedback, nowMs);
    if (hold.epoch === this.epoch) {
      this.inFlight -= hold.cost;
      this.noteSettlement(nowMs);
      const level = this.levelAt(nowMs);
      const overtaken = this.#settled - hold.settledBefore;
      this.setLevel(this.#corrected(level + hold.cost - actualCost, overtaken, feedback), nowMs);
    }
    this.#settled += actualCost;
    if (feedback) this.#block(feedback, nowMs);
  }

  /** Takes in what a reply says about a bucket that its attempt did not draw on. Only ever lowers the level. */
  hear(feedback: QuotaFeedback, nowMs: number): void {
    this.#takeOver(feedback, nowMs);
    const level = this.levelAt(nowMs);
    const charged = isAmount(feedback.remaining) || !isAmount(feedback.actualCost) ? 0 : feedback.actualCost;
    this.setLevel(this.#corrected(level - charged, Number.POSITIVE_INFINITY, feedback), nowMs);
    this.#block(feedback, nowMs);
  }

  #takeOver(feedback: QuotaFeedback | undefined, nowMs: number): void {
    this.levelAt(nowMs); // what refilled so far did so at the old rate
    if (feedback) this.learn(feedback);
  }

  #corrected(level: number, overtaken: number, feedback: QuotaFeedback | undefined): number {
    if (!isAmount(feedback?.remaining)) return level;
    const atMost = feedback.remaining - this.inFlight;
    return Math.max(atMost - overtaken, Math.min(atMost, level));
  }

  #block(feedback: QuotaFeedback, nowMs: number): void {
    const { blockedForMs } = feedback;
    if (!isPositive(blockedForMs)) return;
    this.#blockedUntilMs = Math.max(this.#blockedUntilMs, nowMs + Math.min(blockedForMs, longestBlockMs));
    if (!isAmount(feedback.remaining)) this.noteRefusal(nowMs);
  }
}

/** A number that an upstream may state of what is left: finite and not negative. */
export const isAmount = (value: number | undefined): value is number =>
  value !== undefined && Number.isFinite(value) && value >= 0;

/** A number that a capacity, rate or time may be: finite and above zero. */
export const isPositive = (value: number | undefined): value is number =>
  value !== undefined && Number.isFinite(value) && value > 0;

/**
 * How long a request may be under way before the upstream counts it, for an allowance that fills in `fillMs`.
 * The upstream's refill or window starts when the request arrives, not when it leaves: until a reply proves the
 * arrival we allow for this much. At most a tenth of the allowance, at most a second.
 */
export const transitMs = (fillMs: number): number => Math.min(1_000, fillMs / 10);
