import {
  type AnyOperation,
  type Connection,
  type Envelope,
  type OperationInput,
  openConnection,
  systemClock,
  unwrap,
} from "@trunkline/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { shopify } from "../src/connector.js";
import { operations } from "../src/operations/index.js";
import { createShopifySimulator, type ShopifySimulator } from "../src/simulator/index.js";

let simulator: ShopifySimulator;
let connection: Connection;
/** How far the connection's clock is ahead, to let a minute pass. */
let aheadMs = 0;

beforeEach(async () => {
  aheadMs = 0;
  simulator = await createShopifySimulator();
  connection = openConnection(shopify, simulator.config as never, {
    baseUrl: simulator.url,
    limits: { maxRetries: 0 },
    clock: { ...systemClock, now: () => systemClock.now() + aheadMs },
  });
});
afterEach(async () => {
  await connection.close();
  await simulator.close();
});

const { orders, products, customers, draftOrders, discounts, webhooks, refunds } = operations;
const read = async <Op extends AnyOperation>(operation: Op, input: OperationInput<Op>) =>
  unwrap(await connection.execute(operation, input));

const firstOrder = async (query: string) => {
  const found = await read(orders.list, { query, limit: 1 });
  return found.orders[0]?.id ?? "";
};
const variantId = async () => (await read(operations.variants.list, { limit: 1 })).variants[0]?.id ?? "";

/** One case: what is written, the name of the upstream's operation, and how many there are. */
interface Case {
  readonly operation: AnyOperation;
  readonly match: string;
  input(): Promise<Record<string, unknown>> | Record<string, unknown>;
  count(): Promise<number>;
}

const cases: readonly Case[] = [
  {
    operation: orders.create,
    match: "OrderCreate",
    input: async () => ({
      currencyCode: "EUR",
      lineItems: [{ variantId: await variantId(), quantity: 1 }],
      sourceIdentifier: "market 20031",
    }),
    count: async () => (await read(orders.list, { query: 'source_identifier:"market 20031"' })).orders.length,
  },
  {
    operation: products.create,
    match: "ProductCreate",
    input: () => ({ title: "Sencha Probe" }),
    count: async () => (await read(products.list, { query: 'title:"Sencha Probe"' })).products.length,
  },
  {
    operation: customers.create,
    match: "CustomerCreate",
    input: () => ({ email: "probe@example.com", firstName: "Probe" }),
    count: async () => (await read(customers.list, { query: "email:probe@example.com" })).customers.length,
  },
  {
    operation: discounts.createCode,
    match: "DiscountCodeCreate",
    input: () => ({ title: "Probe", code: "PROBE15", percentage: 15, startsAt: "2026-11-01T00:00:00Z" }),
    count: async () => (await read(discounts.list, { query: "code:PROBE15" })).discounts.length,
  },
  {
    operation: webhooks.create,
    match: "WebhookCreate",
    input: () => ({ topic: "ORDERS_CREATE", uri: "https://hooks.example.com/probe" }),
    count: async () => (await read(webhooks.list, { uri: "https://hooks.example.com/probe" })).webhooks.length,
  },
];

const key = { idempotencyKey: "once" };
const errorOf = (answer: Envelope<unknown>) => (answer.ok ? undefined : answer.error);

describe.each(cases)("$operation.id", ({ operation, match, input, count }) => {
  it("carried out, answer lost: the repeat is answered from what reading finds", async () => {
    const what = await input();
    simulator.faults.set("cut-after-apply", { times: 1, match });
    expect(errorOf(await connection.execute(operation, what, key))).toMatchObject({ outcome: "unknown" });
    const repeat = await connection.execute(operation, what, key);
    expect(repeat).toMatchObject({ ok: true, warnings: [{ code: "FOUND_BY_READING" }], meta: { replayed: true } });
    expect(operation.output.safeParse(repeat.ok && repeat.data)).toMatchObject({ success: true });
    expect(await count()).toBe(1);
  });

  it("never arrived: a repeat waits until its absence means something, and then does it", async () => {
    const what = await input();
    simulator.faults.set("down", { times: 1, match });
    expect(errorOf(await connection.execute(operation, what, key))).toMatchObject({ outcome: "unknown" });
    expect(errorOf(await connection.execute(operation, what, key))).toMatchObject({
      outcome: "unknown",
      retryAfterMs: expect.any(Number),
    });
    expect(await count()).toBe(0);
    aheadMs = 61_000;
    expect((await connection.execute(operation, what, key)).ok).toBe(true);
    expect(await count()).toBe(1);
  });
});

