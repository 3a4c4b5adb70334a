import { type ComposedCall, parseWire } from "@trunkline/core";
import { shopify } from "@trunkline/shopify";
import { z } from "zod";
import { addDays, type Period } from "./period.js";

const graphql = shopify.operations.graphql.query;

/** Ids of the operations that reading sales runs. */
export const shopOrdersUses = [graphql.id];

const pageSize = 100;
const maxPages = 20;

const document = `query InsightsOrders($first: Int!, $after: String, $query: String!) {
  orders(first: $first, after: $after, query: $query, sortKey: PROCESSED_AT) {
    nodes {
      processedAt cancelledAt test
      currentTotalPriceSet { shopMoney { amount currencyCode } }
      customerJourneySummary { lastVisit { landingPage source } }
      lineItems(first: 50) {
        nodes { quantity currentQuantity discountedTotalSet { shopMoney { amount } } product { id } }
        pageInfo { hasNextPage }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

const amount = z.union([z.string(), z.number()]).transform(Number);

const OrderWire = z.object({
  processedAt: z.string(),
  cancelledAt: z.string().nullish(),
  test: z.boolean().nullish(),
  currentTotalPriceSet: z.object({ shopMoney: z.object({ amount, currencyCode: z.string() }) }),
  customerJourneySummary: z
    .object({
      lastVisit: z.object({ landingPage: z.string().nullish(), source: z.string().nullish() }).nullish(),
    })
    .nullish(),
  lineItems: z.object({
    nodes: z.array(
      z.object({
        quantity: z.number(),
        currentQuantity: z.number(),
        discountedTotalSet: z.object({ shopMoney: z.object({ amount }) }),
        product: z.object({ id: z.string() }).nullish(),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean() }),
  }),
});

const PageWire = z.object({
  orders: z.object({
    nodes: z.array(OrderWire),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  }),
});

/** An order that counts as a sale. */
export interface Sale {
  /** UTC day. */
  readonly day: string;
  readonly total: number;
  readonly currency: string;
  /** Where the visit began that ended in the order, where Shopify knows it. */
  readonly landingPage?: string;
  /** Where that visit came from, e.g. `google`. */
  readonly source?: string;
  readonly lines: readonly { readonly productId: string; readonly units: number; readonly revenue: number }[];
}

const searchOf = ({ startDate, endDate }: Period): string =>
  `processed_at:>='${startDate}T00:00:00Z' AND processed_at:<'${addDays(endDate, 1)}T00:00:00Z'`;

/** The sales of some UTC days: test orders and cancelled ones are none, and what was refunded does not count. */
export const readSales = async (call: ComposedCall, period: Period): Promise<readonly Sale[]> => {
  const sales: Sale[] = [];
  let after: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const orders = await readPage(call, { first: pageSize, after, query: searchOf(period) });
    sales.push(...orders.nodes.filter(({ cancelledAt, test }) => !cancelledAt && !test).map(toSale));
    if (orders.nodes.some(({ lineItems }) => lineItems.pageInfo.hasNextPage)) warnLongOrder(call);
    if (!orders.pageInfo.hasNextPage || !orders.pageInfo.endCursor) return sales;
    after = orders.pageInfo.endCursor;
  }
  call.warn({
    code: "ORDERS_CAPPED",
    message: `Only the first ${maxPages * pageSize} orders of ${period.startDate} to ${period.endDate} were read. Ask for fewer days.`,
  });
  return sales;
};

const readPage = async (call: ComposedCall, variables: Record<string, unknown>) => {
  const { data } = await call.run(graphql, { query: document, variables });
  return parseWire(PageWire, data).orders;
};

const warnLongOrder = (call: ComposedCall): void =>
  call.warn({ code: "LINES_CAPPED", message: "Of orders with more than 50 lines only the first 50 were counted." });

const toSale = (wire: z.output<typeof OrderWire>): Sale => {
  const { landingPage, source } = wire.customerJourneySummary?.lastVisit ?? {};
  const { amount: total, currencyCode: currency } = wire.currentTotalPriceSet.shopMoney;
  return {
    day: wire.processedAt.slice(0, 10),
    total,
    currency,
    ...(landingPage && { landingPage }),
    ...(source && { source }),
    lines: wire.lineItems.nodes.flatMap(({ product, quantity, currentQuantity, discountedTotalSet }) =>
      product && quantity > 0
        ? [
            {
              productId: product.id,
              units: currentQuantity,
              revenue: (discountedTotalSet.shopMoney.amount * currentQuantity) / quantity,
            },
          ]
        : [],
    ),
  };
};

const visibleDays = 60;

/** Says that older orders need a permission whose lack Shopify does not tell. Without a day: orders of any age are asked for. */
export const warnOldOrders = (call: ComposedCall, nowMs: number, since?: string): void => {
  const oldest = new Date(nowMs - visibleDays * 86_400_000).toISOString().slice(0, 10);
  if (since === undefined || since < oldest)
    call.warn({
      code: "OLD_ORDERS",
      message: `Orders before ${oldest} are silently absent unless the Shopify app has read_all_orders.`,
    });
};
