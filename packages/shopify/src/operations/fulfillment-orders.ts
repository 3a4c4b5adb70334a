import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { gid, nestedPageInput, searchInputFor, toSearchQuery } from "../schemas/common.js";
import {
  FulfillmentOrder,
  FulfillmentOrderWire,
  fulfillmentOrderFields,
  toFulfillmentOrder,
} from "../schemas/fulfillment-orders.js";
import { adminDocs } from "../wire/docs-link.js";
import { connectionWire, decodeData, graphql, notFoundWhenNull, toPage } from "../wire/graphql.js";
import { pageCost } from "../wire/page-cost.js";
import { hold, releaseHold } from "./fulfillment-holds.js";

const Page = connectionWire(FulfillmentOrderWire);

const listDocument = `query FulfillmentOrdersList($first: Int!, $after: String, $query: String, $includeClosed: Boolean,
  $sortKey: FulfillmentOrderSortKeys, $reverse: Boolean) {
  fulfillmentOrders(first: $first, after: $after, query: $query, includeClosed: $includeClosed, sortKey: $sortKey,
    reverse: $reverse) {
    nodes ${fulfillmentOrderFields}
    pageInfo { hasNextPage endCursor }
  }
}`;

const ofOrderDocument = `query FulfillmentOrdersOfOrder($orderId: ID!, $first: Int!, $after: String, $query: String,
  $reverse: Boolean) {
  order(id: $orderId) {
    fulfillmentOrders(first: $first, after: $after, query: $query, reverse: $reverse) {
      nodes ${fulfillmentOrderFields}
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

interface ListLookup {
  readonly orderId?: string | undefined;
  readonly includeClosed: boolean;
}

const list = defineOperation({
  id: "shopify.fulfillmentOrders.list",
  summary: "List what is to be shipped, with the quantities that remain",
  description:
    "Only locations that the token's fulfilment scopes cover are seen. With orderId (needs read_orders) closed ones are dropped from each page after reading, so pages may be short.",
  docs: adminDocs("queries/fulfillmentOrders"),
  effect: "read",
  input: z.object({
    orderId: gid("Order").optional().describe("Only those of this order"),
    ...searchInputFor("status:open AND assigned_location_id:6512345678901"),
    includeClosed: z.boolean().default(false).describe("Whether those without work left are listed, default false"),
    sortKey: z.enum(["ID", "UPDATED_AT"]).default("ID").describe("Not with orderId: there it is by id"),
    reverse: z.boolean().default(false).describe("Descending, default false"),
    ...nestedPageInput,
  }),
  output: z.object({ fulfillmentOrders: z.array(FulfillmentOrder), nextCursor: z.string().optional() }),
  scopes: [
    [
      "read_merchant_managed_fulfillment_orders",
      "read_assigned_fulfillment_orders",
      "read_third_party_fulfillment_orders",
    ],
  ],
  keywords: ["to ship", "pick list", "packing", "warehouse", "backlog", "remaining quantity", "dispatch"],
  examples: [
    { title: "Of one order", input: { orderId: "gid://shopify/Order/5712345678901" } },
    { title: "Open ones", input: { query: "status:open" } },
  ],
  pagination: { items: "fulfillmentOrders" },
  request: ({ orderId, query, includeClosed, sortKey, reverse, limit, cursor }) => {
    const page = { first: limit, after: cursor ?? null, query: toSearchQuery(query), reverse };
    return orderId === undefined
      ? graphql("FulfillmentOrdersList", listDocument, { ...page, includeClosed, sortKey })
      : graphql("FulfillmentOrdersOfOrder", ofOrderDocument, { ...page, orderId });
  },
  response: decodeData(
    z.object({
      fulfillmentOrders: Page.optional(),
      order: z.object({ fulfillmentOrders: Page }).nullish(),
    }),
    ({ fulfillmentOrders, order }, { input }: { readonly input: ListLookup }) => {
      const page = fulfillmentOrders ?? notFoundWhenNull(order, `order ${input.orderId}`).fulfillmentOrders;
      const shown = page.nodes.map(toFulfillmentOrder).filter(({ status }) => input.includeClosed || isOpen(status));
      return { fulfillmentOrders: shown, ...toPage(page) };
    },
  ),
  quota: { bucket: "graphql", cost: pageCost(16, 94) },
});

/** An order's own connection knows no `includeClosed`: it gives all. */
const isOpen = (status: string): boolean => status !== "CLOSED" && status !== "CANCELLED";

/** Operations on fulfillment orders. */
export const fulfillmentOrders = { list, hold, releaseHold };
