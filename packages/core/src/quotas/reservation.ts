import type { Random } from "../clock.js";
import type { QuotaFeedback } from "./bucket.js";
import { type Hold, isAmount, isPositive, type LiveBucket } from "./live-bucket.js";
import type { Use } from "./waiter.js";

/** Quota taken for one attempt. Has to be settled, whatever becomes of the attempt. */
export interface Reservation {
  /** Time spent waiting for room. Milliseconds. */
  readonly waitedMs: number;
  /**
   * Ends the reservation; a second call does nothing. `executed: false` says that the attempt cost nothing
   * (it never left, or the upstream throttled it): everything is refunded.
   */
  settle(feedback: readonly QuotaFeedback[] | undefined, executed: boolean): void;
}

/** What settling needs of the gate. */
export interface Settlement {
  /** The bucket that a call with this input draws on. */
  find(id: string, input: unknown): LiveBucket | undefined;
  /** Monotonic milliseconds. */
  now(): number;
  readonly random: Random | undefined;
  /** Room may have come free. */
  afterwards(): void;
}

/** Takes every use. The caller has made sure that there is room. */
export const takeAll = (
  { uses, input }: { readonly uses: readonly Use[]; readonly input: unknown },
  nowMs: number,
  waitedMs: number,
  settlement: Settlement,
): Reservation =>
  new Taken(
    uses.map(({ bucket, cost }) => bucket.take(cost, nowMs)),
    input,
    waitedMs,
    settlement,
  );

class Taken implements Reservation {
  readonly waitedMs: number;
  #holds: readonly Hold[] | undefined;
  readonly #input: unknown;
  readonly #settlement: Settlement;

  constructor(holds: readonly Hold[], input: unknown, waitedMs: number, settlement: Settlement) {
    this.#holds = holds;
    this.#input = input;
    this.waitedMs = waitedMs;
    this.#settlement = settlement;
  }

  settle(feedback: readonly QuotaFeedback[] | undefined, executed: boolean): void {
    const holds = this.#holds;
    if (!holds) return;
    this.#holds = undefined;
    const { now, random, afterwards } = this.#settlement;
    const nowMs = now();
    const reports = onePerBucket(feedback ?? [], random);
    for (const hold of holds) {
      const report = reports.find(({ bucket }) => bucket === hold.bucket.id);
      const spent = isAmount(report?.actualCost) ? report.actualCost : hold.cost;
      hold.bucket.settle(hold, executed ? spent : 0, nowMs, report);
    }
    for (const report of reports)
      if (!holds.some(({ bucket }) => bucket.id === report.bucket))
        this.#settlement.find(report.bucket, this.#input)?.hear(report, nowMs);
    afterwards();
  }
}

/** One report a bucket: a later one adds to an earlier one. */
const onePerBucket = (feedback: readonly QuotaFeedback[], random: Random | undefined): readonly QuotaFeedback[] => {
  if (feedback.length < 2) return feedback.map((report) => spreadBlock(report, random));
  const reports = new Map<string, QuotaFeedback>();
  for (const report of feedback)
    reports.set(report.bucket, { ...reports.get(report.bucket), ...spreadBlock(report, random) });
  return [...reports.values()];
};

/** A block ends up to a tenth later, at most a second, so that replicas do not all come back at the same moment. */
const spreadBlock = (report: QuotaFeedback, random: Random | undefined): QuotaFeedback =>
  random && isPositive(report.blockedForMs)
    ? { ...report, blockedForMs: report.blockedForMs + Math.min(1_000, report.blockedForMs / 10) * random() }
    : report;
