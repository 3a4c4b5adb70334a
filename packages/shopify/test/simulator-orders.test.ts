import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, startBench } from "./simulator-client.js";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.simulator.close());

const open = () => bench.firstId("orders", "fulfillment_status:unshipped financial_status:paid status:open");
const get = async (id: string, fields: string) =>
  (await bench.query(`query($id: ID!) { order(id: $id) { ${fields} } }`, { id })).data.order;
const money = "{ shopMoney { amount } }";
const cents = (bag: { shopMoney: { amount: string } }) => Math.round(Number(bag.shopMoney.amount) * 100);

describe("reading orders", () => {
  it("writes amounts with no more digits than they need", async () => {
    const { data } = await bench.query("{ orders(first: 250) { nodes { totalPriceSet { shopMoney { amount } } } } }");
    const amounts: string[] = data.orders.nodes.map(
      (order: { totalPriceSet: { shopMoney: { amount: string } } }) => order.totalPriceSet.shopMoney.amount,
    );
    expect(amounts.every((amount) => /^\d+\.\d[1-9]?$/.test(amount))).toBe(true);
  });

  it("adds up", async () => {
    const order = await get(
      await open(),
      `subtotalPriceSet ${money} totalShippingPriceSet ${money} totalPriceSet ${money} netPaymentSet ${money} lineItems(first: 50) { nodes { discountedTotalSet ${money} } }`,
    );
    const lines = order.lineItems.nodes.map(
      ({ discountedTotalSet }: { discountedTotalSet: { shopMoney: { amount: string } } }) => cents(discountedTotalSet),
    );
    expect(lines.reduce((sum: number, each: number) => sum + each, 0)).toBe(cents(order.subtotalPriceSet));
    expect(cents(order.totalPriceSet)).toBe(cents(order.subtotalPriceSet) + cents(order.totalShippingPriceSet));
    expect(order.netPaymentSet).toEqual(order.totalPriceSet);
  });

  it("has 64-bit ids", async () => {
    const { legacyResourceId } = await get(await open(), "legacyResourceId");
    expect(BigInt(legacyResourceId) > BigInt(Number.MAX_SAFE_INTEGER)).toBe(true);
  });
});

describe("changing orders", () => {
  it("changes note, tags and address", async () => {
    const { data } = await bench.query(
      'mutation($id: ID!) { orderUpdate(input: { id: $id, note: "Neu", tags: ["b", "a"], shippingAddress: { city: "Kiel", countryCode: DE } }) { order { note tags shippingAddress { city country } updatedAt } userErrors { message } } }',
      { id: await open() },
    );
    expect(data.orderUpdate.order).toEqual({
      note: "Neu",
      tags: ["a", "b"],
      shippingAddress: { city: "Kiel", country: "Germany" },
      updatedAt: "2026-11-22T09:00:00Z",
    });
  });

  it("closes once and opens again", async () => {
    const id = await open();
    const run = async (name: string, input: string) =>
      (
        await bench.query(
          `mutation($i: ${input}!) { ${name}(input: $i) { order { closed closedAt } userErrors { message } } }`,
          { i: { id } },
        )
      ).data[name].order;
    const first = await run("orderClose", "OrderCloseInput");
    await bench.clock.advance(5_000);
    expect(await run("orderClose", "OrderCloseInput")).toEqual(first);
    expect(await run("orderOpen", "OrderOpenInput")).toEqual({ closed: false, closedAt: null });
  });

  it("marks as paid once", async () => {
    const id = await bench.firstId("orders", "financial_status:pending");
    const pay = async () =>
      (
        await bench.query(
          "mutation($i: OrderMarkAsPaidInput!) { orderMarkAsPaid(input: $i) { order { displayFinancialStatus } userErrors { field message } } }",
          { i: { id } },
        )
      ).data.orderMarkAsPaid;
    expect(await pay()).toEqual({ order: { displayFinancialStatus: "PAID" }, userErrors: [] });
    expect((await pay()).userErrors).toEqual([{ field: ["id"], message: "Order cannot be marked as paid." }]);
  });
});

