import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  countWork,
  createEffects,
  createTestPlane,
  openReplica,
  orderEvent,
  readEffects,
  until,
  writeEffect,
} from "./durable.fixture.js";
import { defineHandler } from "./handler.js";

let store: Store;
let replica: Store;
beforeEach(async () => {
  store = await openTestStore({ poolSize: 8 });
  replica = await openReplica(store);
  await createEffects(store.db);
});
afterEach(async () => {
  await replica.close();
  await store.close();
});

describe("the durable plane", () => {
  it("applies each event once and in the order of its key, with two replicas and failing tries", async () => {
    const failed = new Set<number>();
    const handlers = [
      defineHandler({
        name: "orders",
        summary: "Writes an effect",
        on: ["shopify:orders/*"],
        concurrency: 8,
        run: async ({ event, tx }) => {
          await writeEffect(tx, event.orderingKey, (event.payload as { number: number }).number);
          if (event.id % 7 !== 0 || failed.has(event.id)) return;
          failed.add(event.id);
          throw new Error("The first try of every seventh fails after its effect.");
        },
      }),
    ];
    const planes = [store, replica].map((one) => createTestPlane(one, { handlers, random: () => 0.001 }));
    for (const plane of planes) plane.start();
    const events = Array.from({ length: 200 }, (_, at) => orderEvent(at % 10, Math.floor(at / 10)));
    await Promise.all(events.map((event, at) => planes[at % 2]?.inbox.accept([event])));
    await Promise.all(events.map((event) => planes[0]?.inbox.accept([event])));
    await until("all work is done", async () => (await countWork(store.db)).done === 200);
    await Promise.all(planes.map((plane) => plane.drain(1_000)));

    const effects = await readEffects(store.db);
    expect(effects).toHaveLength(200);
    expect(new Set(effects.map(({ key, value }) => `${key} ${value}`)).size).toBe(200);
    expect(failed.size).toBeGreaterThan(20);
  });
});
