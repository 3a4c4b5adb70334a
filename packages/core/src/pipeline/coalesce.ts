import type { Reply } from "../http/transport.js";
import { cacheKey } from "./cache-key.js";
import type { PipelineDeps } from "./pipeline.js";
import type { Call, Next, Policy } from "./policy.js";
import { copyReply } from "./reply-copy.js";

/** One exchange that several equal reads wait for. */
interface Flight {
  /** The leader's call under the flight's own signal. Its deadline moves with the most patient waiter. */
  readonly call: Call & { deadlineMs: number };
  readonly controller: AbortController;
  readonly reply: Promise<Reply>;
  waiters: number;
}

/**
 * Lets equal reads under way share one exchange. A waiter that gives up leaves the others alone; the exchange is
 * aborted when the last one left. A `fresh` read joins no older exchange, and no read joins one from before a write.
 * Who joined has the leader's attempts, waits and quota in its journal.
 */
export const coalesce = ({ metrics, labels }: Pick<PipelineDeps, "metrics" | "labels">): Policy => {
  const flights = new Map<string, Flight>();

  const takeOff = (key: string, call: Call, next: Next): Flight => {
    const controller = new AbortController();
    const shared = { ...call, cacheKey: key, signal: controller.signal };
    const flight: Flight = { call: shared, controller, reply: next(shared), waiters: 0 };
    flights.set(key, flight);
    return flight;
  };

  const landed = (key: string, flight: Flight): void => {
    if (flights.get(key) === flight) flights.delete(key);
  };

  return function coalesce(call, next) {
    if (call.operation.effect !== "read") return next(call).finally(() => flights.clear());
    if (call.signal.aborted) return Promise.reject(call.signal.reason);
    const key = cacheKey(call);
    const underWay = call.fresh ? undefined : flights.get(key);
    const flight = underWay ?? takeOff(key, call, next);
    if (underWay) {
      call.journal.joined = true;
      metrics.count("connector_cache_total", { ...labels, operation: call.operation.id, cache: "coalesced" });
      flight.call.deadlineMs = Math.max(flight.call.deadlineMs, call.deadlineMs);
    }
    return board(flight, call, () => landed(key, flight));
  };
};

/** Waits for the flight's reply as long as the call's own signal allows. */
const board = (flight: Flight, call: Call, landed: () => void): Promise<Reply> => {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const isLeader = flight.call.journal === call.journal;
  flight.waiters += 1;
  const leave = () => {
    flight.waiters -= 1;
    reject(call.signal.reason);
    if (flight.waiters > 0) return;
    landed();
    flight.controller.abort(call.signal.reason);
  };
  call.signal.addEventListener("abort", leave, { once: true });
  const arrive = () => {
    call.signal.removeEventListener("abort", leave);
    landed();
    if (!isLeader) copyJournal(flight.call, call);
  };
  flight.reply.then(
    (reply) => {
      arrive();
      resolve(isLeader ? reply : copyReply(reply));
    },
    (error) => {
      arrive();
      reject(error);
    },
  );
  return promise;
};

const copyJournal = ({ journal: from }: Call, { journal: to }: Call): void => {
  to.attempts = from.attempts;
  to.queuedMs = from.queuedMs;
  to.quota = from.quota;
};
