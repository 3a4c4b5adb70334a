import { noMetrics, systemClock } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openReplica, orderEvent } from "../durable.fixture.js";
import { defineHandler, type EventHandler } from "../handler.js";
import { createInbox } from "./create-inbox.js";
import { createRelay } from "./relay.js";

let store: Store;
beforeEach(async () => {
  store = await openTestStore();
});
afterEach(() => store.close());

const relayOf = (on: Store, handlers: readonly EventHandler[]) =>
  createRelay({ store: on, handlers, clock: systemClock, random: Math.random, metrics: noMetrics });
const handler = (name: string, on: readonly string[], more: Partial<EventHandler> = {}) =>
  defineHandler({ name, summary: "Does nothing", on, run: async () => {}, ...more });
const accept = (...events: Parameters<ReturnType<typeof createInbox>["accept"]>[0][number][]) =>
  createInbox({ store, metrics: noMetrics }).accept(events);
const works = () => store.db.selectFrom("work").selectAll().orderBy("id").execute();

describe("the relay", () => {
  it("makes work for every handler whose patterns match, once, in the order of the events", async () => {
    const [one, two] = await accept(
      orderEvent(1, 1),
      orderEvent(2, 1, { type: "products/update", connection: "acme/zoho-mail/eu" }),
    );
    const relay = relayOf(store, [
      handler("all", ["*"], { maxAttempts: 3, priority: 2 }),
      handler("orders", ["shopify:orders/*", "shopify:*"], { orderingKey: ({ id }) => `own-${id}` }),
      handler("none", ["gsc:*", "shopify:orders/create"]),
      handler("mail", ["zoho-mail"]),
    ]);
    expect(await relay.relayBatch()).toBe(2);
    expect(await relay.relayBatch()).toBe(0);
    expect(await works()).toMatchObject([
      { queue: "all", key: "order:1", event_id: one?.id, max_attempts: 3, priority: 2, state: "ready" },
      { queue: "orders", key: `own-${one?.id}`, event_id: one?.id, max_attempts: 8, priority: 0 },
      { queue: "all", key: "order:2", event_id: two?.id },
      { queue: "mail", key: "order:2", event_id: two?.id },
    ]);
  });

  it("is one at a time: a second replica waits for its turn", async () => {
    await accept(orderEvent(1, 1));
    const replica = await openReplica(store);
    const handlers = [handler("all", ["*"])];
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, at) => relayOf(at % 2 === 0 ? store : replica, handlers).relayBatch()),
    );
    await replica.close();
    expect(outcomes.filter((outcome) => outcome === 1)).toHaveLength(1);
    expect(await works()).toHaveLength(1);
  });

  it.each([
    [
      "throws",
      (): string => {
        throw new Error("A bug.");
      },
    ],
    ["is too long", () => "k".repeat(600)],
  ])("keeps the event's own key when that of a handler %s", async (_what, orderingKey) => {
    await accept(orderEvent(1, 1));
    await relayOf(store, [handler("all", ["*"], { orderingKey })]).relayBatch();
    expect(await works()).toMatchObject([{ key: "order:1" }]);
  });
});
