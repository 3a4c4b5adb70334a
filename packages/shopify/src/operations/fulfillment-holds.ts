import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { gid } from "../schemas/common.js";
import {
  FulfillmentHold,
  FulfillmentHoldWire,
  FulfillmentOrder,
  FulfillmentOrderWire,
  fulfillmentHoldFields,
  fulfillmentOrderFields,
  toFulfillmentHold,
  toFulfillmentOrder,
} from "../schemas/fulfillment-orders.js";
import { given } from "../schemas/inputs.js";
import { adminDocs } from "../wire/docs-link.js";
import { decodeMutation, graphql } from "../wire/graphql.js";

const holdReasons = [
  "AWAITING_PAYMENT",
  "AWAITING_RETURN_ITEMS",
  "HIGH_RISK_OF_FRAUD",
  "INCORRECT_ADDRESS",
  "INVENTORY_OUT_OF_STOCK",
  "UNKNOWN_DELIVERY_DATE",
  "OTHER",
] as const;

const holdScopes = [["write_merchant_managed_fulfillment_orders", "write_third_party_fulfillment_orders"]];

/** Stops shipping. */
export const hold = defineOperation({
  id: "shopify.fulfillmentOrders.hold",
  summary: "Hold a fulfillment order back, so that it is not shipped",
  description:
    "With lineItems only those are held and the rest moves to a new fulfillment order. Each call adds a hold.",
  docs: adminDocs("mutations/fulfillmentOrderHold"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    id: gid("FulfillmentOrder"),
    reason: z.enum(holdReasons),
    reasonNotes: z.string().max(1_024).optional().describe("Why, for the staff"),
    lineItems: z
      .array(z.strictObject({ id: gid("FulfillmentOrderLineItem"), quantity: z.number().int().min(1) }))
      .min(1)
      .max(250)
      .optional()
      .describe("Default: all of it"),
    handle: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe("Unique among this app's holds on it; lets a repeat be refused"),
    externalId: z.string().min(1).optional().describe("Your own id of the hold, to release it by"),
    notifyMerchant: z.boolean().default(false).describe("Whether the merchant is mailed, default false"),
  }),
  output: z.object({
    hold: FulfillmentHold.optional(),
    fulfillmentOrder: FulfillmentOrder,
    remainingFulfillmentOrder: FulfillmentOrder.optional().describe("What was split off and may be shipped"),
  }),
  scopes: holdScopes,
  keywords: ["stop shipment", "pause", "block", "suspend", "fraud check"],
  examples: [
    {
      title: "Address to be clarified",
      input: { id: "gid://shopify/FulfillmentOrder/6812345678901", reason: "INCORRECT_ADDRESS" },
    },
  ],
  request: ({ id, lineItems, ...about }) =>
    graphql(
      "FulfillmentOrderHold",
      `mutation FulfillmentOrderHold($id: ID!, $fulfillmentHold: FulfillmentOrderHoldInput!) {
        fulfillmentOrderHold(id: $id, fulfillmentHold: $fulfillmentHold) {
          fulfillmentHold ${fulfillmentHoldFields}
          fulfillmentOrder ${fulfillmentOrderFields}
          remainingFulfillmentOrder ${fulfillmentOrderFields}
          userErrors { code field message }
        }
      }`,
      { id, fulfillmentHold: given({ ...about, fulfillmentOrderLineItems: lineItems }) },
    ),
  response: decodeMutation({
    root: "fulfillmentOrderHold",
    result: "fulfillmentOrder",
    strict: true,
    wire: z.object({
      fulfillmentHold: FulfillmentHoldWire.nullish(),
      fulfillmentOrder: FulfillmentOrderWire,
      remainingFulfillmentOrder: FulfillmentOrderWire.nullish(),
    }),
    map: ({ fulfillmentHold, fulfillmentOrder, remainingFulfillmentOrder }) => ({
      ...(fulfillmentHold && { hold: toFulfillmentHold(fulfillmentHold) }),
      fulfillmentOrder: toFulfillmentOrder(fulfillmentOrder),
      ...(remainingFulfillmentOrder && { remainingFulfillmentOrder: toFulfillmentOrder(remainingFulfillmentOrder) }),
    }),
  }),
  quota: { bucket: "graphql", cost: 34 },
});

/** Lets shipping go on. */
export const releaseHold = defineOperation({
  id: "shopify.fulfillmentOrders.releaseHold",
  summary: "Release holds of a fulfillment order, so that it can be shipped",
  description: "Without holdIds and externalId all holds are released, those of other apps included.",
  docs: adminDocs("mutations/fulfillmentOrderReleaseHold"),
  effect: "write",
  idempotency: "natural",
  input: z.object({
    id: gid("FulfillmentOrder"),
    holdIds: z.array(gid("FulfillmentHold")).min(1).max(250).optional().describe("Default: all holds"),
    externalId: z.string().min(1).optional().describe("The hold's own id as given when holding"),
  }),
  output: FulfillmentOrder,
  scopes: holdScopes,
  keywords: ["resume shipment", "unblock", "continue"],
  examples: [{ title: "All holds", input: { id: "gid://shopify/FulfillmentOrder/6812345678901" } }],
  request: ({ id, holdIds, externalId }) =>
    graphql(
      "FulfillmentOrderReleaseHold",
      `mutation FulfillmentOrderReleaseHold($id: ID!, $holdIds: [ID!], $externalId: String) {
        fulfillmentOrderReleaseHold(id: $id, holdIds: $holdIds, externalId: $externalId) {
          fulfillmentOrder ${fulfillmentOrderFields}
          userErrors { code field message }
        }
      }`,
      { id, ...given({ holdIds, externalId }) },
    ),
  response: decodeMutation({
    root: "fulfillmentOrderReleaseHold",
    result: "fulfillmentOrder",
    strict: true,
    wire: z.object({ fulfillmentOrder: FulfillmentOrderWire }),
    map: ({ fulfillmentOrder }) => toFulfillmentOrder(fulfillmentOrder),
  }),
  quota: { bucket: "graphql", cost: 22 },
});
