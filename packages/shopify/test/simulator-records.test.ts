import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, startBench } from "./simulator-client.js";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.simulator.close());

describe("metafields", () => {
  const set = async (metafields: readonly object[]) =>
    (
      await bench.query(
        "mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { metafields { id key value type compareDigest jsonValue } userErrors { field message code } } }",
        { m: metafields },
      )
    ).data.metafieldsSet;
  const base = async () => ({
    ownerId: await bench.firstId("products", "handle:bancha"),
    namespace: "custom",
    key: "material",
    type: "single_line_text_field",
  });

  it("writes, writes over and reads back", async () => {
    const owner = await base();
    const [first] = (await set([{ ...owner, value: "Leinen" }])).metafields;
    const [second] = (await set([{ ...owner, value: "Wolle" }])).metafields;
    expect([second.id, second.value, second.compareDigest === first.compareDigest]).toEqual([first.id, "Wolle", false]);
    const { data } = await bench.query(
      'query($id: ID!) { product(id: $id) { metafield(namespace: "custom", key: "material") { value } metafields(first: 9, keys: ["custom.material", "erp.artikel"]) { nodes { key } } } }',
      { id: owner.ownerId },
    );
    expect(data.product).toEqual({
      metafield: { value: "Wolle" },
      metafields: { nodes: [{ key: "artikel" }, { key: "material" }] },
    });
  });

  it("refuses a digest that is no longer right, and nothing of the rest happens", async () => {
    const owner = await base();
    const [{ compareDigest }] = (await set([{ ...owner, value: "Leinen" }])).metafields;
    await set([{ ...owner, value: "Wolle" }]);
    const { metafields, userErrors } = await set([
      { ...owner, key: "other", value: "x" },
      { ...owner, value: "Seide", compareDigest },
    ]);
    expect([metafields, userErrors]).toEqual([
      [],
      [
        {
          field: ["metafields", "1"],
          code: "STALE_OBJECT",
          message:
            "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.",
        },
      ],
    ]);
  });

  it("only makes when the digest is null, and takes an equal value whatever the digest", async () => {
    const owner = await base();
    expect((await set([{ ...owner, value: "Leinen", compareDigest: null }])).userErrors).toEqual([]);
    expect((await set([{ ...owner, value: "Wolle", compareDigest: null }])).userErrors[0].code).toBe("STALE_OBJECT");
    expect((await set([{ ...owner, value: "Leinen", compareDigest: "anything" }])).userErrors).toEqual([]);
  });

  it.each([
    [{ type: undefined }, "BLANK"],
    [{ ownerId: "gid://shopify/Product/1" }, "INVALID_VALUE"],
    [{ type: "number_integer", value: "1.5" }, "INVALID_VALUE"],
    [{ type: "json", value: "{" }, "INVALID_VALUE"],
  ])("refuses %o", async (change, code) => {
    expect((await set([{ ...(await base()), value: "x", ...change }])).userErrors[0].code).toBe(code);
  });

  it("refuses more than 25", async () => {
    const owner = await base();
    expect(
      (await set(Array.from({ length: 26 }, (_, index) => ({ ...owner, key: `k${index}`, value: "x" })))).userErrors[0]
        .code,
    ).toBe("LESS_THAN_OR_EQUAL_TO");
  });
});

describe("metaobjects", () => {
  const upsert = async (handle: string, fields: readonly object[], type = "anbaugebiet") =>
    (
      await bench.query(
        "mutation($h: MetaobjectHandleInput!, $m: MetaobjectUpsertInput!) { metaobjectUpsert(handle: $h, metaobject: $m) { metaobject { id handle displayName fields { key value jsonValue } } userErrors { field message code } } }",
        { h: { type, handle }, m: { fields } },
      )
    ).data.metaobjectUpsert;

  it("makes one, then changes the fields named", async () => {
    const first = await upsert("nilgiri", [
      { key: "name", value: "Nilgiri" },
      { key: "land", value: "Indien" },
    ]);
    const second = await upsert("nilgiri", [{ key: "hoehe_m", value: "1800" }]);
    expect([second.metaobject.id, second.metaobject.displayName]).toEqual([first.metaobject.id, "Nilgiri"]);
    expect(second.metaobject.fields).toEqual([
      { key: "name", value: "Nilgiri", jsonValue: "Nilgiri" },
      { key: "land", value: "Indien", jsonValue: "Indien" },
      { key: "hoehe_m", value: "1800", jsonValue: 1800 },
    ]);
  });

  it.each([
    [
      [
        { key: "farbe", value: "x" },
        { key: "name", value: "a" },
      ],
      "anbaugebiet",
      "UNDEFINED_OBJECT_FIELD",
    ],
    [[], "anbaugebiet", "OBJECT_FIELD_REQUIRED"],
    [[], "gibtsnicht", "UNDEFINED_OBJECT_TYPE"],
  ])("refuses %o of %s", async (fields, type, code) => {
    expect((await upsert("neu", fields, type)).userErrors[0].code).toBe(code);
  });

  it("lists one type, sorted by a free key", async () => {
    const { data } = await bench.query(
      '{ metaobjects(type: "anbaugebiet", first: 9, sortKey: "display_name") { nodes { handle } } metaobjectDefinitionByType(type: "none") { id } }',
    );
    expect(data).toEqual({
      metaobjects: { nodes: ["assam", "darjeeling", "fujian", "uji", "uva"].map((handle) => ({ handle })) },
      metaobjectDefinitionByType: null,
    });
  });
});

