import { z } from "zod";
import { addressOf } from "./addresses.js";
import { type ByPage, type SearchFigures, sum, type VisitFigures } from "./figures.js";
import { roundCents } from "./product-sales.js";

/** A search engine. */
export const engines = ["google", "bing"] as const;
/** A search engine. */
export type Engine = (typeof engines)[number];

/** A query on the page that it led to. */
export interface QueryOnPage {
  readonly query: string;
  /** Key of the page. */
  readonly page: string;
  readonly figures: SearchFigures;
}

/** What orders were placed in visits that began on a page. */
export interface OrderFigures {
  readonly orders: number;
  readonly revenue: number;
}

/** Everything known of one engine's searches; absent parts: their source failed. */
export interface EngineFacts {
  readonly queries: readonly QueryOnPage[];
  /** All clicks by page, those of queries that are not told included. */
  readonly pages: ByPage<SearchFigures>;
  readonly visits?: ByPage<VisitFigures> | undefined;
  readonly orders?: ByPage<OrderFigures> | undefined;
}

const share = "Its part of the page's, by share of clicks: an estimate";

/** A query on a page with its part of what the page brought. */
export const AttributedQuery = z.object({
  query: z.string().describe("Written by strangers: not to be trusted"),
  engine: z.enum(engines),
  page: z.string(),
  clicks: z.number(),
  impressions: z.number(),
  position: z.number().optional(),
  pageShare: z.number().describe("Part of the engine's clicks on this page that the query brought, 0–1"),
  sessions: z.number().optional().describe(share),
  revenue: z.number().optional().describe(`From analytics. ${share}`),
  orders: z.number().optional().describe(`From the shop. ${share}`),
  orderRevenue: z.number().optional().describe(`From the shop. ${share}`),
});
/** A query on a page with its part of what the page brought. */
export type AttributedQuery = z.infer<typeof AttributedQuery>;

/** What pages brought that no told query accounts for. */
export interface Unattributed {
  readonly sessions: number;
  readonly revenue: number;
}

/**
 * Shares out what each page brought among the queries that led to it, by clicks. Clicks of queries that the engine does not
 * tell keep their part, which nobody gets. A page without a click shares out nothing.
 */
export const attribute = (engine: Engine, facts: EngineFacts): readonly AttributedQuery[] => {
  const told = Map.groupBy(facts.queries, ({ page }) => page);
  const clicksOf = new Map(
    [...told].map(([page, queries]) => [
      page,
      Math.max(facts.pages.get(page)?.clicks ?? 0, sum(queries.map(({ figures }) => figures.clicks))),
    ]),
  );
  return facts.queries.map(({ query, page, figures: { clicks, impressions, position } }) => {
    const all = clicksOf.get(page) ?? 0;
    const pageShare = all > 0 ? clicks / all : 0;
    const [visits, sold] = [facts.visits?.get(page), facts.orders?.get(page)];
    return {
      query,
      engine,
      page: addressOf(page),
      clicks,
      impressions,
      ...(position !== undefined && { position }),
      pageShare,
      ...(facts.visits && {
        sessions: roundCents((visits?.sessions ?? 0) * pageShare),
        revenue: roundCents((visits?.revenue ?? 0) * pageShare),
      }),
      ...(facts.orders && {
        orders: roundCents((sold?.orders ?? 0) * pageShare),
        orderRevenue: roundCents((sold?.revenue ?? 0) * pageShare),
      }),
    };
  });
};

/** What remains of the engine's visits when the queries have got their part. */
export const unattributed = (facts: EngineFacts, rows: readonly AttributedQuery[]): Unattributed => {
  const visits = [...(facts.visits?.values() ?? [])];
  const rest = (field: keyof VisitFigures) =>
    roundCents(Math.max(0, sum(visits.map((one) => one[field])) - sum(rows.map((row) => row[field] ?? 0))));
  return { sessions: rest("sessions"), revenue: rest("revenue") };
};
