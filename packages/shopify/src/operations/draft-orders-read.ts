import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { gid, pageInput, searchInputFor, toSearchQuery } from "../schemas/common.js";
import {
  DraftOrderSummary,
  DraftOrderSummaryWire,
  draftOrderSummaryFields,
  toDraftOrderSummary,
} from "../schemas/draft-order-summary.js";
import { DraftOrder, DraftOrderWire, draftOrderFields, toDraftOrder } from "../schemas/draft-orders.js";
import { adminDocs } from "../wire/docs-link.js";
import { connectionWire, decodeData, graphql, notFoundWhenNull, toPage } from "../wire/graphql.js";
import { pageCost } from "../wire/page-cost.js";

/** Draft orders, page by page. */
export const listDraftOrders = defineOperation({
  id: "shopify.draftOrders.list",
  summary: "List draft orders: quotes and orders not yet placed",
  docs: adminDocs("queries/draftOrders"),
  effect: "read",
  input: z.object({
    ...searchInputFor("status:open AND tag:wholesale"),
    sortKey: z.enum(["ID", "UPDATED_AT", "NUMBER", "STATUS", "CUSTOMER_NAME", "TOTAL_PRICE"]).default("ID"),
    reverse: z.boolean().default(false).describe("Descending, default false"),
    ...pageInput,
  }),
  output: z.object({ draftOrders: z.array(DraftOrderSummary), nextCursor: z.string().optional() }),
  scopes: ["read_draft_orders"],
  keywords: ["quotes", "offers", "phone orders", "unpaid invoices", "b2b"],
  examples: [{ title: "Open ones", input: { query: "status:open" } }],
  pagination: { items: "draftOrders" },
  request: ({ limit, cursor, query, sortKey, reverse }) =>
    graphql(
      "DraftOrdersList",
      `query DraftOrdersList($first: Int!, $after: String, $query: String, $sortKey: DraftOrderSortKeys, $reverse: Boolean) {
        draftOrders(first: $first, after: $after, query: $query, sortKey: $sortKey, reverse: $reverse) {
          nodes { ${draftOrderSummaryFields} }
          pageInfo { hasNextPage endCursor }
        }
      }`,
      { first: limit, after: cursor ?? null, query: toSearchQuery(query), sortKey, reverse },
    ),
  response: decodeData(z.object({ draftOrders: connectionWire(DraftOrderSummaryWire) }), ({ draftOrders: page }) => ({
    draftOrders: page.nodes.map(toDraftOrderSummary),
    ...toPage(page),
  })),
  quota: { bucket: "graphql", cost: pageCost(5, 23) },
  cache: { ttlMs: 10_000 },
});

interface DraftOrderLookup {
  readonly id: string;
}

/** One draft order. */
export const getDraftOrder = defineOperation({
  id: "shopify.draftOrders.get",
  summary: "Get one draft order with its line items and totals",
  docs: adminDocs("queries/draftOrder"),
  effect: "read",
  input: z.object({
    id: gid("DraftOrder"),
    lineItemsLimit: z.number().int().min(1).max(250).default(50).describe("Line items per call, 1–250, default 50"),
    lineItemsCursor: z.string().min(1).optional().describe("nextLineItemsCursor of the call before"),
  }),
  output: DraftOrder,
  scopes: ["read_draft_orders"],
  keywords: ["quote", "offer", "invoice link", "phone order"],
  examples: [{ title: "By id", input: { id: "gid://shopify/DraftOrder/1212345678901" } }],
  request: ({ id, lineItemsLimit, lineItemsCursor }) =>
    graphql(
      "DraftOrderGet",
      `query DraftOrderGet($id: ID!, $lineItems: Int!, $lineItemsAfter: String) {
        draftOrder(id: $id) { ${draftOrderFields} }
      }`,
      { id, lineItems: lineItemsLimit, lineItemsAfter: lineItemsCursor ?? null },
    ),
  response: decodeData(
    z.object({ draftOrder: DraftOrderWire.nullish() }),
    ({ draftOrder }, { input }: { readonly input: DraftOrderLookup }) =>
      toDraftOrder(notFoundWhenNull(draftOrder, `draft order ${input.id}`)),
  ),
  quota: { bucket: "graphql", cost: ({ lineItemsLimit }) => pageCost(12, 30)({ limit: lineItemsLimit }) },
  cache: { ttlMs: 10_000 },
});
