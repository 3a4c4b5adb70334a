import type { ChangeInterval, ChangeSource, InboundEvent } from "@trunkline/core";
import { z } from "zod";
import { toInboundEvent } from "./event.js";

/** What the lists of all three have in common. */
const Changed = z.looseObject({ id: z.string(), updatedAt: z.string(), createdAt: z.string().optional() });
type Changed = z.output<typeof Changed>;

interface ListFacts {
  readonly operation: string;
  /** Key of the output's list. */
  readonly items: string;
  /** Topic of the webhook that tells of a change. */
  readonly topic: string;
  /** The body of that webhook, as far as a list knows it: REST-shaped like all of them. */
  toBody(item: Changed): Readonly<Record<string, unknown>>;
}

/** Most rows of a page that stay well below the query cost limit. */
const pageSize = 100;

const sourceOf = (name: string, summary: string, facts: ListFacts): ChangeSource => ({
  name,
  summary,
  sendsEach: true,
  page: async (call, interval) => {
    const answer = await call(facts.operation, {
      query: changedWithin(interval),
      sortKey: "UPDATED_AT",
      reverse: false,
      limit: pageSize,
      ...(interval.cursor !== undefined && { cursor: interval.cursor }),
    });
    const page = z.looseObject({ [facts.items]: z.array(Changed), nextCursor: z.string().optional() }).parse(answer);
    const { nextCursor } = page;
    return {
      events: (page[facts.items] as readonly Changed[]).map((item) => toEvent(facts, item)),
      ...(typeof nextCursor === "string" && { nextCursor }),
    };
  },
});

/** In the search syntax; times need quotes because of their colons. */
const changedWithin = ({ from, to }: ChangeInterval): string => `updated_at:>='${from}' AND updated_at:<'${to}'`;

const toEvent = ({ topic, toBody }: ListFacts, item: Changed): InboundEvent => {
  const id = item.id.slice(item.id.lastIndexOf("/") + 1);
  return toInboundEvent({
    topic,
    shop: "",
    webhookId: "",
    dedupeKey: `${topic}:${id}:${item.updatedAt}`,
    triggeredAt: item.updatedAt,
    body: {
      id,
      admin_graphql_api_id: item.id,
      created_at: item.createdAt,
      updated_at: item.updatedAt,
      ...toBody(item),
    },
  });
};

const tags = (value: unknown): string => (Array.isArray(value) ? value.join(", ") : "");
const lower = (value: unknown): string | null => (typeof value === "string" ? value.toLowerCase() : null);
const idOf = (value: unknown): string | undefined =>
  typeof value === "object" && value !== null && "id" in value ? String(value.id).replace(/^.*\//, "") : undefined;

/** Orders, products and customers by when they changed. */
export const changeSources: readonly ChangeSource[] = [
  sourceOf("orders", "Orders that were made or changed", {
    operation: "shopify.orders.list",
    items: "orders",
    topic: "orders/updated",
    toBody: ({
      name,
      email,
      note,
      cancelledAt,
      closedAt,
      financialStatus,
      fulfillmentStatus,
      total,
      customer,
      ...rest
    }) => ({
      name,
      email: email ?? null,
      note: note ?? null,
      cancelled_at: cancelledAt ?? null,
      closed_at: closedAt ?? null,
      financial_status: lower(financialStatus),
      fulfillment_status: fulfillmentStatus === "UNFULFILLED" ? null : lower(fulfillmentStatus),
      ...moneyOf(total),
      customer: idOf(customer) === undefined ? null : { id: idOf(customer) },
      tags: tags(rest.tags),
    }),
  }),
  sourceOf("products", "Products that were made or changed", {
    operation: "shopify.products.list",
    items: "products",
    topic: "products/update",
    toBody: ({ title, handle, status, vendor, productType, publishedAt, ...rest }) => ({
      title,
      handle,
      status: lower(status),
      vendor,
      product_type: productType,
      published_at: publishedAt ?? null,
      tags: tags(rest.tags),
    }),
  }),
  sourceOf("customers", "Customers that were made or changed", {
    operation: "shopify.customers.list",
    items: "customers",
    topic: "customers/update",
    toBody: ({ email, phone, state, ...rest }) => ({
      email: email ?? null,
      phone: phone ?? null,
      state: lower(state),
      tags: tags(rest.tags),
    }),
  }),
];

const moneyOf = (total: unknown): Readonly<Record<string, unknown>> => {
  const money = z.looseObject({ amount: z.string(), currencyCode: z.string() }).safeParse(total);
  return money.success ? { total_price: money.data.amount, currency: money.data.currencyCode } : {};
};
