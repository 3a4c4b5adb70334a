import type { Clock, Random } from "../clock.js";
import type { BucketState, Obstacle } from "../connection.js";
import type { QuotaMeta } from "../envelope.js";
import { ConnectorError } from "../errors/connector-error.js";
import type { Lane, Quotas } from "./bucket.js";
import type { LiveBucket } from "./live-bucket.js";
import { type Newcomer, QuotaQueue } from "./queue.js";
import { obstaclesOf, oversized, oversizedUse, slowestUse, tooLate } from "./refusals.js";
import { type Reservation, takeAll } from "./reservation.js";
import { BucketShelf } from "./shelf.js";
import { type QuotaCost, toUses, waitMsOf } from "./waiter.js";

export type { Reservation } from "./reservation.js";
export type { QuotaCost } from "./waiter.js";

/** What an attempt needs before it may leave. */
export interface ReserveRequest {
  /** Taken all or none. */
  readonly uses: readonly QuotaCost[];
  /** Of the call: what the keys of buckets are worked out from. */
  readonly input?: unknown;
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
  /** State of the bucket that a call with this input draws on, for its meta; nothing for an unknown one. */
  meta(bucket: string, input?: unknown): QuotaMeta | undefined;
  /** What is left in the scarcest of a keyed bucket; nothing for one without keys. */
  leastLeft(bucket: string): number | undefined;
  /** One a bucket: of a keyed one the scarcest, with its key. */
  states(): BucketState[];
  /**
   * What would keep a call from going straight through now. Without input: of keyed buckets the one with the longest wait.
   * @throws TypeError for an unknown bucket or a cost that is not a number of units.
   */
  obstacles(uses: readonly QuotaCost[], lane: Lane, input?: unknown): Obstacle[];
  /** Refuses everyone who waits and everyone who comes. */
  close(): void;
}

/** What a quota gate is built on. */
export interface QuotaGateDeps {
  readonly quotas: Quotas;
  /** Of the connection: what keys are worked out from, beside the input. */
  readonly settings?: Readonly<Record<string, unknown>>;
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
export const createQuotaGate = ({ quotas, settings, clock, random, bulkLaneShare }: QuotaGateDeps): QuotaGate => {
  const shelf = new BucketShelf(quotas, clock, settings);
  const find = (id: string, input: unknown) => shelf.find(id, input);
  const settlement = { find, random, now: () => clock.monotonic(), afterwards: () => queue.serve() };
  const take = (newcomer: Pick<Newcomer, "uses" | "input">, nowMs: number, waitedMs: number): Reservation =>
    takeAll(newcomer, nowMs, waitedMs, settlement);
  const queue = new QuotaQueue({ clock, bulkLaneShare, take });
  let closed = false;

  return {
    async reserve({ uses: costs, input, lane, caller, signal, deadlineMs }) {
      if (closed) throw shuttingDown();
      signal.throwIfAborted();
      const uses = toUses(costs, find, input);
      const nowMs = clock.monotonic();
      if (queue.size === 0 && waitMsOf(uses, nowMs) === 0) return take({ uses, input }, nowMs, 0);
      const tooLarge = oversizedUse(uses);
      if (tooLarge) throw oversized(tooLarge);
      const deadline = nowMs + deadlineMs - clock.now();
      const waitMs = queue.estimateMs({ uses, lane, caller }, nowMs);
      if (waitMs > 0 && nowMs + waitMs > deadline) throw tooLate(uses, waitMs, nowMs);
      return queue.wait({ uses, input, lane, caller, sinceMs: nowMs, deadlineMs: deadline }, signal);
    },
    meta(id, input) {
      const bucket = shelf.find(id, input);
      return bucket && { bucket: id, ...levelsOf(bucket, clock.monotonic()) };
    },
    leastLeft(id) {
      if (!shelf.isKeyed(id)) return undefined;
      const nowMs = clock.monotonic();
      const bucket = scarcest(shelf.all(id), nowMs);
      return bucket && levelsOf(bucket, nowMs).remaining;
    },
    states() {
      const nowMs = clock.monotonic();
      return [...shelf.ids()].flatMap((id) => stateOf(shelf.all(id), nowMs));
    },
    obstacles(costs, lane, input) {
      const nowMs = clock.monotonic();
      const uses = toUses(
        costs,
        input === undefined ? (id, _, cost) => slowest(shelf.all(id), cost, nowMs) : find,
        input,
      );
      return obstaclesOf(uses, nowMs, clock.now(), (use) => queue.estimateMs({ uses: [use], lane, caller: "" }, nowMs));
    },
    close() {
      closed = true;
      queue.refuseAll(shuttingDown);
    },
  };
};

const levelsOf = (bucket: LiveBucket, nowMs: number): { readonly remaining: number; readonly resetMs: number } => ({
  remaining: Math.round(100 * Math.max(0, Math.min(bucket.capacity, bucket.levelAt(nowMs)))) / 100,
  resetMs: Math.ceil(bucket.resetMs(nowMs)),
});

const scarcest = (buckets: readonly LiveBucket[], nowMs: number): LiveBucket | undefined => {
  const share = (bucket: LiveBucket) => bucket.levelAt(nowMs) / bucket.capacity;
  return buckets.reduce<LiveBucket | undefined>(
    (least, bucket) => (least === undefined || share(bucket) < share(least) ? bucket : least),
    undefined,
  );
};

const slowest = (buckets: readonly LiveBucket[], cost: number, nowMs: number): LiveBucket | undefined =>
  slowestUse(
    buckets.map((bucket) => ({ bucket, cost })),
    nowMs,
  )?.bucket;

/** All of one id in one state: who waits for any of them waits for it. */
const stateOf = (buckets: readonly LiveBucket[], nowMs: number): BucketState[] => {
  const bucket = scarcest(buckets, nowMs);
  if (!bucket) return [];
  const waiting = (lane: Lane) => buckets.reduce((sum, one) => sum + one.waiting[lane], 0);
  return [
    {
      bucket: bucket.id,
      ...(bucket.key !== undefined && { key: bucket.key }),
      ...levelsOf(bucket, nowMs),
      capacity: bucket.capacity,
      waiting: { interactive: waiting("interactive"), bulk: waiting("bulk") },
    },
  ];
};

const shuttingDown = (): ConnectorError =>
  new ConnectorError("SHUTTING_DOWN", { message: "The connection is being closed.", outcome: "not_executed" });
