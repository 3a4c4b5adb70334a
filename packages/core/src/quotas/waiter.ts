import type { Lane } from "./bucket.js";
import type { LiveBucket } from "./live-bucket.js";

/** A bucket and how much a call takes from it. */
export interface Use {
  readonly bucket: LiveBucket;
  readonly cost: number;
}

/** A call waiting for its buckets. Times are monotonic milliseconds. */
export interface Waiter {
  readonly uses: readonly Use[];
  readonly lane: Lane;
  readonly caller: string;
  readonly sinceMs: number;
  readonly deadlineMs: number;
  grant(nowMs: number): void;
  refuse(reason: unknown): void;
}

/** How long until every bucket has room; 0 now; Infinity when only a settlement can make room. */
export const waitMsOf = (uses: readonly Use[], nowMs: number): number => {
  let waitMs = 0;
  for (const { bucket, cost } of uses) waitMs = Math.max(waitMs, bucket.etaMs(cost, nowMs));
  return waitMs;
};

/** A bucket by name and how many of its units a call takes. */
export interface QuotaCost {
  readonly bucket: string;
  /** Units, not negative. */
  readonly cost: number;
}

/**
 * Names resolved; a bucket named twice is taken once for the sum.
 * @throws TypeError for an unknown bucket or a cost that is not a number of units.
 */
export const toUses = (
  costs: readonly QuotaCost[],
  find: (id: string, input: unknown, cost: number) => LiveBucket | undefined,
  input?: unknown,
): readonly Use[] => {
  const uses = costs.map(({ bucket: id, cost }) => {
    const bucket = find(id, input, cost);
    if (!bucket) throw new TypeError(`No quota bucket is named "${id}"`);
    if (!(Number.isFinite(cost) && cost >= 0)) throw new TypeError(`${cost} is no cost of bucket "${id}"`);
    return { bucket, cost };
  });
  return uses.length > 1 ? merged(uses) : uses;
};

const merged = (uses: readonly Use[]): readonly Use[] => {
  const sums = new Map<LiveBucket, number>();
  for (const { bucket, cost } of uses) sums.set(bucket, (sums.get(bucket) ?? 0) + cost);
  return sums.size === uses.length ? uses : [...sums].map(([bucket, cost]) => ({ bucket, cost }));
};
