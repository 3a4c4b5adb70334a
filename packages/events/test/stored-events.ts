import type { Store, WorkState } from "@trunkline/store";
import { defineHandler } from "../src/handler.js";
import { createPlan } from "../src/handlers/plan.js";

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

/** Two handlers: one for everything, one for orders. What they would do is to say so. */
export const plan = createPlan(
  [
    { name: "feed", on: ["*"] },
    { name: "orders", on: ["shopify:orders/*"] },
  ].map(({ name, on }) =>
    defineHandler({ name, on, summary: "A test", run: async ({ event, note }) => note(`${name} ${event.id}`) }),
  ),
);

/** Ends all work of a replay in the given state. */
export const finishWork = (store: Store, replayId: number, state: WorkState) =>
  store.db.updateTable("work").set({ state }).where("replay_id", "=", replayId).execute();
