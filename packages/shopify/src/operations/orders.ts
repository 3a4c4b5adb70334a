import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { AddressInput } from "../schemas/address.js";
import { gid } from "../schemas/common.js";
import { attributeList, given, refuseInput, tagList } from "../schemas/inputs.js";
import { OrderSummary, OrderSummaryWire, orderSummaryFields, toOrderSummary } from "../schemas/order-summary.js";
import { adminDocs } from "../wire/docs-link.js";
import { decodeMutation, graphql } from "../wire/graphql.js";
import { cancel, close, markAsPaid } from "./order-lifecycle.js";
import { create } from "./orders-create.js";
import { countOrders, getOrder, listOrders } from "./orders-read.js";

const update = defineOperation({
  id: "shopify.orders.update",
  summary: "Change an order's note, tags, contact, shipping address or attributes",
  description:
    "Fields left out stay as they are; tags and customAttributes replace the whole list. Line items and prices cannot be changed here.",
  docs: adminDocs("mutations/orderUpdate"),
  effect: "write",
  idempotency: "natural",
  input: z.object({
    id: gid("Order"),
    note: z.string().max(5_000).optional().describe("Internal note; empty text clears it"),
    tags: tagList.optional().describe("Replaces all tags; shopify.tags.add only adds"),
    email: z.email().optional(),
    phone: z.string().optional().describe("E.164, e.g. +4930901820"),
    poNumber: z.string().optional().describe("Purchase order number"),
    shippingAddress: AddressInput.optional(),
    customAttributes: attributeList.optional().describe("Replaces all custom attributes"),
  }),
  output: OrderSummary,
  scopes: ["write_orders"],
  keywords: ["edit order", "correct address", "add note", "change email"],
  examples: [{ title: "Leave a note", input: { id: "gid://shopify/Order/5712345678901", note: "Pack as a gift" } }],
  request: ({ id, ...changes }) => {
    const fields = given(changes);
    if (Object.keys(fields).length === 0)
      throw refuseInput([{ path: "", message: "Give at least one field to change" }]);
    return graphql(
      "OrderUpdate",
      `mutation OrderUpdate($input: OrderInput!) {
        orderUpdate(input: $input) { order { ${orderSummaryFields} } userErrors { field message } }
      }`,
      { input: { id, ...fields } },
    );
  },
  response: decodeMutation({
    root: "orderUpdate",
    result: "order",
    strict: true,
    wire: z.object({ order: OrderSummaryWire }),
    map: ({ order }) => toOrderSummary(order),
  }),
  quota: { bucket: "graphql", cost: 20 },
});

/** Operations on orders. */
export const orders = {
  list: listOrders,
  get: getOrder,
  count: countOrders,
  update,
  cancel,
  markAsPaid,
  close,
  create,
};
