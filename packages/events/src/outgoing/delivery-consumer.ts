import { type Clock, ConnectorError, type Random } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { z } from "zod";
import type { Consumer, Work, WorkContext } from "../queue/consumer.js";
import type { LoggedTry } from "./delivery-log.js";
import { noteDelivered, noteFailed } from "./endpoint-health.js";
import { toFailure, whyNotNow } from "./failures.js";
import { loadTarget, type Target } from "./load-target.js";
import { takeToken } from "./pace.js";
import { createRoom } from "./room.js";
import { deliveriesQueue, deliveryLimits, retryScheduleMs } from "./schedule.js";
import type { Send } from "./send.js";

/** What the deliveries are built on. */
export interface DeliveryDeps {
  readonly store: Store;
  readonly send: Send;
  readonly clock: Clock;
  readonly random: Random;
  /** Pauses between tries. Milliseconds; default 28 hours in seven steps. */
  readonly scheduleMs?: readonly number[];
}

const Payload = z.object({ endpointId: z.string(), feedId: z.number().int() });

/** A message that arrived; nothing when there is nobody left to send to. */
type Delivered = LoggedTry | undefined;

/**
 * Delivers messages to endpoints, at least once each, the messages of one entity in their order. The exchange is done before
 * the transaction opens: a slow receiver holds no connection of the database, and holds back no reader of the feed.
 */
export const createDeliveryConsumer = (deps: DeliveryDeps): Consumer => {
  const { random, scheduleMs = retryScheduleMs } = deps;
  const deliver = createDeliver(deps);
  return {
    name: deliveriesQueue,
    concurrency: deliveryLimits.concurrency,
    timeoutMs: deliveryLimits.timeoutMs * 2,
    backoffMs: (tries) => (scheduleMs[tries - 1] ?? scheduleMs.at(-1) ?? 0) * (1 + random() / 10),
    prepare: async (context) => ({ delivered: await deliver(context) }),
    run: async ({ work, tx, signal, prepared }) => {
      const delivered = isPrepared(prepared) ? prepared.delivered : await deliver({ work, signal });
      if (delivered) await noteDelivered(tx, delivered);
    },
  };
};

const isPrepared = (value: unknown): value is { readonly delivered: Delivered } =>
  typeof value === "object" && value !== null && "delivered" in value;

/** @throws ConnectorError that says what follows: a wait, another try, or the end */
const createDeliver = ({ store, send, clock }: DeliveryDeps) => {
  const room = createRoom(deliveryLimits.perEndpoint, clock);
  return async ({ work, signal }: Pick<WorkContext, "work" | "signal">): Promise<Delivered> => {
    const { endpointId, feedId } = Payload.parse(work.payload);
    const target = await loadTarget(store.db, { workId: work.id, endpointId, feedId });
    if (target === undefined) return undefined;
    const refusal = whyNotNow(target);
    if (refusal) throw refusal;
    const hasWaited = work.attempt > work.tries;
    const place = room.enter(endpointId, hasWaited);
    if ("waitMs" in place)
      throw new ConnectorError("BULKHEAD_FULL", {
        message: `${deliveryLimits.perEndpoint} messages are on their way to the endpoint; the others wait.`,
        retryAfterMs: place.waitMs,
      });
    try {
      const waitMs = await takeToken(store.db, { endpointId, perSecond: target.perSecond, hasWaited });
      if (waitMs > 0)
        throw new ConnectorError("RATE_LIMITED", {
          message: `The endpoint takes ${target.perSecond} messages per second; this one waits for its turn.`,
          retryAfterMs: waitMs,
        });
      const result = await send(target, target.message, signal);
      const logged = { ...toLoggedTry(work, target, endpointId, feedId), result };
      if (result.delivered) return logged;
      await noteFailed(store, logged);
      throw toFailure(result, target.ageMs);
    } finally {
      place.leave();
    }
  };
};

const toLoggedTry = (
  work: Work,
  { message }: Target,
  endpointId: string,
  feedId: number,
): Omit<LoggedTry, "result"> => ({
  endpointId,
  feedId,
  workId: work.id,
  messageId: message.messageId,
  type: message.type,
  attempt: work.tries,
});
