import type { Store, StoreTransaction, WorkState } from "@trunkline/store";
import type { StoredEvent } from "../src/event.js";
import type { NewWork } from "../src/queue/consumer.js";

/** Puts an event into the table as if it had come in. */
export const storeEvent = async (store: Store, values: Readonly<Record<string, unknown>> = {}): Promise<number> => {
  const { count } = await store.db
    .selectFrom("event")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  const { id } = await store.db
    .insertInto("event")
    .values({
      connection: "default/shopify/default",
      connector: "shopify",
      type: "orders/create",
      source: "webhook",
      dedupe_key: `event-${count}`,
      ordering_key: "order:1",
      headers: "{}",
      payload: JSON.stringify({ number: count }),
      ...values,
    } as never)
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
};

/** Puts work into the table. */
export const storeWork = async (store: Store, values: Readonly<Record<string, unknown>> = {}): Promise<number> => {
  const { id } = await store.db
    .insertInto("work")
    .values({ queue: "feed", key: "order:1", max_attempts: 8, state: "ready", ...values } as never)
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
};

/** As the queue does it, without waking anybody. */
export const enqueue = async (tx: StoreTransaction, work: readonly NewWork[]): Promise<void> => {
  for (const { queue, key, eventId, maxAttempts, replayId } of work)
    await tx
      .insertInto("work")
      .values({
        queue,
        key,
        event_id: eventId ?? null,
        max_attempts: maxAttempts,
        replay_id: replayId ?? null,
      } as never)
      .execute();
};

/** Two handlers: one for everything, one for orders. */
export const handlersFor = (_connector: string, type: string): readonly string[] =>
  type.startsWith("orders/") ? ["feed", "orders"] : ["feed"];

/** The work that an event means to them. */
export const plan = (event: StoredEvent): readonly NewWork[] =>
  handlersFor(event.connector, event.type).map((queue) => ({
    queue,
    key: event.orderingKey,
    eventId: event.id,
    maxAttempts: 8,
  }));

/** Ends all work of a replay in the given state. */
export const finishWork = (store: Store, replayId: number, state: WorkState) =>
  store.db.updateTable("work").set({ state }).where("replay_id", "=", replayId).execute();
