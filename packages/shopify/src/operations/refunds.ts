import { defineOperation } from "@trunkline/core";
import { RefundCreateInput, toRefundInput } from "../schemas/refund-create.js";
import { Refund, RefundPayloadWire, refundPayloadFields, toRefund } from "../schemas/refunds.js";
import { adminDocs } from "../wire/docs-link.js";
import { decodeMutation, graphql, idempotencyParts } from "../wire/graphql.js";
import { findRefund } from "./verify/refunds.js";

const create = defineOperation({
  id: "shopify.refunds.create",
  summary: "Refund line items, shipping or an amount of an order",
  description:
    "Money moves only by transactions or storeCredit and cannot be called back. Repeating with the same idempotency key within 24 hours refunds once.",
  docs: adminDocs("mutations/refundCreate"),
  effect: "destroy",
  idempotency: "key",
  input: RefundCreateInput,
  verify: { read: findRefund },
  output: Refund,
  scopes: ["write_orders"],
  keywords: ["pay back", "money back", "reimburse", "credit", "return", "chargeback", "goodwill"],
  examples: [
    {
      title: "One item and its money",
      input: {
        orderId: "gid://shopify/Order/5712345678901",
        lineItems: [{ lineItemId: "gid://shopify/LineItem/14212345678901", quantity: 1 }],
        transactions: [
          { parentId: "gid://shopify/OrderTransaction/6912345678901", amount: "12.50", gateway: "shopify_payments" },
        ],
        note: "Arrived damaged",
      },
    },
  ],
  request: (input, context) => {
    const { definition, directive, variables } = idempotencyParts(context);
    return graphql(
      "RefundCreate",
      `mutation RefundCreate(${definition}$input: RefundInput!) {
        refundCreate(input: $input)${directive} { ${refundPayloadFields} }
      }`,
      { ...variables, input: toRefundInput(input) },
    );
  },
  response: decodeMutation({
    root: "refundCreate",
    result: "refund",
    wire: RefundPayloadWire,
    map: (payload, { input }: { readonly input: { readonly orderId: string } }) => toRefund(payload, input.orderId),
  }),
  quota: { bucket: "graphql", cost: 48 },
});

/** Operations on refunds. */
export const refunds = { create };
