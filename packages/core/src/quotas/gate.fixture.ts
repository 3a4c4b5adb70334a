import { createManualClock } from "../testing/manual-clock.js";
import type { BucketSpec, Lane, QuotaFeedback } from "./bucket.js";
import { createQuotaGate, type Reservation } from "./gate.js";

/** 100 units, 10 back per second. */
export const points = { id: "points", kind: "token", capacity: 100, refillPerSecond: 10 } as const satisfies BucketSpec;
/** 3 calls a minute. */
export const minute = { id: "minute", kind: "window", limit: 3, windowMs: 60_000 } as const satisfies BucketSpec;
/** 2 calls at once. */
export const slots = { id: "slots", kind: "concurrency", limit: 2 } as const satisfies BucketSpec;

/** How a call asks: by default interactive, as caller `a`, with an hour to spare. */
export interface Ask {
  readonly caller?: string;
  readonly lane?: Lane;
  readonly withinMs?: number;
  readonly signal?: AbortSignal;
}

/** A gate on a clock that stands still, and short ways to ask it. */
export const setUp = (buckets: readonly BucketSpec[] = [points], bulkLaneShare = 0.2) => {
  const clock = createManualClock();
  const gate = createQuotaGate({ quotas: { buckets }, clock, bulkLaneShare });
  const granted: string[] = [];
  const ask = (
    cost: number | Readonly<Record<string, number>>,
    { caller = "a", lane = "interactive", withinMs = 3_600_000, signal = new AbortController().signal }: Ask = {},
  ): Promise<Reservation> =>
    gate.reserve({
      uses: Object.entries(typeof cost === "number" ? { points: cost } : cost).map(([bucket, units]) => ({
        bucket,
        cost: units,
      })),
      lane,
      caller,
      signal,
      deadlineMs: clock.now() + withinMs,
    });
  /** Asks and notes the name when granted; the reservation is settled at once, as spent. */
  const note = (name: string, cost: Parameters<typeof ask>[0], options?: Ask): Promise<void> =>
    ask(cost, options).then((reservation) => {
      granted.push(name);
      reservation.settle(undefined, true);
    });
  const spend = async (cost: Parameters<typeof ask>[0], feedback?: readonly QuotaFeedback[], executed = true) =>
    (await ask(cost)).settle(feedback, executed);
  const remaining = (bucket = "points") => gate.meta(bucket)?.remaining;
  return { clock, gate, ask, note, spend, granted, remaining };
};