describe("cancelling orders", () => {
  const cancel = async (id: string, more = "refundMethod: { originalPaymentMethodsRefund: true }") =>
    (
      await bench.query(
        `mutation($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true, ${more}) { job { id done } orderCancelUserErrors { field message code } userErrors { field message } } }`,
        { id },
      )
    ).data.orderCancel;

  it("answers a job, and has cancelled, refunded and restocked when it is done", async () => {
    const id = await open();
    const before = await get(id, "lineItems(first: 1) { nodes { quantity variant { inventoryQuantity } } }");
    const { job, userErrors } = await cancel(id);
    expect([job.done, userErrors, (await get(id, "cancelledAt")).cancelledAt]).toEqual([false, [], null]);
    await bench.clock.advance(100);
    const { data } = await bench.query("query($id: ID!) { job(id: $id) { done } }", { id: job.id });
    const after = await get(
      id,
      "cancelledAt cancelReason displayFinancialStatus closed fulfillmentOrders(first: 1) { nodes { status } } lineItems(first: 1) { nodes { currentQuantity variant { inventoryQuantity } } }",
    );
    expect(data.job.done).toBe(true);
    expect(after).toMatchObject({
      cancelledAt: "2026-11-22T09:00:00Z",
      cancelReason: "CUSTOMER",
      displayFinancialStatus: "REFUNDED",
      closed: true,
    });
    expect(after.fulfillmentOrders.nodes[0].status).toMatch(/CLOSED|CANCELLED/);
    const [[was], [is]] = [before.lineItems.nodes, after.lineItems.nodes];
    expect([is.currentQuantity, is.variant.inventoryQuantity]).toEqual([
      0,
      was.variant.inventoryQuantity + was.quantity,
    ]);
  });

  it.each([
    ["already cancelled", "status:cancelled", "Order has already been cancelled"],
    [
      "already sent",
      "fulfillment_status:shipped status:open",
      "Cannot cancel an order that has outstanding fulfillments",
    ],
  ])("refuses what is %s, in both lists", async (_, query, message) => {
    const { job, orderCancelUserErrors, userErrors } = await cancel(await bench.firstId("orders", query));
    expect([job, orderCancelUserErrors, userErrors]).toEqual([
      null,
      [{ field: ["orderId"], message, code: "INVALID" }],
      [{ field: ["orderId"], message }],
    ]);
  });

  it("refuses two ways to refund", async () => {
    expect(
      (await cancel(await open(), "refund: true, refundMethod: { originalPaymentMethodsRefund: true }")).userErrors,
    ).toEqual([{ field: ["refund"], message: "Only one of the arguments `refund` or `refund_method` is allowed." }]);
  });
});

describe("refunding", () => {
  const refund = async (input: object, key = "key", version = "2026-10") =>
    bench.query(
      "mutation($i: RefundInput!, $k: String!) { refundCreate(input: $i) @idempotent(key: $k) { refund { id note totalRefundedSet { shopMoney { amount } } refundLineItems(first: 5) { nodes { quantity restocked lineItem { id } } } transactions(first: 5) { nodes { kind status } } } order { displayFinancialStatus totalRefundedSet { shopMoney { amount } } } userErrors { field message } } }",
      { i: input, k: key },
      { version },
    );
  const paid = async () => {
    const id = await open();
    const { transactions, lineItems, ...rest } = await get(
      id,
      `transactions { id gateway } totalPriceSet ${money} lineItems(first: 5) { nodes { id quantity } }`,
    );
    return { id, payment: transactions[0], line: lineItems.nodes[0], total: rest.totalPriceSet.shopMoney.amount };
  };

  it("gives part back, adjusts the order and shrinks what is still to be sent", async () => {
    const { id, payment, line } = await paid();
    const { data } = await refund({
      orderId: id,
      note: "Bruch",
      refundLineItems: [{ lineItemId: line.id, quantity: 1, restockType: "NO_RESTOCK" }],
      transactions: [{ orderId: id, parentId: payment.id, gateway: payment.gateway, kind: "REFUND", amount: "2.50" }],
    });
    expect(data.refundCreate).toMatchObject({
      userErrors: [],
      refund: {
        note: "Bruch",
        totalRefundedSet: { shopMoney: { amount: "2.5" } },
        refundLineItems: { nodes: [{ quantity: 1, restocked: false, lineItem: { id: line.id } }] },
        transactions: { nodes: [{ kind: "REFUND", status: "SUCCESS" }] },
      },
      order: { displayFinancialStatus: "PARTIALLY_REFUNDED" },
    });
    const { fulfillmentOrders, refunds } = await get(
      id,
      "refunds { id } fulfillmentOrders(first: 1) { nodes { lineItems(first: 5) { nodes { remainingQuantity lineItem { id } } } } }",
    );
    const entry = fulfillmentOrders.nodes[0].lineItems.nodes.find(
      ({ lineItem }: { lineItem: { id: string } }) => lineItem.id === line.id,
    );
    expect([entry.remainingQuantity, refunds]).toEqual([line.quantity - 1, [{ id: data.refundCreate.refund.id }]]);
  });

  it("refuses more than was paid, with the order beside the refusal", async () => {
    const { id, payment } = await paid();
    const { data } = await refund({
      orderId: id,
      transactions: [{ orderId: id, parentId: payment.id, gateway: payment.gateway, kind: "REFUND", amount: "9999" }],
    });
    expect(data.refundCreate).toMatchObject({
      refund: null,
      order: { displayFinancialStatus: "PAID" },
      userErrors: [
        {
          field: null,
          message: expect.stringMatching(/^Refund amount €9999.00 is greater than net payment received €/),
        },
      ],
    });
  });

  it.each([
    [{ lineItemId: "gid://shopify/LineItem/1", quantity: 1 }, ["refundLineItems", "0", "lineItemId"]],
    [{ quantity: 99 }, ["refundLineItems", "0", "quantity"]],
  ])("refuses the line %o", async (line, field) => {
    const { id, line: own } = await paid();
    expect(
      (await refund({ orderId: id, refundLineItems: [{ lineItemId: own.id, ...line }] })).data.refundCreate
        .userErrors[0].field,
    ).toEqual(field);
  });

  it("refuses another kind of transaction", async () => {
    const { id, payment } = await paid();
    const { data } = await refund({
      orderId: id,
      transactions: [{ orderId: id, gateway: payment.gateway, kind: "AUTHORIZATION", amount: "1" }],
    });
    expect(data.refundCreate.userErrors).toEqual([
      { field: null, message: "Kind authorization is not a valid transaction" },
    ]);
  });

  it("pays once for the same key", async () => {
    const { id, payment } = await paid();
    const input = {
      orderId: id,
      transactions: [{ orderId: id, parentId: payment.id, gateway: payment.gateway, kind: "REFUND", amount: "1" }],
    };
    const [first, second] = [await refund(input), await refund(input)];
    expect(second.data.refundCreate.refund.id).toBe(first.data.refundCreate.refund.id);
    expect((await get(id, `totalRefundedSet ${money}`)).totalRefundedSet.shopMoney.amount).toBe("1.0");
  });
});

