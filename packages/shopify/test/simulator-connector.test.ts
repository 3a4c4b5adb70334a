import { openConnection } from "@trunkline/core";
import { createManualClock } from "@trunkline/core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { shopify } from "../src/connector.js";
import { operations } from "../src/operations/index.js";
import { createShopifySimulator, type ShopifySimulator } from "../src/simulator/index.js";

let simulator: ShopifySimulator;
let connection: ReturnType<typeof openConnection>;
beforeEach(async () => {
  simulator = await createShopifySimulator();
  connection = openConnection(shopify, simulator.config as never, { baseUrl: simulator.url });
});
afterEach(async () => {
  await connection.close();
  await simulator.close();
});

describe("the connector on the simulator", () => {
  it("logs in by itself and reads", async () => {
    const envelope = await connection.execute(operations.products.list, { limit: 3 });
    expect(envelope).toMatchObject({
      ok: true,
      data: { products: [{ title: "Ostfriesen Blattmischung" }, {}, {}] },
      warnings: [],
      meta: { attempts: 1, quota: { bucket: "graphql" } },
    });
  });

  it("walks a list to its end", async () => {
    const ids: string[] = [];
    for await (const item of connection.items(operations.orders.list, { limit: 250 }))
      ids.push((item as { id: string }).id);
    expect([ids.length, new Set(ids).size]).toEqual([600, 600]);
  });

  it("reads back what it wrote", async () => {
    const made = await connection.execute(operations.products.create, { title: "Probe" });
    if (!made.ok) throw new Error(made.error.message);
    expect(await connection.execute(operations.products.get, { id: made.data.id })).toMatchObject({
      ok: true,
      data: { title: "Probe", handle: "probe" },
    });
    expect(await connection.execute(operations.products.delete, { id: made.data.id })).toMatchObject({
      ok: true,
      data: { deletedId: made.data.id },
    });
    expect(await connection.execute(operations.products.get, { id: made.data.id })).toMatchObject({
      ok: false,
      error: { code: "NOT_FOUND" },
    });
  });

  it("waits out an empty bucket", async () => {
    simulator.faults.set({ kind: "upstream", name: "throttled" }, { times: 1, match: "ProductsCount" });
    expect(await connection.execute(operations.products.count, {})).toMatchObject({
      ok: true,
      data: { count: 60 },
      meta: { attempts: 2 },
    });
  });

  it("renews a token that expired", async () => {
    const clock = createManualClock();
    const own = openConnection(shopify, simulator.config as never, { baseUrl: simulator.url, clock });
    await own.execute(operations.products.count, {});
    // A token refused right after it was obtained would not be renewed.
    await clock.advance(60_000);
    simulator.faults.set({ kind: "upstream", name: "token-expired" }, { times: 1, match: "graphql" });
    expect(await own.execute(operations.customers.list, { limit: 1 })).toMatchObject({ ok: true });
    await own.close();
  });

  it("warns when another version answered", async () => {
    simulator.faults.set({ kind: "upstream", name: "fall-forward" }, { match: "graphql" });
    const envelope = await connection.execute(operations.shop.get, {});
    expect(envelope).toMatchObject({
      ok: true,
      warnings: [expect.objectContaining({ code: expect.stringContaining("VERSION") })],
    });
  });

  it("warns of a denied part", async () => {
    simulator.faults.set(
      { kind: "upstream", name: "partial-denied", options: { fields: ["Order.customer"] } },
      { times: 1, match: "Orders" },
    );
    const envelope = await connection.execute(operations.orders.list, { limit: 1 });
    expect(envelope).toMatchObject({ ok: true, warnings: [{ code: "PARTIAL_DATA" }] });
  });

  it("knows a write that was applied and not answered as unknown", async () => {
    simulator.faults.set("cut-after-apply", { times: 1, match: "ProductCreate" });
    expect(await connection.execute(operations.products.create, { title: "Geister" })).toMatchObject({
      ok: false,
      error: { outcome: "unknown" },
    });
    expect(await connection.execute(operations.products.count, { query: "title:Geister" })).toMatchObject({
      ok: true,
      data: { count: 1 },
    });
  });
});
