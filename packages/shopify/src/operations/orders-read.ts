import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { Count, CountWire, gid, pageInput, searchInputFor, toSearchQuery } from "../schemas/common.js";
import { CustomId, exactlyOne } from "../schemas/inputs.js";
import { OrderSummary, OrderSummaryWire, orderSummaryFields, toOrderSummary } from "../schemas/order-summary.js";
import { Order, OrderWire, orderFields, toOrder } from "../schemas/orders.js";
import { adminDocs } from "../wire/docs-link.js";
import { connectionWire, decodeData, graphql, notFoundWhenNull, toPage } from "../wire/graphql.js";
import { pageCost } from "../wire/page-cost.js";

const orderSearch = searchInputFor("financial_status:paid AND fulfillment_status:unfulfilled");

/** Orders, page by page. */
export const listOrders = defineOperation({
  id: "shopify.orders.list",
  summary: "List orders, newest first unless sorted otherwise",
  description:
    "Orders older than 60 days appear only with read_all_orders; without it they are silently absent. The search index lags writes by some seconds.",
  docs: adminDocs("queries/orders"),
  effect: "read",
  input: z.object({
    ...orderSearch,
    sortKey: z
      .enum(["PROCESSED_AT", "CREATED_AT", "UPDATED_AT", "ORDER_NUMBER", "TOTAL_PRICE", "CUSTOMER_NAME", "ID"])
      .default("PROCESSED_AT")
      .describe("Sort by the field you filter on: other combinations may time out on large shops"),
    reverse: z.boolean().default(true).describe("Descending, default true: newest first"),
    ...pageInput,
  }),
  output: z.object({ orders: z.array(OrderSummary), nextCursor: z.string().optional() }),
  scopes: ["read_orders"],
  keywords: ["sales", "purchases", "open orders", "unpaid", "unfulfilled", "revenue", "recent"],
  examples: [
    {
      title: "Paid but not shipped",
      input: { query: "financial_status:paid AND fulfillment_status:unfulfilled", limit: 20 },
    },
    {
      title: "Changed since a moment",
      input: { query: "updated_at:>='2026-11-01T00:00:00Z'", sortKey: "UPDATED_AT", reverse: false },
    },
  ],
  pagination: { items: "orders" },
  request: ({ limit, cursor, query, sortKey, reverse }) =>
    graphql(
      "OrdersList",
      `query OrdersList($first: Int!, $after: String, $query: String, $sortKey: OrderSortKeys, $reverse: Boolean) {
        orders(first: $first, after: $after, query: $query, sortKey: $sortKey, reverse: $reverse) {
          nodes { ${orderSummaryFields} }
          pageInfo { hasNextPage endCursor }
        }
      }`,
      { first: limit, after: cursor ?? null, query: toSearchQuery(query), sortKey, reverse },
    ),
  response: decodeData(z.object({ orders: connectionWire(OrderSummaryWire) }), ({ orders: page }) => ({
    orders: page.nodes.map(toOrderSummary),
    ...toPage(page),
  })),
  quota: { bucket: "graphql", cost: pageCost(7, 16) },
  cache: { ttlMs: 10_000 },
});

interface OrderLookup {
  readonly id?: string | undefined;
  readonly customId?: { readonly value: string } | undefined;
}

/** One order. */
export const getOrder = defineOperation({
  id: "shopify.orders.get",
  summary: "Get one order with its line items, payments, shipments and refunds",
  description:
    "Give exactly one of id and customId. Name, address and e-mail are absent with a PARTIAL_DATA warning where the app lacks approval for customer data.",
  docs: adminDocs("queries/orderByIdentifier"),
  effect: "read",
  input: z.object({
    id: gid("Order").optional(),
    customId: CustomId.optional(),
    lineItemsLimit: z.number().int().min(1).max(250).default(50).describe("Line items per call, 1–250, default 50"),
    lineItemsCursor: z.string().min(1).optional().describe("nextLineItemsCursor of the call before"),
  }),
  output: Order,
  scopes: ["read_orders"],
  keywords: ["order details", "line items", "payment status", "transactions", "shipping address", "invoice"],
  examples: [{ title: "By id", input: { id: "gid://shopify/Order/5712345678901" } }],
  request: ({ id, customId, lineItemsLimit, lineItemsCursor }) => {
    const [name, value] = exactlyOne({ id, customId });
    return graphql(
      "OrderGet",
      `query OrderGet($identifier: OrderIdentifierInput!, $lineItems: Int!, $lineItemsAfter: String) {
        order: orderByIdentifier(identifier: $identifier) { ${orderFields} }
      }`,
      { identifier: { [name]: value }, lineItems: lineItemsLimit, lineItemsAfter: lineItemsCursor ?? null },
    );
  },
  response: decodeData(
    z.object({ order: OrderWire.nullish() }),
    ({ order }, { input }: { readonly input: OrderLookup }) =>
      toOrder(notFoundWhenNull(order, `order ${input.id ?? input.customId?.value}`)),
  ),
  quota: { bucket: "graphql", cost: ({ lineItemsLimit }) => pageCost(17, 34)({ limit: lineItemsLimit }) },
  cache: { ttlMs: 10_000 },
});

/** How many orders. */
export const countOrders = defineOperation({
  id: "shopify.orders.count",
  summary: "Count orders that match a search",
  description: "Stops at the limit and then says AT_LEAST. A search index lag of some seconds applies.",
  docs: adminDocs("queries/ordersCount"),
  effect: "read",
  input: z.object({
    ...orderSearch,
    limit: z.number().int().min(1).max(25_000).default(10_000).describe("Where counting stops, default 10000"),
  }),
  output: Count,
  scopes: ["read_orders"],
  keywords: ["how many", "number of orders", "total"],
  examples: [{ title: "Open orders", input: { query: "status:open" } }],
  request: ({ query, limit }) =>
    graphql(
      "OrdersCount",
      `query OrdersCount($query: String, $limit: Int) {
        ordersCount(query: $query, limit: $limit) { count precision }
      }`,
      { query: toSearchQuery(query), limit },
    ),
  response: decodeData(z.object({ ordersCount: CountWire.nullish() }), ({ ordersCount }) =>
    notFoundWhenNull(ordersCount, "count of orders"),
  ),
  quota: { bucket: "graphql", cost: 10 },
  cache: { ttlMs: 30_000 },
});
