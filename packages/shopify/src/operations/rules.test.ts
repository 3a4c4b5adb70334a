import { type AnyOperation, idempotencyOf, isComposed, isConnectorError } from "@trunkline/core";
import { describe, expect, it } from "vitest";
import { customers } from "./customers.js";
import { discounts } from "./discounts.js";
import { draftOrders } from "./draft-orders.js";
import { fulfillments } from "./fulfillments.js";
import { metaobjects } from "./metaobjects.js";
import { orders } from "./orders.js";
import { refunds } from "./refunds.js";

interface Sent {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What the operation would send, its input checked and filled with defaults first. */
const send = (operation: AnyOperation, input: unknown, context = {}): Sent => {
  if (isComposed(operation)) throw new Error(`${operation.id} sends nothing itself`);
  return operation.request(operation.input.parse(input), { apiVersion: "2026-10", settings: {}, ...context })
    .body as Sent;
};

/** Paths of the rules that the input breaks, or nothing when it is sent. */
const brokenRules = (operation: AnyOperation, input: unknown): readonly string[] => {
  try {
    send(operation, input);
    return [];
  } catch (thrown) {
    if (!isConnectorError(thrown) || thrown.code !== "INVALID_INPUT") throw thrown;
    return (thrown.issues ?? []).map(({ path }) => path);
  }
};

const order = "gid://shopify/Order/5712345678901";
const lineItemId = "gid://shopify/LineItem/14212345678901";

describe("shopify.refunds.create", () => {
  const shipping = { orderId: order, fullShipping: true };

  it("carries the idempotency key from 2026-01 on", () => {
    const { query, variables } = send(refunds.create, shipping, { apiVersion: "2026-01", idempotencyKey: "key-1" });
    expect(query).toContain("@idempotent(key: $idempotencyKey)");
    expect(variables.idempotencyKey).toBe("key-1");
  });

  it("leaves the directive out before 2026-01, where it would be an error", () => {
    const { query, variables } = send(refunds.create, shipping, { apiVersion: "2025-10", idempotencyKey: "key-1" });
    expect(query).not.toContain("idempotent");
    expect(variables).not.toHaveProperty("idempotencyKey");
  });

  it.each([
    ["nothing to refund", { orderId: order }, [""]],
    ["shipping told twice", { ...shipping, shippingAmount: "1.00" }, ["shippingAmount"]],
    [
      "a restock without a location",
      { orderId: order, lineItems: [{ lineItemId, quantity: 1, restock: "RETURN" }] },
      ["lineItems.0.locationId"],
    ],
  ])("refuses %s before anything is sent", (_, input, paths) => {
    expect(brokenRules(refunds.create, input)).toEqual(paths);
  });

  it("does not offer other transactions than refunds", () => {
    const transaction = {
      parentId: "gid://shopify/OrderTransaction/1",
      amount: "1.00",
      gateway: "manual",
      kind: "SALE",
    };
    expect(refunds.create.input.safeParse({ orderId: order, transactions: [transaction] }).success).toBe(false);
  });

  it.each(["12,50", "-1", "1e3", ""])("refuses the amount %j", (shippingAmount) => {
    expect(refunds.create.input.safeParse({ orderId: order, shippingAmount }).success).toBe(false);
  });
});

describe("shopify.orders", () => {
  it("cancel takes an expiry only for store credit", () => {
    const input = { orderId: order, reason: "OTHER", restock: false, storeCreditExpiresAt: "2027-11-01T00:00:00Z" };
    expect(brokenRules(orders.cancel, input)).toEqual(["storeCreditExpiresAt"]);
    expect(brokenRules(orders.cancel, { ...input, refund: "storeCredit" })).toEqual([]);
  });

  it("create names the line that has neither variant nor title", () => {
    const lineItems = [{ title: "Engraving", quantity: 1 }, { quantity: 1 }];
    expect(brokenRules(orders.create, { lineItems })).toEqual(["lineItems.1"]);
  });

  it("create asks for the currency of a price", () => {
    expect(brokenRules(orders.create, { lineItems: [{ title: "Tea", quantity: 1, price: "3.00" }] })).toEqual([
      "currencyCode",
    ]);
  });

  it("update refuses to change nothing", () => {
    expect(brokenRules(orders.update, { id: order })).toEqual([""]);
  });

  it("update sends an empty note, which clears it, and no field that was left out", () => {
    expect(send(orders.update, { id: order, note: "" }).variables).toEqual({ input: { id: order, note: "" } });
  });

  it("get takes exactly one way to name the order", () => {
    expect(brokenRules(orders.get, {})).toEqual([""]);
    expect(brokenRules(orders.get, { id: order, customId: { key: "erp", value: "1" } })).toEqual([""]);
  });

  it("refuses an id of another type before Shopify would say not found", () => {
    expect(orders.get.input.safeParse({ id: "gid://shopify/Product/1" }).success).toBe(false);
    expect(orders.get.input.safeParse({ id: "5712345678901" }).success).toBe(false);
  });
});

describe("shopify.draftOrders.create", () => {
  it("wants title and price of a custom item", () => {
    const lineItems = [{ title: "Engraving", quantity: 1 }];
    expect(brokenRules(draftOrders.create, { lineItems })).toEqual(["lineItems.0"]);
  });
});

describe("shopify.customers", () => {
  it("upsert puts the phone that identifies into the input, unless another is set", () => {
    expect(send(customers.upsert, { match: { phone: "+49431555010" } }).variables).toMatchObject({
      identifier: { phone: "+49431555010" },
      input: { phone: "+49431555010" },
    });
    expect(send(customers.upsert, { match: { phone: "+49431555010" }, phone: "+49431555011" }).variables.input).toEqual(
      { phone: "+49431555011" },
    );
  });

  it("upsert names where one of several identifiers is to be given", () => {
    expect(brokenRules(customers.upsert, { match: {} })).toEqual(["match"]);
  });

  it("create takes how consent was given only with consent", () => {
    const input = { email: "jana@example.com", emailMarketingOptIn: "SINGLE_OPT_IN" };
    expect(brokenRules(customers.create, input)).toEqual(["emailMarketingOptIn"]);
  });
});

describe("shopify.discounts.createCode", () => {
  const code = { title: "T", code: "T", startsAt: "2026-11-01T00:00:00Z" };

  it.each([
    ["neither percentage nor amount", code, "amount"],
    ["both of them", { ...code, percentage: 5, amount: "5" }, "amount"],
    ["an end before the start", { ...code, percentage: 5, endsAt: "2026-10-01T00:00:00Z" }, "endsAt"],
    ["two minimums", { ...code, percentage: 5, minimumSubtotal: "5", minimumQuantity: 1 }, "minimumQuantity"],
    [
      "products beside collections",
      {
        ...code,
        percentage: 5,
        productIds: ["gid://shopify/Product/1"],
        collectionIds: ["gid://shopify/Collection/1"],
      },
      "collectionIds",
    ],
    ["each item of a percentage", { ...code, percentage: 5, appliesOnEachItem: true }, "appliesOnEachItem"],
  ])("refuses %s", (_, input, path) => {
    expect(brokenRules(discounts.createCode, input)).toEqual([path]);
  });

  it.each([
    [15, 0.15],
    [29, 0.29],
    [12.5, 0.125],
    [100, 1],
  ])("sends %s percent as the fraction %s exactly", (percentage, fraction) => {
    expect(send(discounts.createCode, { ...code, percentage }).variables).toMatchObject({
      basicCodeDiscount: { customerGets: { value: { percentage: fraction } } },
    });
  });
});

describe("what a repeat does", () => {
  const tracking = { id: "gid://shopify/Fulfillment/1", trackingNumbers: ["1"] };

  it("updateTracking is repeatable unless it mails the customer", () => {
    expect(idempotencyOf(fulfillments.updateTracking, { ...tracking, notifyCustomer: false })).toBe("natural");
    expect(idempotencyOf(fulfillments.updateTracking, { ...tracking, notifyCustomer: true })).toBe("none");
  });

  it("metaobjects.upsert is repeatable unless it renames", () => {
    const input = { type: "tea_garden", handle: "makaibari", fields: [] };
    expect(idempotencyOf(metaobjects.upsert, input)).toBe("natural");
    expect(idempotencyOf(metaobjects.upsert, { ...input, newHandle: "makai" })).toBe("none");
  });

  it.each([orders.create, orders.cancel, draftOrders.complete, fulfillments.create, customers.create])(
    "$id is never repeated blindly",
    (operation) => {
      expect(idempotencyOf(operation, {})).toBe("none");
    },
  );

  it.each([orders.cancel, refunds.create, discounts.deactivate, draftOrders.complete, fulfillments.create])(
    "$id cannot be brought back",
    ({ effect }) => {
      expect(effect).toBe("destroy");
    },
  );
});