describe("discounts", () => {
  const create = async (input: object) =>
    (
      await bench.query(
        "mutation($d: DiscountCodeBasicInput!) { discountCodeBasicCreate(basicCodeDiscount: $d) { codeDiscountNode { id codeDiscount { ... on DiscountCodeBasic { title status summary usageLimit codes(first: 1) { nodes { code } } } } } userErrors { field message code } } }",
        { d: input },
      )
    ).data.discountCodeBasicCreate;
  const winter = {
    title: "Winter",
    code: "WINTER",
    startsAt: "2026-11-01T00:00:00Z",
    usageLimit: 5,
    context: { all: "ALL" },
    customerGets: { value: { percentage: 0.2 }, items: { all: true } },
  };

  it("makes a code that is active by its dates", async () => {
    const { codeDiscountNode, userErrors } = await create(winter);
    expect(userErrors).toEqual([]);
    expect(codeDiscountNode.codeDiscount).toEqual({
      title: "Winter",
      status: "ACTIVE",
      summary: "20% off entire order",
      usageLimit: 5,
      codes: { nodes: [{ code: "WINTER" }] },
    });
    expect(
      (await create({ ...winter, code: "SPAETER", startsAt: "2026-12-24T00:00:00Z" })).codeDiscountNode.codeDiscount
        .status,
    ).toBe("SCHEDULED");
  });

  it.each([
    [{ code: "teezeit10" }, "code", "TAKEN"],
    [{ title: "" }, "title", "BLANK"],
    [{ endsAt: "2026-10-01T00:00:00Z" }, "endsAt", "INVALID"],
    [{ customerGets: { value: { percentage: 1.5 }, items: { all: true } } }, "customerGets", "VALUE_OUTSIDE_RANGE"],
  ])("refuses %o", async (change, field, code) => {
    const { userErrors } = await create({ ...winter, ...change });
    expect(userErrors).toEqual([{ field: ["basicCodeDiscount", field], message: expect.any(String), code }]);
  });

  it("ends a code at once and brings it back", async () => {
    const { codeDiscountNode } = await create(winter);
    const status = async (name: string) =>
      (
        await bench.query(
          `mutation($id: ID!) { ${name}(id: $id) { codeDiscountNode { codeDiscount { ... on DiscountCodeBasic { status } } } } }`,
          { id: codeDiscountNode.id },
        )
      ).data[name].codeDiscountNode.codeDiscount.status;
    expect([await status("discountCodeDeactivate"), await status("discountCodeActivate")]).toEqual([
      "EXPIRED",
      "ACTIVE",
    ]);
  });

  it("lists every kind", async () => {
    const { data } = await bench.query(
      "{ discountNodes(first: 50) { nodes { id discount { __typename ... on DiscountCodeBasic { title } ... on DiscountAutomaticBasic { title } } } } }",
    );
    expect(
      new Set(
        data.discountNodes.nodes.map(({ discount }: { discount: { __typename: string } }) => discount.__typename),
      ),
    ).toEqual(
      new Set([
        "DiscountCodeBasic",
        "DiscountCodeFreeShipping",
        "DiscountCodeBxgy",
        "DiscountAutomaticBasic",
        "DiscountAutomaticFreeShipping",
      ]),
    );
  });
});