describe("what changes an order", () => {
  it("is known from the order when it was cancelled", async () => {
    const what = { orderId: await firstOrder("financial_status:paid fulfillment_status:unfulfilled") };
    const input = { ...what, reason: "CUSTOMER", restock: true };
    simulator.faults.set("cut-after-apply", { times: 1, match: "OrderCancel" });
    expect(errorOf(await connection.execute(orders.cancel, input, key))).toMatchObject({ outcome: "unknown" });
    // Shopify works on it after the answer.
    await expect
      .poll(() => connection.execute(orders.cancel, input, key), { timeout: 10_000 })
      .toMatchObject({ data: { ...what, done: true } });
  });

  it("is known from the order when it was marked as paid", async () => {
    const input = { id: await firstOrder("financial_status:pending") };
    simulator.faults.set("cut-after-apply", { times: 1, match: "OrderMarkAsPaid" });
    await connection.execute(orders.markAsPaid, input, key);
    expect(await connection.execute(orders.markAsPaid, input, key)).toMatchObject({
      data: { ...input, financialStatus: "PAID" },
      warnings: [{ code: "FOUND_BY_READING" }],
    });
  });

  it("is known from the draft when that was completed", async () => {
    const list = await read(draftOrders.list, { query: "status:open", limit: 1 });
    const input = { id: list.draftOrders[0]?.id ?? "", paymentPending: true };
    simulator.faults.set("cut-after-apply", { times: 1, match: "DraftOrderComplete" });
    await connection.execute(draftOrders.complete, input, key);
    expect(await connection.execute(draftOrders.complete, input, key)).toMatchObject({
      data: { id: input.id, status: "COMPLETED", orderId: expect.any(String) },
      warnings: [{ code: "FOUND_BY_READING" }],
    });
  });
});

describe("shopify.refunds.create", () => {
  const refundOf = async () => {
    const id = await firstOrder("financial_status:paid fulfillment_status:fulfilled");
    const { lineItems, transactions } = await read(orders.get, { id });
    const paid = transactions.find(({ kind }) => kind === "SALE" || kind === "CAPTURE");
    return {
      orderId: id,
      lineItems: [{ lineItemId: lineItems[0]?.id ?? "", quantity: 1, restock: "NO_RESTOCK" as const }],
      transactions: [{ parentId: paid?.id ?? "", amount: "1.00", gateway: paid?.gateway ?? "" }],
      note: "Arrived damaged",
    };
  };
  const refundsOf = async (id: string) => (await read(orders.get, { id })).refunds.length;

  it("asked for twice happens once, and both get the same answer", async () => {
    const input = await refundOf();
    const before = await refundsOf(input.orderId);
    const answers = await Promise.all([
      connection.execute(refunds.create, input, key),
      connection.execute(refunds.create, input, key),
    ]);
    expect(unwrap(answers[0])).toEqual(unwrap(answers[1]));
    aheadMs = 60_000;
    expect(await refundsOf(input.orderId)).toBe(before + 1);
  });

  it("is found by what was refunded when its answer was lost and the key is too old to be sent again", async () => {
    const input = await refundOf();
    simulator.faults.set("cut-after-apply", { times: 1, match: "RefundCreate" });
    const startedAtMs = systemClock.now();
    expect(errorOf(await connection.execute(refunds.create, input, key))).toMatchObject({ outcome: "unknown" });
    const looked = await connection.verify(refunds.create, { input, startedAtMs, key: "once" }, 0);
    expect(looked).toMatchObject({ outcome: "executed", data: { orderId: input.orderId, note: input.note } });
    const other = { ...input, note: "Something else" };
    expect(await connection.verify(refunds.create, { input: other, startedAtMs, key: "k" }, 60_000)).toEqual({
      outcome: "not_executed",
    });
  });
});