describe("making orders", () => {
  const create = async (order: object, options?: object) =>
    (
      await bench.query(
        "mutation($o: OrderCreateOrderInput!, $p: OrderCreateOptionsInput) { orderCreate(order: $o, options: $p) { order { id name email displayFinancialStatus sourceIdentifier customer { id email } totalPriceSet { shopMoney { amount } presentmentMoney { amount currencyCode } } lineItems(first: 5) { nodes { title quantity variant { id inventoryQuantity } } } } userErrors { field message code } } }",
        { o: order, p: options },
      )
    ).data.orderCreate;
  const eur = (amount: string) => ({ shopMoney: { amount, currencyCode: "EUR" } });

  it("makes one of variants and free lines, paid by a transaction", async () => {
    const variantId = await bench.firstId("productVariants", "sku:NT-BANCHA-50");
    const { order, userErrors } = await create({
      email: "neu@example.com",
      sourceIdentifier: "ext-1",
      lineItems: [
        { variantId, quantity: 2 },
        { title: "Gravur", quantity: 1, priceSet: eur("5") },
      ],
      transactions: [{ kind: "SALE", status: "SUCCESS", gateway: "manual", amountSet: eur("14.16") }],
    });
    expect(userErrors).toEqual([]);
    expect(order).toMatchObject({
      name: "#1601",
      displayFinancialStatus: "PAID",
      sourceIdentifier: "ext-1",
      totalPriceSet: { shopMoney: { amount: "14.16" } },
    });
    expect(await bench.firstId("orders", "source_identifier:ext-1")).toBe(order.id);
  });

  it("takes from stock only when asked", async () => {
    const variantId = await bench.firstId("productVariants", "sku:NT-BANCHA-50");
    const stock = async (behaviour: string) =>
      (await create({ lineItems: [{ variantId, quantity: 1 }] }, { inventoryBehaviour: behaviour })).order.lineItems
        .nodes[0].variant.inventoryQuantity;
    const before = await stock("BYPASS");
    expect(await stock("DECREMENT_IGNORING_POLICY")).toBe(before - 1);
  });

  it("shows what the customer saw in another currency", async () => {
    const { order } = await create({
      currency: "EUR",
      presentmentCurrency: "CHF",
      lineItems: [
        {
          title: "Tee",
          quantity: 1,
          priceSet: { ...eur("10"), presentmentMoney: { amount: "9.4", currencyCode: "CHF" } },
        },
      ],
    });
    expect(order.totalPriceSet).toEqual({
      shopMoney: { amount: "10.0" },
      presentmentMoney: { amount: "9.4", currencyCode: "CHF" },
    });
  });

  it("makes the customer when there is none", async () => {
    const { order } = await create({
      customer: { toUpsert: { email: "ganz.neu@example.com", firstName: "Ganz" } },
      lineItems: [{ title: "Tee", quantity: 1 }],
    });
    expect(order.customer.email).toBe("ganz.neu@example.com");
  });

  it.each([
    [{}, ["order", "lineItems"]],
    [{ lineItems: [{ title: "", quantity: 1 }] }, ["order", "lineItems", "0", "title"]],
    [
      { lineItems: [{ variantId: "gid://shopify/ProductVariant/1", quantity: 1 }] },
      ["order", "lineItems", "0", "variantId"],
    ],
  ])("refuses %o", async (input, field) => {
    const { order, userErrors } = await create(input);
    expect([order, userErrors[0].field, userErrors[0].code]).toEqual([null, field, "INVALID"]);
  });
});
