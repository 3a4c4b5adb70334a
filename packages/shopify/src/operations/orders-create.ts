import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { OrderCreateInput, toOrderCreateOrderInput } from "../schemas/order-create.js";
import { OrderSummary, OrderSummaryWire, orderSummaryFields, toOrderSummary } from "../schemas/order-summary.js";
import { adminDocs } from "../wire/docs-link.js";
import { decodeMutation, graphql } from "../wire/graphql.js";
import { findCreatedOrder } from "./verify/orders.js";

const inventoryBehaviours = {
  leave: "BYPASS",
  decrement: "DECREMENT_OBEYING_POLICY",
  decrementAlways: "DECREMENT_IGNORING_POLICY",
} as const;

/** Brings an order in from elsewhere. */
export const create = defineOperation({
  id: "shopify.orders.create",
  summary: "Create an order that was placed elsewhere",
  description:
    "Not repeatable: set sourceIdentifier, and look for source_identifier:… with shopify.orders.list before repeating. Development and trial shops accept 5 a minute.",
  docs: adminDocs("mutations/orderCreate"),
  effect: "write",
  idempotency: "none",
  input: OrderCreateInput.extend({
    inventory: z
      .enum(["leave", "decrement", "decrementAlways"])
      .default("leave")
      .describe("leave: stock stays; decrement: refused where a product must not be oversold; decrementAlways"),
    sendReceipt: z.boolean().default(false).describe("Whether Shopify mails an order confirmation, default false"),
  }),
  verify: { read: findCreatedOrder },
  output: OrderSummary,
  scopes: ["write_orders"],
  keywords: ["import order", "new order", "place order", "marketplace order", "migrate"],
  examples: [
    {
      title: "One paid line",
      input: {
        currencyCode: "EUR",
        lineItems: [{ variantId: "gid://shopify/ProductVariant/4412345678901", quantity: 2 }],
        email: "jana@example.com",
        financialStatus: "PAID",
        sourceIdentifier: "market-20031",
      },
    },
  ],
  request: ({ inventory, sendReceipt, ...order }) =>
    graphql(
      "OrderCreate",
      `mutation OrderCreate($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) {
        orderCreate(order: $order, options: $options) {
          order { ${orderSummaryFields} }
          userErrors { code field message }
        }
      }`,
      {
        order: toOrderCreateOrderInput(order),
        options: { inventoryBehaviour: inventoryBehaviours[inventory], sendReceipt, sendFulfillmentReceipt: false },
      },
    ),
  response: decodeMutation({
    root: "orderCreate",
    result: "order",
    wire: z.object({ order: OrderSummaryWire }),
    map: ({ order }) => toOrderSummary(order),
  }),
  quota: { bucket: "graphql", cost: 33 },
});
