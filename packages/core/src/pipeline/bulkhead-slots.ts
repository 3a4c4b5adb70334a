import type { Clock } from "../clock.js";
import type { Limits } from "../config/limits.js";
import { ConnectorError } from "../errors/connector-error.js";
import type { Lane } from "../quotas/bucket.js";

/** What a bulkhead must know of a call. */
export interface SlotRequest {
  readonly signal: AbortSignal;
  readonly lane: Lane;
  /** Milliseconds since the epoch. */
  readonly deadlineMs: number;
}

/** Caps how much runs at once. */
export interface Bulkhead {
  /**
   * Runs the work once a slot is free. `waitedMs` is told to the work too, so that it is known when the work fails.
   * @throws ConnectorError `BULKHEAD_FULL`, or the signal's reason as soon as it is aborted while waiting.
   */
  run<T>(call: SlotRequest, work: (waitedMs: number) => Promise<T>): Promise<{ value: T; waitedMs: number }>;
  inFlight(): number;
  queued(): number;
}

interface Waiter {
  readonly call: SlotRequest;
  /** Hands over a slot. */
  readonly admit: () => void;
  readonly refuse: (error: unknown) => void;
}

/**
 * `bulkheadSlots` at once, and in each lane `bulkheadQueue` waiting. Interactive calls overtake bulk ones, which get
 * `bulkLaneShare` of the slots while both wait. cockatiel's bulkhead has no lanes, and an aborted entry holds its place
 * in the queue there until a slot is free.
 */
export const createBulkhead = (options: {
  readonly limits: Pick<Limits, "bulkheadSlots" | "bulkheadQueue" | "bulkLaneShare">;
  readonly clock: Clock;
}): Bulkhead => {
  const { limits, clock } = options;
  // Sets keep the order of arrival and let a waiter leave from the middle.
  const lanes: Readonly<Record<Lane, Set<Waiter>>> = { interactive: new Set(), bulk: new Set() };
  let inFlight = 0;
  let bulkCredit = 0;

  const chooseLane = (): Lane => {
    if (lanes.interactive.size === 0) return "bulk";
    if (lanes.bulk.size === 0) return "interactive";
    bulkCredit += limits.bulkLaneShare;
    if (bulkCredit < 1) return "interactive";
    bulkCredit -= 1;
    return "bulk";
  };

  const release = (): void => {
    for (;;) {
      const lane = lanes[chooseLane()];
      const [waiter] = lane;
      if (waiter === undefined) {
        inFlight -= 1;
        return;
      }
      lane.delete(waiter);
      if (clock.now() < waiter.call.deadlineMs) {
        waiter.admit(); // the slot changes hands
        return;
      }
      waiter.refuse(pastDeadline());
    }
  };

  const queue = (call: SlotRequest): Promise<number> => {
    const lane = lanes[call.lane];
    if (lane.size >= limits.bulkheadQueue) return Promise.reject(full(limits));
    const queuedAtMs = clock.monotonic();
    return new Promise((resolve, reject) => {
      const leave = () => {
        lane.delete(waiter);
        reject(call.signal.reason);
      };
      const stay = () => call.signal.removeEventListener("abort", leave);
      const waiter: Waiter = {
        call,
        admit: () => {
          stay();
          resolve(clock.monotonic() - queuedAtMs);
        },
        refuse: (error) => {
          stay();
          reject(error);
        },
      };
      call.signal.addEventListener("abort", leave, { once: true });
      lane.add(waiter);
    });
  };

  const enter = (call: SlotRequest): number | Promise<number> => {
    call.signal.throwIfAborted();
    if (inFlight >= limits.bulkheadSlots) return queue(call);
    inFlight += 1;
    return 0;
  };

  return {
    run: async (call, work) => {
      const entered = enter(call);
      const waitedMs = typeof entered === "number" ? entered : await entered;
      try {
        call.signal.throwIfAborted(); // between being admitted and running
        return { value: await work(waitedMs), waitedMs };
      } finally {
        release();
      }
    },
    inFlight: () => inFlight,
    queued: () => lanes.interactive.size + lanes.bulk.size,
  };
};

const full = ({ bulkheadSlots, bulkheadQueue }: Pick<Limits, "bulkheadSlots" | "bulkheadQueue">): ConnectorError =>
  new ConnectorError("BULKHEAD_FULL", {
    message: `${bulkheadSlots} calls to this connection are running and ${bulkheadQueue} are waiting.`,
  });

const pastDeadline = (): ConnectorError =>
  new ConnectorError("DEADLINE_EXCEEDED", { message: "The deadline passed while the call waited for a slot." });