describe("draft orders", () => {
  const create = async (input: object) =>
    (
      await bench.query(
        "mutation($i: DraftOrderInput!) { draftOrderCreate(input: $i) { draftOrder { id name status email totalPriceSet { shopMoney { amount } } totalDiscountsSet { shopMoney { amount } } lineItems(first: 5) { nodes { title custom quantity } } } userErrors { field message } } }",
        { i: input },
      )
    ).data.draftOrderCreate;
  const custom = {
    lineItems: [{ title: "Gravur", quantity: 2, originalUnitPriceWithCurrency: { amount: "10", currencyCode: "EUR" } }],
  };
  const complete = async (id: string, pending = false) =>
    (
      await bench.query(
        "mutation($id: ID!, $p: Boolean) { draftOrderComplete(id: $id, paymentPending: $p) { draftOrder { status order { id name displayFinancialStatus totalPriceSet { shopMoney { amount } } } } userErrors { field message } } }",
        { id, p: pending },
      )
    ).data.draftOrderComplete;

  it("takes discounts of lines and of the whole off", async () => {
    const { draftOrder } = await create({
      lineItems: [{ ...custom.lineItems[0], appliedDiscount: { value: 10, valueType: "PERCENTAGE" } }],
      appliedDiscount: { value: 3, valueType: "FIXED_AMOUNT" },
      shippingLine: { title: "DHL", priceWithCurrency: { amount: "4.9", currencyCode: "EUR" } },
    });
    expect([draftOrder.totalPriceSet, draftOrder.totalDiscountsSet]).toEqual([
      { shopMoney: { amount: "19.9" } },
      { shopMoney: { amount: "5.0" } },
    ]);
  });

  it.each([
    [{}, "Add at least 1 product"],
    [
      { lineItems: [{ variantId: "gid://shopify/ProductVariant/1", quantity: 1 }] },
      "Product with ID 1 is no longer available.",
    ],
    [{ lineItems: [{ title: " ", quantity: 1 }] }, "Merchandise title is empty."],
  ])("refuses %o", async (input, message) => {
    expect((await create(input)).userErrors).toEqual([{ field: null, message }]);
  });

  it("becomes an order once", async () => {
    const { draftOrder } = await create(custom);
    const { draftOrder: done } = await complete(draftOrder.id);
    expect(done).toMatchObject({
      status: "COMPLETED",
      order: { name: "#1601", displayFinancialStatus: "PAID", totalPriceSet: { shopMoney: { amount: "20.0" } } },
    });
    expect((await complete(draftOrder.id)).userErrors).toEqual([{ field: null, message: "This order has been paid" }]);
  });

  it("becomes an unpaid order when payment is pending", async () => {
    const { draftOrder } = await create(custom);
    expect((await complete(draftOrder.id, true)).draftOrder.order.displayFinancialStatus).toBe("PENDING");
  });

  it("mails an invoice to somebody", async () => {
    const { draftOrder } = await create(custom);
    const send = async (email?: object) =>
      (
        await bench.query(
          "mutation($id: ID!, $e: EmailInput) { draftOrderInvoiceSend(id: $id, email: $e) { draftOrder { status } userErrors { message } } }",
          { id: draftOrder.id, e: email },
        )
      ).data.draftOrderInvoiceSend;
    expect((await send()).userErrors).toEqual([{ message: "To can't be blank" }]);
    expect((await send({ to: "kunde@example.com" })).draftOrder.status).toBe("INVOICE_SENT");
  });
});

describe("webhook subscriptions", () => {
  const create = async (topic: string, input: object) =>
    (
      await bench.query(
        "mutation($t: WebhookSubscriptionTopic!, $w: WebhookSubscriptionInput!) { webhookSubscriptionCreate(topic: $t, webhookSubscription: $w) { webhookSubscription { id topic uri filter includeFields endpoint { __typename } } userErrors { field message } } }",
        { t: topic, w: input },
      )
    ).data.webhookSubscriptionCreate;

  it("makes, lists by topic, changes and deletes", async () => {
    const { webhookSubscription } = await create("ORDERS_PAID", {
      uri: "https://example.com/hook",
      includeFields: ["id"],
    });
    expect(webhookSubscription).toMatchObject({
      topic: "ORDERS_PAID",
      uri: "https://example.com/hook",
      includeFields: ["id"],
      endpoint: { __typename: "WebhookHttpEndpoint" },
    });
    const { id } = webhookSubscription;
    const { data } = await bench.query(
      'mutation($id: ID!) { webhookSubscriptionUpdate(id: $id, webhookSubscription: { uri: "https://example.com/other" }) { webhookSubscription { uri } } }',
      { id },
    );
    expect(data.webhookSubscriptionUpdate.webhookSubscription.uri).toBe("https://example.com/other");
    const list = async (topics: string) =>
      (await bench.query(`{ webhookSubscriptions(first: 5, topics: [${topics}]) { nodes { id } } }`)).data
        .webhookSubscriptions.nodes;
    expect([await list("ORDERS_PAID"), await list("ORDERS_CREATE")]).toEqual([[{ id }], []]);
    const remove = async () =>
      (
        await bench.query(
          "mutation($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { message } } }",
          { id },
        )
      ).data.webhookSubscriptionDelete;
    expect([await remove(), await remove()]).toEqual([
      { deletedWebhookSubscriptionId: id, userErrors: [] },
      { deletedWebhookSubscriptionId: null, userErrors: [{ message: "Webhook subscription does not exist" }] },
    ]);
  });

  it("refuses the same address for the same topic", async () => {
    await create("ORDERS_PAID", { uri: "https://example.com/hook" });
    expect((await create("ORDERS_PAID", { uri: "https://example.com/hook" })).userErrors).toEqual([
      { field: ["webhookSubscription", "callbackUrl"], message: "Address for this topic has already been taken" },
    ]);
  });

  it.each(["", "ftp://example.com", "http://example.com/plain"])("refuses the address %o", async (uri) => {
    expect((await create("ORDERS_PAID", { uri })).webhookSubscription).toBeNull();
  });

  it("insists on a type filter for metaobjects", async () => {
    expect((await create("METAOBJECTS_CREATE", { uri: "https://example.com/m" })).webhookSubscription).toBeNull();
    expect(
      (await create("METAOBJECTS_CREATE", { uri: "https://example.com/m", filter: "type:anbaugebiet" })).userErrors,
    ).toEqual([]);
  });
});
