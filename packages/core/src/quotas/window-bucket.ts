import type { BucketSpec, QuotaFeedback } from "./bucket.js";
import { isPositive, LiveBucket, transitMs } from "./live-bucket.js";

const slowWindowMs = 600_000;

/** An allowance counted per window. A new window starts full; what is under way was counted in the old one. */
export class WindowBucket extends LiveBucket {
  override readonly refillsSlowly: boolean;
  readonly #windowMs: number;
  readonly #epochNow: (() => number) | undefined;
  #limit: number;
  #left: number;
  #window = 0;
  /** Nothing is granted from then on: it might be counted in the upstream's next window. Infinity until the first use. */
  #closesMs = Number.POSITIVE_INFINITY;
  /** The upstream's window has certainly ended. Infinity until the first use. */
  #endMs = Number.POSITIVE_INFINITY;
  #arrivalProven = false;

  /** `epochNow` gives milliseconds since the epoch, for windows aligned to the clock. */
  constructor(spec: Extract<BucketSpec, { kind: "window" }>, epochNow: () => number, key?: string) {
    super(spec.id, key);
    if (!isPositive(spec.limit) || !isPositive(spec.windowMs))
      throw new TypeError(`Bucket "${spec.id}" needs a limit and a window above zero`);
    this.#limit = spec.limit;
    this.#left = spec.limit;
    this.#windowMs = spec.windowMs;
    this.#epochNow = spec.alignTo === "clock" ? epochNow : undefined;
    this.refillsSlowly = spec.windowMs >= slowWindowMs;
  }

  get capacity(): number {
    return this.#limit;
  }

  protected override get epoch(): number {
    return this.#window;
  }

  levelAt(nowMs: number): number {
    if (nowMs >= this.#endMs) this.#startAnew();
    return nowMs >= this.#closesMs ? Math.min(0, this.#left) : this.#left;
  }

  projectedLevel(atMs: number, nowMs: number, taken: number): number {
    const left = this.levelAt(nowMs) - taken;
    return atMs >= this.#endMs ? this.#limit : left;
  }

  resetMs(nowMs: number): number {
    this.levelAt(nowMs);
    return Number.isFinite(this.#endMs) ? this.#endMs - nowMs : 0;
  }

  protected refillMs(units: number, nowMs: number): number {
    const furtherWindows = Math.max(0, Math.ceil((units - this.#left) / this.#limit) - 1);
    const thisWindowMs = Number.isFinite(this.#endMs) ? this.#endMs - nowMs : 0;
    return thisWindowMs + furtherWindows * this.#windowMs;
  }

  protected setLevel(level: number, nowMs: number): void {
    this.#left = Math.min(level, this.#limit);
    if (this.#left < this.#limit) this.#openWindow(nowMs);
  }

  protected learn({ capacity }: QuotaFeedback): void {
    if (!isPositive(capacity)) return;
    this.#left += capacity - this.#limit;
    this.#limit = capacity;
  }

  protected override noteSettlement(nowMs: number): void {
    if (this.#epochNow || this.#arrivalProven) return;
    this.#arrivalProven = true;
    this.#endMs = Math.min(this.#endMs, nowMs + this.#windowMs);
  }

  #openWindow(nowMs: number): void {
    if (Number.isFinite(this.#endMs)) return;
    const goneMs = this.#epochNow ? this.#epochNow() % this.#windowMs : 0;
    this.#closesMs = nowMs + this.#windowMs - goneMs;
    this.#endMs = this.#closesMs + (this.#epochNow ? 0 : transitMs(this.#windowMs));
  }

  #startAnew(): void {
    this.#left = this.#limit;
    this.#window += 1;
    this.#closesMs = Number.POSITIVE_INFINITY;
    this.#endMs = Number.POSITIVE_INFINITY;
    this.#arrivalProven = false;
    this.inFlight = 0;
  }
}
