import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { shopifyFaults } from "../src/simulator/index.js";
import { type Bench, startBench } from "./simulator-client.js";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.simulator.close());

const fail = (name: keyof typeof shopifyFaults, options?: Record<string, unknown>) =>
  bench.simulator.faults.set({ kind: "upstream", name, options }, { times: 1 });
const shop = (token?: string) => bench.query("{ shop { name } }", {}, token === undefined ? {} : { token });

describe("faults of this upstream", () => {
  it("throttles once without running anything", async () => {
    fail("throttled");
    const { status, body, errors } = await bench.query(
      'mutation { productCreate(product: { title: "Tee" }) { product { id } } }',
    );
    const { requestedQueryCost, actualQueryCost, throttleStatus } = body.extensions.cost;
    expect([
      status,
      errors[0]?.extensions?.code,
      "data" in body,
      actualQueryCost,
      throttleStatus.currentlyAvailable < requestedQueryCost,
    ]).toEqual([200, "THROTTLED", false, null, true]);
    expect((await bench.query("{ productsCount { count } }")).data.productsCount.count).toBe(60);
  });

  it("denies a sub-field after the write was done", async () => {
    const id = await bench.firstId("orders");
    fail("partial-denied", { fields: ["Order.customer"] });
    const { data, errors } = await bench.query(
      'mutation($id: ID!) { orderUpdate(input: { id: $id, note: "da" }) { order { note customer { id } } userErrors { message } } }',
      { id },
    );
    expect(data.orderUpdate).toEqual({ order: { note: "da", customer: null }, userErrors: [] });
    expect(errors[0]).toMatchObject({
      path: ["orderUpdate", "order", "customer"],
      extensions: { code: "ACCESS_DENIED" },
    });
  });

  it("tells a keyed write that the first one is under way", async () => {
    const [inventoryItemId, locationId] = [
      await bench.firstId("inventoryItems"),
      await bench.firstId("locations", "city:Hamburg"),
    ];
    const change = { inventoryItemId, locationId, delta: 1, changeFromQuantity: null };
    const adjust = async () =>
      (
        await bench.query(
          'mutation($c: InventoryChangeInput!) { inventoryAdjustQuantities(input: { name: "available", reason: "correction", changes: [$c] }) @idempotent(key: "k") { inventoryAdjustmentGroup { id } userErrors { code } } }',
          { c: change },
        )
      ).data.inventoryAdjustQuantities;
    fail("idempotency-concurrent");
    expect(await adjust()).toEqual({
      inventoryAdjustmentGroup: null,
      userErrors: [{ code: "IDEMPOTENCY_CONCURRENT_REQUEST" }],
    });
    expect((await adjust()).inventoryAdjustmentGroup).not.toBeNull();
  });

  it("fails inside a 200", async () => {
    fail("internal-in-200");
    const { status, body, errors, headers } = await shop();
    expect([status, "data" in body, errors[0]?.extensions]).toEqual([
      200,
      false,
      { code: "INTERNAL_SERVER_ERROR", requestId: headers.get("x-request-id") },
    ]);
  });

  it("falls forward to the oldest supported version", async () => {
    fail("fall-forward");
    expect((await shop()).headers.get("x-shopify-api-version")).toBe("2026-01");
  });

  it.each([
    ["shop-frozen", 402],
    ["locked", 423],
  ] as const)("answers %s with %i", async (name, status) => {
    fail(name);
    expect((await shop()).status).toBe(status);
    expect((await shop()).status).toBe(200);
  });

  it("expires every token given out, while new ones work", async () => {
    const { token } = bench.simulator.issueToken();
    fail("token-expired");
    expect([(await shop(token)).status, (await shop(token)).status, (await shop()).status]).toEqual([401, 401, 200]);
  });

  it("rotates a token and loses the answer; the old one still works", async () => {
    const { refreshToken } = bench.simulator.issueTokenPair();
    const refresh = () =>
      fetch(`${bench.simulator.url}/admin/oauth/access_token`, {
        method: "POST",
        body: new URLSearchParams({
          grant_type: "refresh_token",
          refresh_token: refreshToken,
          client_id: String(bench.simulator.config.clientId),
          client_secret: String(bench.simulator.config.clientSecret),
        }),
      }).then((response) => response.json());
    fail("refresh-lost");
    await expect(refresh()).rejects.toThrow();
    expect(await refresh()).toMatchObject({ expires_in: 3_600 });
  });
});

describe("faults of any upstream", () => {
  it("are matched by operation name", async () => {
    bench.simulator.faults.set("500", { match: "ProductsList" });
    const list = await fetch(`${bench.simulator.url}/admin/api/2026-10/graphql.json`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ operationName: "ProductsList", query: "query ProductsList { shop { id } }" }),
    });
    expect([list.status, (await shop()).status]).toEqual([500, 200]);
  });

  it("may cut the connection after a write was applied", async () => {
    bench.simulator.faults.set("cut-after-apply", { times: 1 });
    await expect(
      bench.query('mutation { productCreate(product: { title: "Geister" }) { product { id } } }'),
    ).rejects.toThrow();
    expect((await bench.query('{ productsCount(query: "title:Geister") { count } }')).data.productsCount.count).toBe(1);
  });
});
