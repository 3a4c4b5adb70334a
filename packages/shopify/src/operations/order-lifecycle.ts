import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { gid } from "../schemas/common.js";
import { isoTime, refuseInput } from "../schemas/inputs.js";
import { CancelledOrder } from "../schemas/order-cancel.js";
import { OrderSummary, OrderSummaryWire, orderSummaryFields, toOrderSummary } from "../schemas/order-summary.js";
import { adminDocs } from "../wire/docs-link.js";
import { decodeMutation, graphql } from "../wire/graphql.js";
import { findCancellation, findPayment } from "./verify/orders.js";

const refundMethods = {
  none: null,
  originalPaymentMethods: { originalPaymentMethodsRefund: true },
} as const;

/** Cancels an order; the vendor works on it after it answered. */
export const cancel = defineOperation({
  id: "shopify.orders.cancel",
  summary: "Cancel an order for good, optionally refunding and restocking it",
  description:
    "Cannot be undone and runs on at Shopify after the answer: read cancelledAt with shopify.orders.get to see it done. Check cancelledAt before repeating.",
  docs: adminDocs("mutations/orderCancel"),
  effect: "destroy",
  idempotency: "none",
  input: z.object({
    orderId: gid("Order"),
    reason: z.enum(["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF"]),
    restock: z.boolean().describe("Whether the items go back into inventory"),
    refund: z
      .enum(["none", "originalPaymentMethods", "storeCredit"])
      .default("none")
      .describe("How what was paid is given back, default none"),
    storeCreditExpiresAt: isoTime.optional().describe("Only with refund storeCredit"),
    notifyCustomer: z.boolean().default(false).describe("Whether Shopify mails the customer, default false"),
    staffNote: z.string().max(255).optional().describe("Why, for the staff"),
  }),
  verify: { read: findCancellation },
  output: CancelledOrder,
  scopes: ["write_orders"],
  keywords: ["void order", "abort", "fraud", "call off"],
  examples: [
    {
      title: "Called off by the customer",
      input: {
        orderId: "gid://shopify/Order/5712345678901",
        reason: "CUSTOMER",
        restock: true,
        refund: "originalPaymentMethods",
      },
    },
  ],
  request: ({ orderId, reason, restock, refund, storeCreditExpiresAt, notifyCustomer, staffNote }) => {
    if (storeCreditExpiresAt !== undefined && refund !== "storeCredit")
      throw refuseInput([{ path: "storeCreditExpiresAt", message: "Only with refund storeCredit" }]);
    return graphql(
      "OrderCancel",
      `mutation OrderCancel($orderId: ID!, $reason: OrderCancelReason!, $restock: Boolean!,
        $refundMethod: OrderCancelRefundMethodInput, $notifyCustomer: Boolean, $staffNote: String) {
        orderCancel(orderId: $orderId, reason: $reason, restock: $restock, refundMethod: $refundMethod,
          notifyCustomer: $notifyCustomer, staffNote: $staffNote) {
          job { id done }
          orderCancelUserErrors { code field message }
          userErrors { field message }
        }
      }`,
      {
        orderId,
        reason,
        restock,
        refundMethod:
          refund === "storeCredit"
            ? { storeCreditRefund: { expiresAt: storeCreditExpiresAt ?? null } }
            : refundMethods[refund],
        notifyCustomer,
        staffNote: staffNote ?? null,
      },
    );
  },
  response: decodeMutation({
    root: "orderCancel",
    result: "job",
    wire: z.object({ job: z.object({ id: z.string(), done: z.boolean() }) }),
    map: ({ job }, { input }: { readonly input: { readonly orderId: string } }) => ({
      orderId: input.orderId,
      jobId: job.id,
      done: job.done,
    }),
  }),
  quota: { bucket: "graphql", cost: 10 },
});

/** Records that an order was paid outside Shopify. */
export const markAsPaid = defineOperation({
  id: "shopify.orders.markAsPaid",
  summary: "Mark an order as paid outside Shopify",
  description:
    "Records a payment of what is outstanding. Refused for orders that are paid already: check canMarkAsPaid before repeating.",
  docs: adminDocs("mutations/orderMarkAsPaid"),
  effect: "write",
  idempotency: "none",
  input: z.object({ id: gid("Order") }),
  verify: { read: findPayment },
  output: OrderSummary,
  scopes: ["write_orders"],
  keywords: ["payment received", "bank transfer", "cash", "settle"],
  examples: [{ title: "Bank transfer arrived", input: { id: "gid://shopify/Order/5712345678901" } }],
  request: ({ id }) =>
    graphql(
      "OrderMarkAsPaid",
      `mutation OrderMarkAsPaid($input: OrderMarkAsPaidInput!) {
        orderMarkAsPaid(input: $input) { order { ${orderSummaryFields} } userErrors { field message } }
      }`,
      { input: { id } },
    ),
  response: decodeMutation({
    root: "orderMarkAsPaid",
    result: "order",
    strict: true,
    wire: z.object({ order: OrderSummaryWire }),
    map: ({ order }) => toOrderSummary(order),
  }),
  quota: { bucket: "graphql", cost: 10 },
});

/** Archives an order. */
export const close = defineOperation({
  id: "shopify.orders.close",
  summary: "Close (archive) an order that needs no more work",
  description: "Nothing is cancelled or refunded; the order only leaves the list of open ones.",
  docs: adminDocs("mutations/orderClose"),
  effect: "write",
  idempotency: "natural",
  input: z.object({ id: gid("Order") }),
  output: OrderSummary,
  scopes: ["write_orders"],
  keywords: ["archive", "finish", "done"],
  examples: [{ title: "Archive", input: { id: "gid://shopify/Order/5712345678901" } }],
  request: ({ id }) =>
    graphql(
      "OrderClose",
      `mutation OrderClose($input: OrderCloseInput!) {
        orderClose(input: $input) { order { ${orderSummaryFields} } userErrors { field message } }
      }`,
      { input: { id } },
    ),
  response: decodeMutation({
    root: "orderClose",
    result: "order",
    strict: true,
    wire: z.object({ order: OrderSummaryWire }),
    map: ({ order }) => toOrderSummary(order),
  }),
  quota: { bucket: "graphql", cost: 10 },
});
