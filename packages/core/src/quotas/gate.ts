import type { Clock, Random } from "../clock.js";
import type { BucketState, Obstacle } from "../connection.js";
import type { QuotaMeta } from "../envelope.js";
import { ConnectorError } from "../errors/connector-error.js";
import type { BucketSpec, Lane, Quotas } from "./bucket.js";
import { ConcurrencyBucket } from "./concurrency-bucket.js";
import type { LiveBucket } from "./live-bucket.js";
import { QuotaQueue } from "./queue.js";
import { obstaclesOf, oversized, oversizedUse, tooLate } from "./refusals.js";
import { type Reservation, takeAll } from "./reservation.js";
import { TokenBucket } from "./token-bucket.js";
import { type QuotaCost, toUses, type Use, waitMsOf } from "./waiter.js";
import { WindowBucket } from "./window-bucket.js";

export type { Reservation } from "./reservation.js";
export type { QuotaCost } from "./waiter.js";

/** What an attempt needs before it may leave. */
export interface ReserveRequest {
  /** Taken all or none. */
  readonly uses: readonly QuotaCost[];
  readonly lane: Lane;
  /** Who asks, for fairness within a lane. */
  readonly caller: string;
  readonly signal: AbortSignal;
  /** Latest moment for the whole call. Milliseconds since the epoch. */
  readonly deadlineMs: number;
}

/** A connection's allowances in this process: waits for room before an attempt, learns from the reply after it. */
export interface QuotaGate {
  /**
   * Waits until every bucket has room, in turn with other callers. Rejects with the signal's reason when aborted.
   * @throws ConnectorError `QUOTA_EXHAUSTED` for a cost that the bucket can never hold, or a slow allowance without room
   * before the deadline; `RATE_LIMITED` for a quick one, at once and with `retryAfterMs`; `SHUTTING_DOWN` once closed.
   * @throws TypeError for an unknown bucket or a cost that is not a number of units.
   */
  reserve(request: ReserveRequest): Promise<Reservation>;
  /** State of a bucket for a call's meta; nothing for an unknown one. */
  meta(bucket: string): QuotaMeta | undefined;
  states(): BucketState[];
  /**
   * What would keep a call from going straight through now.
   * @throws TypeError for an unknown bucket or a cost that is not a number of units.
   */
  obstacles(uses: readonly QuotaCost[], lane: Lane): Obstacle[];
  /** Refuses everyone who waits and everyone who comes. */
  close(): void;
}

/** What a quota gate is built on. */
export interface QuotaGateDeps {
  readonly quotas: Quotas;
  readonly clock: Clock;
  /** Spreads the end of a block, so that replicas do not come back at the same moment. Default: no spread. */
  readonly random?: Random;
  /** Share of each bucket that bulk gets while interactive calls wait too. Between 0 and 1. */
  readonly bulkLaneShare: number;
}

/**
 * Builds a gate whose state lives in this process.
 * @throws TypeError for a repeated bucket id, or a bucket without a capacity, limit, window or refill above zero.
 */
export const createQuotaGate = ({ quotas, clock, random, bulkLaneShare }: QuotaGateDeps): QuotaGate => {
  const buckets = createLiveBuckets(quotas, clock);
  const settlement = { buckets, random, now: () => clock.monotonic(), afterwards: () => queue.serve() };
  const take = (uses: readonly Use[], nowMs: number, waitedMs: number): Reservation =>
    takeAll(uses, nowMs, waitedMs, settlement);
  const queue = new QuotaQueue({ clock, bulkLaneShare, take });
  let closed = false;

  return {
    async reserve({ uses: costs, lane, caller, signal, deadlineMs }) {
      if (closed) throw shuttingDown();
      signal.throwIfAborted();
      const uses = toUses(costs, buckets);
      const nowMs = clock.monotonic();
      if (queue.size === 0 && waitMsOf(uses, nowMs) === 0) return take(uses, nowMs, 0);
      const tooLarge = oversizedUse(uses);
      if (tooLarge) throw oversized(tooLarge);
      const deadline = nowMs + deadlineMs - clock.now();
      const waitMs = queue.estimateMs({ uses, lane, caller }, nowMs);
      if (waitMs > 0 && nowMs + waitMs > deadline) throw tooLate(uses, waitMs, nowMs);
      return queue.wait({ uses, lane, caller, sinceMs: nowMs, deadlineMs: deadline }, signal);
    },
    meta(id) {
      const bucket = buckets.get(id);
      return bucket && { bucket: id, ...levelsOf(bucket, clock.monotonic()) };
    },
    states() {
      const nowMs = clock.monotonic();
      return [...buckets.values()].map((bucket) => ({
        bucket: bucket.id,
        ...levelsOf(bucket, nowMs),
        capacity: bucket.capacity,
        waiting: { ...bucket.waiting },
      }));
    },
    obstacles(costs, lane) {
      const uses = toUses(costs, buckets);
      const nowMs = clock.monotonic();
      return obstaclesOf(uses, nowMs, clock.now(), (use) => queue.estimateMs({ uses: [use], lane, caller: "" }, nowMs));
    },
    close() {
      closed = true;
      queue.refuseAll(shuttingDown);
    },
  };
};

const createLiveBuckets = ({ buckets: specs }: Quotas, clock: Clock): ReadonlyMap<string, LiveBucket> => {
  const buckets = new Map<string, LiveBucket>();
  for (const spec of specs) {
    if (buckets.has(spec.id)) throw new TypeError(`Bucket "${spec.id}" is stated twice`);
    buckets.set(spec.id, createLiveBucket(spec, clock));
  }
  return buckets;
};

const createLiveBucket = (spec: BucketSpec, clock: Clock): LiveBucket => {
  switch (spec.kind) {
    case "token":
      return new TokenBucket(spec, clock.monotonic());
    case "window":
      return new WindowBucket(spec, () => clock.now());
    case "concurrency":
      return new ConcurrencyBucket(spec);
  }
};

const levelsOf = (bucket: LiveBucket, nowMs: number): { readonly remaining: number; readonly resetMs: number } => ({
  remaining: Math.max(0, Math.min(bucket.capacity, bucket.levelAt(nowMs))),
  resetMs: Math.ceil(bucket.resetMs(nowMs)),
});

const shuttingDown = (): ConnectorError =>
  new ConnectorError("SHUTTING_DOWN", { message: "The connection is being closed.", outcome: "not_executed" });
