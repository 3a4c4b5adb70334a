import type { Lane } from "./bucket.js";
import type { LiveBucket } from "./live-bucket.js";
import type { Use, Waiter } from "./waiter.js";

/** Waiters of one caller for one set of buckets, first come first. */
export interface Line {
  readonly key: string;
  readonly buckets: readonly LiveBucket[];
  /** What its waiters want in all, in the order of `buckets`. */
  readonly totals: number[];
  /** In order of arrival. */
  readonly waiters: Set<Waiter>;
}

const keyOf = ({ caller, uses }: Pick<Waiter, "caller" | "uses">): string =>
  `${uses.map(({ bucket }) => bucket.title).join(" ")} ${caller}`;

/**
 * The lines of one lane, the one whose turn is next first. A line is served from its head only; a served line goes to
 * the end, so callers take turns. Lines for different buckets do not hold each other up.
 */
export class LaneLines {
  readonly #lane: Lane;
  readonly #lines = new Map<string, Line>();

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  values(): Iterable<Line> {
    return this.#lines.values();
  }

  add(waiter: Waiter): void {
    const key = keyOf(waiter);
    let line = this.#lines.get(key);
    if (!line) {
      const buckets = waiter.uses.map(({ bucket }) => bucket);
      line = { key, buckets, totals: buckets.map(() => 0), waiters: new Set() };
      this.#lines.set(key, line);
    }
    line.waiters.add(waiter);
    this.#count(line, waiter, 1);
  }

  /** Takes a waiter out, wherever it stands. False when it had left already. */
  remove(waiter: Waiter): boolean {
    const key = keyOf(waiter);
    const line = this.#lines.get(key);
    if (!line?.waiters.delete(waiter)) return false;
    this.#count(line, waiter, -1);
    if (line.waiters.size === 0) this.#lines.delete(key);
    return true;
  }

  /** The line's head was served: everyone else's turn comes first. */
  rotate(line: Line): void {
    if (this.#lines.delete(line.key) && line.waiters.size > 0) this.#lines.set(line.key, line);
  }

  /** What all waiters of the lane want from a bucket. */
  wanted(bucket: LiveBucket): number {
    let wanted = 0;
    for (const { buckets, totals } of this.#lines.values()) wanted += totals[buckets.indexOf(bucket)] ?? 0;
    return wanted;
  }

  /**
   * What is granted from a bucket before a newcomer's turn. Callers take turns, so of each other line no more than
   * the newcomer's own line already has, at its mean cost. A lower bound: refusing too early would be worse.
   */
  ahead(bucket: LiveBucket, newcomer: { readonly caller: string; readonly uses: readonly Use[] }): number {
    const ownKey = keyOf(newcomer);
    const turns = this.#lines.get(ownKey)?.waiters.size ?? 0;
    let ahead = 0;
    for (const { key, buckets, totals, waiters } of this.#lines.values()) {
      const total = totals[buckets.indexOf(bucket)] ?? 0;
      ahead += key === ownKey ? total : total * Math.min(1, turns / waiters.size);
    }
    return ahead;
  }

  #count(line: Line, { uses }: Waiter, sign: 1 | -1): void {
    uses.forEach(({ bucket, cost }, index) => {
      line.totals[index] = (line.totals[index] ?? 0) + sign * cost;
      bucket.waiting[this.#lane] += sign;
    });
  }
}
