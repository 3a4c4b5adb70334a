import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { gid } from "../schemas/common.js";
import { DraftOrderCreateInput, toDraftOrderInput } from "../schemas/draft-order-create.js";
import {
  DraftOrderSummary,
  DraftOrderSummaryWire,
  draftOrderSummaryFields,
  toDraftOrderSummary,
} from "../schemas/draft-order-summary.js";
import { given } from "../schemas/inputs.js";
import { adminDocs } from "../wire/docs-link.js";
import { decodeMutation, graphql } from "../wire/graphql.js";
import { findCompletion } from "./verify/draft-orders.js";

const Payload = z.object({ draftOrder: DraftOrderSummaryWire });
const toResult = ({ draftOrder }: z.output<typeof Payload>) => toDraftOrderSummary(draftOrder);

/** Makes a quote. */
export const create = defineOperation({
  id: "shopify.draftOrders.create",
  summary: "Create a draft order: a quote or an order to be paid by invoice",
  description: "Not repeatable: a repeat makes a second draft. Nothing is charged and no mail is sent.",
  docs: adminDocs("mutations/draftOrderCreate"),
  effect: "write",
  idempotency: "none",
  input: DraftOrderCreateInput,
  output: DraftOrderSummary,
  scopes: ["write_draft_orders"],
  keywords: ["quote", "offer", "phone order", "custom order", "invoice"],
  examples: [
    {
      title: "A variant and a custom item",
      input: {
        currencyCode: "EUR",
        lineItems: [
          { variantId: "gid://shopify/ProductVariant/4412345678901", quantity: 3 },
          { title: "Engraving", quantity: 1, price: "9.50" },
        ],
        email: "jana@example.com",
      },
    },
  ],
  request: (input) =>
    graphql(
      "DraftOrderCreate",
      `mutation DraftOrderCreate($input: DraftOrderInput!) {
        draftOrderCreate(input: $input) { draftOrder { ${draftOrderSummaryFields} } userErrors { field message } }
      }`,
      { input: toDraftOrderInput(input) },
    ),
  response: decodeMutation({ root: "draftOrderCreate", result: "draftOrder", wire: Payload, map: toResult }),
  quota: { bucket: "graphql", cost: 12 },
});

/** Turns a quote into an order. */
export const complete = defineOperation({
  id: "shopify.draftOrders.complete",
  summary: "Complete a draft order: turn it into an order, paid unless paymentPending",
  description: "Cannot be undone. Check that status is not COMPLETED before repeating.",
  docs: adminDocs("mutations/draftOrderComplete"),
  effect: "destroy",
  idempotency: "none",
  input: z.object({
    id: gid("DraftOrder"),
    paymentPending: z.boolean().default(false).describe("true: the order is still to be paid; false: marks it as paid"),
  }),
  verify: { read: findCompletion },
  output: DraftOrderSummary,
  scopes: ["write_draft_orders"],
  keywords: ["place order", "convert quote", "accept offer"],
  examples: [
    { title: "To be paid later", input: { id: "gid://shopify/DraftOrder/1212345678901", paymentPending: true } },
  ],
  request: ({ id, paymentPending }) =>
    graphql(
      "DraftOrderComplete",
      `mutation DraftOrderComplete($id: ID!, $paymentPending: Boolean) {
        draftOrderComplete(id: $id, paymentPending: $paymentPending) {
          draftOrder { ${draftOrderSummaryFields} }
          userErrors { field message }
        }
      }`,
      { id, paymentPending },
    ),
  response: decodeMutation({
    root: "draftOrderComplete",
    result: "draftOrder",
    strict: true,
    wire: Payload,
    map: toResult,
  }),
  quota: { bucket: "graphql", cost: 12 },
});

/** Mails a quote's invoice. */
export const invoiceSend = defineOperation({
  id: "shopify.draftOrders.invoiceSend",
  summary: "Mail a draft order's invoice with its payment link to the customer",
  description: "Every call sends a mail. Without fields the draft's e-mail and the shop's template are used.",
  docs: adminDocs("mutations/draftOrderInvoiceSend"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    id: gid("DraftOrder"),
    to: z.email().optional().describe("Default: the draft order's e-mail"),
    subject: z.string().min(1).optional(),
    customMessage: z.string().min(1).optional().describe("Shown in the mail"),
    bcc: z.array(z.email()).max(250).optional().describe("Only addresses of the shop's staff"),
  }),
  output: DraftOrderSummary,
  scopes: ["write_draft_orders"],
  keywords: ["send invoice", "e-mail quote", "request payment", "payment link"],
  examples: [{ title: "As it is", input: { id: "gid://shopify/DraftOrder/1212345678901" } }],
  request: ({ id, ...mail }) => {
    const email = given(mail);
    return graphql(
      "DraftOrderInvoiceSend",
      `mutation DraftOrderInvoiceSend($id: ID!, $email: EmailInput) {
        draftOrderInvoiceSend(id: $id, email: $email) {
          draftOrder { ${draftOrderSummaryFields} }
          userErrors { field message }
        }
      }`,
      { id, email: Object.keys(email).length > 0 ? email : null },
    );
  },
  response: decodeMutation({
    root: "draftOrderInvoiceSend",
    result: "draftOrder",
    strict: true,
    wire: Payload,
    map: toResult,
  }),
  quota: { bucket: "graphql", cost: 12 },
});
