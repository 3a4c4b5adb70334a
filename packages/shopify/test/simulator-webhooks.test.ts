import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { parseLosslessJson } from "@trunkline/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, startBench } from "./simulator-client.js";

interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

let bench: Bench;
let receiver: Server;
let received: Received[];
let statuses: number[];
let uri: string;

beforeEach(async () => {
  bench = await startBench({ webhookSecret: "hush" });
  received = [];
  statuses = [];
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  uri = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterEach(async () => {
  await bench.simulator.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

const subscribe = (topic: string, more: object = {}) =>
  bench.query(
    "mutation($t: WebhookSubscriptionTopic!, $w: WebhookSubscriptionInput!) { webhookSubscriptionCreate(topic: $t, webhookSubscription: $w) { userErrors { message } } }",
    { t: topic, w: { uri, ...more } },
  );
const changeProduct = async () => {
  const id = await bench.firstId("products", "handle:bancha");
  await bench.query('mutation($id: ID!) { tagsAdd(id: $id, tags: ["neu"]) { userErrors { message } } }', { id });
  return id;
};

describe("a delivery", () => {
  it("is signed over its bytes and carries the documented headers", async () => {
    await subscribe("PRODUCTS_UPDATE", { name: "katalog" });
    await changeProduct();
    await bench.simulator.webhooksSettled();
    const [{ headers, body }] = received as [Received];
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "x-shopify-topic": "products/update",
      "x-shopify-shop-domain": "nordlicht-tee.myshopify.com",
      "x-shopify-api-version": "2026-10",
      "x-shopify-name": "katalog",
      "x-shopify-triggered-at": "2026-11-22T09:00:00.000Z",
      "x-shopify-webhook-id": expect.stringMatching(/^[\da-f-]{36}$/),
      "x-shopify-event-id": expect.stringMatching(/^[\da-f-]{36}$/),
      "x-shopify-hmac-sha256": createHmac("sha256", "hush").update(body).digest("base64"),
    });
  });

  it("writes 64-bit ids as bare numbers with all their digits", async () => {
    await subscribe("PRODUCTS_UPDATE");
    const id = await changeProduct();
    await bench.simulator.webhooksSettled();
    const digits = id.split("/").at(-1) ?? "";
    expect(received[0]?.body).toContain(`{"id":${digits},"admin_graphql_api_id":"${id}"`);
    expect(String(JSON.parse(received[0]?.body ?? "").id)).not.toBe(digits);
    expect(parseLosslessJson(received[0]?.body ?? "")).toMatchObject({
      id: digits,
      status: "active",
      tags: "gruentee, neu, tee",
    });
  });

  it("holds only the fields asked for", async () => {
    await subscribe("PRODUCTS_UPDATE", { includeFields: ["id", "handle"] });
    await changeProduct();
    await bench.simulator.webhooksSettled();
    expect(Object.keys(JSON.parse(received[0]?.body ?? ""))).toEqual(["id", "handle"]);
  });

  it("passes a filter or is not made", async () => {
    await subscribe("PRODUCTS_UPDATE", { filter: "handle:sencha-uji" });
    await changeProduct();
    await bench.simulator.webhooksSettled();
    expect(received).toEqual([]);
  });

  it("has one event id for all subscriptions and a webhook id of its own", async () => {
    await subscribe("PRODUCTS_UPDATE");
    await subscribe("PRODUCTS_UPDATE", { includeFields: ["id"], uri: `${uri}/2` });
    await changeProduct();
    await bench.simulator.webhooksSettled();
    const ids = (name: string) => new Set(received.map(({ headers }) => headers[name])).size;
    expect([received.length, ids("x-shopify-event-id"), ids("x-shopify-webhook-id")]).toEqual([2, 1, 2]);
  });

  it("sends the id alone when something is deleted", async () => {
    await subscribe("PRODUCTS_DELETE");
    const id = await bench.firstId("products");
    await bench.query("mutation($id: ID!) { productDelete(input: { id: $id }) { deletedProductId } }", { id });
    await bench.simulator.webhooksSettled();
    expect(received[0]?.body).toBe(`{"id":${id.split("/").at(-1)}}`);
  });

  it("tells of orders, refunds, stock and finished bulk operations", async () => {
    for (const topic of ["ORDERS_CREATE", "ORDERS_PAID", "INVENTORY_LEVELS_UPDATE", "BULK_OPERATIONS_FINISH"])
      await subscribe(topic);
    await bench
      .query('mutation { draftOrderCreate(input: { lineItems: [{ title: "x", quantity: 1 }] }) { draftOrder { id } } }')
      .then(({ data }) =>
        bench.query("mutation($id: ID!) { draftOrderComplete(id: $id) { draftOrder { id } } }", {
          id: data.draftOrderCreate.draftOrder.id,
        }),
      );
    const [inventoryItemId, locationId] = [
      await bench.firstId("inventoryItems"),
      await bench.firstId("locations", "city:Hamburg"),
    ];
    await bench.query(
      'mutation($c: InventoryChangeInput!) { inventoryAdjustQuantities(input: { name: "available", reason: "correction", changes: [$c] }) @idempotent(key: "k") { userErrors { message } } }',
      { c: { inventoryItemId, locationId, delta: 1, changeFromQuantity: null } },
    );
    await bench.query(
      'mutation { bulkOperationRunQuery(query: "{ products { edges { node { id } } } }", groupObjects: false) { bulkOperation { id } } }',
    );
    await bench.clock.advance(200);
    await bench.simulator.webhooksSettled();
    expect(received.map(({ headers }) => headers["x-shopify-topic"]).sort()).toEqual([
      "bulk_operations/finish",
      "inventory_levels/update",
      "orders/create",
      "orders/paid",
    ]);
    const finish = received.find(({ headers }) => headers["x-shopify-topic"] === "bulk_operations/finish");
    expect(JSON.parse(finish?.body ?? "")).toMatchObject({ status: "completed", type: "query", error_code: null });
  });
});

describe("a failed delivery", () => {
  it("is repeated with the same ids until it is taken", async () => {
    statuses = [500, 503];
    await subscribe("PRODUCTS_UPDATE");
    await changeProduct();
    while (received.length < 3) {
      await new Promise((resolve) => setImmediate(resolve));
      await bench.clock.advanceToNext();
    }
    await bench.simulator.webhooksSettled();
    expect(new Set(received.map(({ headers }) => headers["x-shopify-webhook-id"])).size).toBe(1);
    expect(bench.simulator.deliveries).toMatchObject([{ topic: "products/update", status: 200, attempts: 3 }]);
  });

  it("counts a redirect as failed and gives up after some repeats", async () => {
    const own = await startBench({ webhookRetryDelaysMs: [] });
    statuses = [302];
    await own.query(
      "mutation($w: WebhookSubscriptionInput!) { webhookSubscriptionCreate(topic: PRODUCTS_DELETE, webhookSubscription: $w) { userErrors { message } } }",
      { w: { uri } },
    );
    await own.query("mutation($id: ID!) { productDelete(input: { id: $id }) { deletedProductId } }", {
      id: await own.firstId("products"),
    });
    await own.simulator.webhooksSettled();
    expect(own.simulator.deliveries).toMatchObject([{ status: 302, attempts: 1 }]);
    await own.simulator.close();
  });
});

describe("faults of delivery", () => {
  it("delivers twice with the same event id", async () => {
    await subscribe("PRODUCTS_UPDATE");
    bench.simulator.faults.set({ kind: "upstream", name: "duplicate-webhooks" }, { times: 1 });
    await changeProduct();
    await bench.simulator.webhooksSettled();
    expect([received.length, new Set(received.map(({ headers }) => headers["x-shopify-event-id"])).size]).toEqual([
      2, 1,
    ]);
  });
});

it("calls nobody beyond this machine", async () => {
  await subscribe("PRODUCTS_UPDATE", { uri: "https://example.com/hook" });
  await changeProduct();
  await bench.simulator.webhooksSettled();
  expect(bench.simulator.deliveries).toEqual([]);
});
