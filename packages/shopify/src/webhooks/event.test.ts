import { describe, expect, it } from "vitest";
import { privacySubjects, toInboundEvent } from "./event.js";

const eventOf = (topic: string, body: Record<string, unknown>) =>
  toInboundEvent({ topic, body, shop: "acme.myshopify.com", webhookId: "w", eventId: "e", dedupeKey: `${topic}:e` });

describe("toInboundEvent", () => {
  it.each([
    ["orders/create", { id: "7" }, "order:7"],
    ["orders/cancelled", { id: 7 }, "order:7"],
    ["refunds/create", { id: 1, order_id: 7 }, "order:7"],
    ["fulfillments/update", { id: 1, order_id: 7 }, "order:7"],
    ["products/update", { id: 3 }, "product:3"],
    ["inventory_levels/update", { inventory_item_id: 5, location_id: 6 }, "inventory_item:5"],
    ["customers/update", { id: 17 }, "customer:17"],
    ["customers/redact", { customer: { id: 17 } }, "customer:17"],
    ["app/uninstalled", { name: "Acme" }, "app/uninstalled"],
  ])("puts %s in the order of what it is about", (topic, body, expected) => {
    expect(eventOf(topic, body).orderingKey).toBe(expected);
  });

  it("names everyone whom erasure must find in it", () => {
    const order = { id: 7, email: "Ada@Example.com", customer: { id: 17, email: "ada@example.com" } };
    expect(eventOf("orders/create", order).subjects).toEqual(["customer:17", "order:7", "email:ada@example.com"]);
    expect(eventOf("customers/update", { id: 17, email: null }).subjects).toEqual(["customer:17"]);
    expect(eventOf("refunds/create", { id: 1, order_id: 7 }).subjects).toEqual(["order:7"]);
    expect(eventOf("products/update", { id: 3, email: "shop@example.com" }).subjects).toEqual([]);
  });

  it("keeps the facts of the delivery and leaves out what it does not have", () => {
    expect(eventOf("orders/create", { id: 7 })).toEqual({
      type: "orders/create",
      dedupeKey: "orders/create:e",
      orderingKey: "order:7",
      subjects: ["order:7"],
      headers: { shop: "acme.myshopify.com", "webhook-id": "w", "event-id": "e" },
      payload: { id: 7 },
    });
  });
});

describe("privacySubjects", () => {
  it("finds the person by customer, address and orders", () => {
    const body = { customer: { id: 17, email: "Ada@Example.com" }, orders_to_redact: ["7", 8] };
    expect(privacySubjects(body)).toEqual(["customer:17", "email:ada@example.com", "order:7", "order:8"]);
    expect(privacySubjects({ shop_id: 1 })).toEqual([]);
  });
});
