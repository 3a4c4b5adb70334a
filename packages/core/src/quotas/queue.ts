import type { Clock } from "../clock.js";
import type { Lane } from "./bucket.js";
import { BulkCredit } from "./bulk-credit.js";
import { Claims } from "./claims.js";
import { LaneLines, type Line } from "./lines.js";
import { estimateWaitMs } from "./queue-estimate.js";
import { oversized, oversizedUse, tooLate } from "./refusals.js";
import type { Reservation } from "./reservation.js";
import { type Use, type Waiter, waitMsOf } from "./waiter.js";
import { createWakeTimer, type WakeTimer } from "./wake-timer.js";

/** A call that has to wait. Times are monotonic milliseconds. */
export interface Newcomer {
  readonly uses: readonly Use[];
  /** What keys are worked out from. */
  readonly input: unknown;
  readonly lane: Lane;
  readonly caller: string;
  readonly sinceMs: number;
  readonly deadlineMs: number;
}

/** What the queue is built on. */
export interface QuotaQueueDeps {
  readonly clock: Clock;
  readonly bulkLaneShare: number;
  /** Takes every use; there is room. */
  readonly take: (newcomer: Pick<Newcomer, "uses" | "input">, nowMs: number, waitedMs: number) => Reservation;
}

/**
 * Calls that wait for quota. Interactive ones overtake bulk, which keeps its share; within a lane callers take turns;
 * no one who saves up for a large cost is starved by smaller ones behind.
 */
export class QuotaQueue {
  readonly #lanes: Readonly<Record<Lane, LaneLines>> = {
    interactive: new LaneLines("interactive"),
    bulk: new LaneLines("bulk"),
  };
  readonly #deps: QuotaQueueDeps;
  readonly #credit: BulkCredit;
  // Holds the process alive while someone waits, as any unanswered call does; there is none when no one does.
  readonly #timer: WakeTimer;
  #size = 0;
  /** No waiter's deadline is earlier. */
  #nextDeadlineMs = Number.POSITIVE_INFINITY;

  constructor(deps: QuotaQueueDeps) {
    this.#deps = deps;
    this.#credit = new BulkCredit(deps.bulkLaneShare);
    this.#timer = createWakeTimer(deps.clock, () => this.serve());
  }

  get size(): number {
    return this.#size;
  }

  /** Milliseconds until a newcomer is served at the earliest. */
  estimateMs(newcomer: Pick<Newcomer, "uses" | "lane" | "caller">, nowMs: number): number {
    return estimateWaitMs(this.#lanes, newcomer, this.#deps.bulkLaneShare, nowMs);
  }

  /** Resolves when it is the newcomer's turn and there is room. Rejects with the signal's reason when aborted. */
  wait(newcomer: Newcomer, signal: AbortSignal): Promise<Reservation> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#remove(waiter);
        reject(signal.reason);
        this.serve();
      };
      const waiter: Waiter = {
        ...newcomer,
        grant: (nowMs) => {
          signal.removeEventListener("abort", leave);
          resolve(this.#deps.take(newcomer, nowMs, nowMs - newcomer.sinceMs));
        },
        refuse: (reason) => {
          signal.removeEventListener("abort", leave);
          reject(reason);
        },
      };
      signal.addEventListener("abort", leave, { once: true });
      this.#lanes[waiter.lane].add(waiter);
      this.#size += 1;
      this.#nextDeadlineMs = Math.min(this.#nextDeadlineMs, waiter.deadlineMs);
      this.serve();
    });
  }

  /** Serves whoever can be served now, and sees to it that the next one is. To be called whenever room may have come free. */
  serve(): void {
    const nowMs = this.#deps.clock.monotonic();
    if (nowMs >= this.#nextDeadlineMs) this.#refuseExpired(nowMs);
    let wakeMs: number | undefined;
    while (this.#size > 0 && wakeMs === undefined) wakeMs = this.#serveOne(nowMs);
    if (wakeMs === undefined) this.#timer.cancel();
    else this.#timer.arm(Math.min(wakeMs, this.#nextDeadlineMs));
  }

  /** Ends every wait. */
  refuseAll(reason: () => unknown): void {
    for (const waiter of this.#waiters()) {
      this.#remove(waiter);
      waiter.refuse(reason());
    }
    this.#timer.cancel();
  }

  /** Serves or refuses the first head that can be; nothing then. Otherwise: when the next one may be served. */
  #serveOne(nowMs: number): number | undefined {
    const claims = new Claims();
    let wakeMs = Number.POSITIVE_INFINITY;
    for (const { line, head } of this.#headsInOrder()) {
      const turn = this.#consider(head, claims, nowMs);
      if (turn === "done") {
        this.#lanes[head.lane].rotate(line);
        return undefined;
      }
      wakeMs = Math.min(wakeMs, turn);
    }
    return wakeMs;
  }

  *#headsInOrder(): Iterable<{ readonly line: Line; readonly head: Waiter }> {
    const { interactive, bulk } = this.#lanes;
    const covered = (head: Waiter): boolean => this.#credit.covers(head);
    yield* headsOf(bulk, covered);
    yield* headsOf(interactive, () => true);
    yield* headsOf(bulk, (head) => !covered(head));
  }

  #consider(waiter: Waiter, claims: Claims, nowMs: number): "done" | number {
    const tooLarge = oversizedUse(waiter.uses); // a reply may have lowered the capacity
    if (tooLarge) return this.#refuse(waiter, oversized(tooLarge));
    const waitMs = waitMsOf(waiter.uses, nowMs);
    if (Number.isFinite(waitMs) && nowMs + waitMs > waiter.deadlineMs)
      return this.#refuse(waiter, tooLate(waiter.uses, waitMs, nowMs));
    if (waitMs === 0 && claims.allow(waiter.uses, nowMs)) {
      this.#credit.book(waiter);
      this.#remove(waiter);
      waiter.grant(nowMs);
      return "done";
    }
    claims.add(waiter.uses, Number.isFinite(waitMs) ? nowMs + waitMs : nowMs);
    return waitMs === 0 ? Number.POSITIVE_INFINITY : nowMs + waitMs;
  }

  #refuse(waiter: Waiter, reason: unknown): "done" {
    this.#remove(waiter);
    waiter.refuse(reason);
    return "done";
  }

  #refuseExpired(nowMs: number): void {
    this.#nextDeadlineMs = Number.POSITIVE_INFINITY;
    for (const waiter of this.#waiters())
      if (waiter.deadlineMs <= nowMs) this.#refuse(waiter, tooLate(waiter.uses, waitMsOf(waiter.uses, nowMs), nowMs));
      else this.#nextDeadlineMs = Math.min(this.#nextDeadlineMs, waiter.deadlineMs);
  }

  #remove(waiter: Waiter): void {
    if (!this.#lanes[waiter.lane].remove(waiter)) return;
    this.#size -= 1;
    if (waiter.lane === "bulk") for (const { bucket } of waiter.uses) this.#credit.forget(bucket);
  }

  #waiters(): readonly Waiter[] {
    const { interactive, bulk } = this.#lanes;
    return [...interactive.values(), ...bulk.values()].flatMap(({ waiters }) => [...waiters]);
  }
}

function* headsOf(lane: LaneLines, accepts: (head: Waiter) => boolean): Iterable<{ line: Line; head: Waiter }> {
  for (const line of lane.values()) {
    const [head] = line.waiters;
    if (head && accepts(head)) yield { line, head };
  }
}
