import { type Clock, type ComposedCall, defineComposedOperation } from "@trunkline/core";
import { z } from "zod";
import { pageKey } from "./addresses.js";
import { AttributedQuery, attribute, type Engine, engines, type OrderFigures, unattributed } from "./attribute.js";
import { listInput, nextCursor, pageOf } from "./cursor.js";
import { insightsDocs } from "./docs-link.js";
import { type ByPage, byPage, sum } from "./figures.js";
import { checkPeriod, PeriodOutput, periodInput, resolvePeriods, warnFreshness } from "./period.js";
import { roundCents } from "./product-sales.js";
import { readBingQueries, readGoogleQueries, searchQueriesUses } from "./search-queries.js";
import { readSales, type Sale, shopOrdersUses, warnOldOrders } from "./shop-orders.js";
import { siteAndPropertyInput } from "./sites.js";
import { connectionsInput, onConnections } from "./source-connections.js";
import { createSources, insightDeadlineMs, missingOutput } from "./sources.js";
import { readVisitsByEngine, visitPagesUses } from "./visit-pages.js";

const { compareTo: _, ...onePeriod } = periodInput;

const ranks = {
  revenue: ({ revenue = 0, orderRevenue = 0 }: AttributedQuery) => Math.max(revenue, orderRevenue),
  sessions: ({ sessions = 0 }: AttributedQuery) => sessions,
  clicks: ({ clicks }: AttributedQuery) => clicks,
};

/** Queries with what the pages they lead to bring in. */
export const queryRevenue = (clock: Clock) =>
  defineComposedOperation({
    id: "insights.queries.revenue",
    summary: "Estimate which search queries bring revenue: query, landing page, sessions and sales",
    description:
      "No source knows the query of a sale: what a landing page brought from a search engine is shared out among its queries by clicks.",
    docs: insightsDocs,
    effect: "read",
    uses: [...searchQueriesUses, ...visitPagesUses, ...shopOrdersUses],
    input: z
      .object({
        ...siteAndPropertyInput,
        ...connectionsInput("gsc", "bing-wmt", "ga4", "shopify"),
        ...onePeriod,
        engine: z.enum(engines).optional().describe("Only this one's queries"),
        bingPages: z.number().int().min(1).max(50).default(10).describe("Pages whose queries are read from Bing"),
        sort: z.enum(["revenue", "sessions", "clicks"]).default("revenue").describe("Largest first"),
        ...listInput(25, 500),
      })
      .superRefine(checkPeriod),
    output: z.object({
      period: PeriodOutput,
      queries: z.array(AttributedQuery),
      totalQueries: z.number().int(),
      unattributed: z
        .partialRecord(z.enum(engines), z.object({ sessions: z.number(), revenue: z.number() }))
        .describe("Of visits from the engine, what no told query accounts for; absent without analytics"),
      currency: z.string().optional().describe("Of revenue from analytics"),
      orderCurrency: z.string().optional().describe("Of revenue from the shop"),
      ...missingOutput,
      nextCursor,
    }),
    pagination: { items: "queries" },
    keywords: ["keywords", "search terms", "sales", "money", "attribution", "conversion", "worth", "seo roi"],
    examples: [{ title: "Queries that earn most", input: { site: "nordlicht-tee.example", limit: 20 } }],
    deadlineMs: insightDeadlineMs,
    run: async (outer, input) => {
      const call = onConnections(outer, input.connections);
      const nowMs = clock.now();
      const periods = resolvePeriods({ startDate: input.startDate, endDate: input.endDate }, nowMs);
      const { current } = periods;
      const sources = createSources(call);
      const only = (engine: Engine) => input.engine === undefined || input.engine === engine;
      const [google, bing] = await Promise.all([
        only("google") ? sources.ask("gsc", () => readGoogleQueries(call, input, current)) : undefined,
        only("bing") ? sources.ask("bing-wmt", () => readBingQueries(call, input, current)) : undefined,
      ]);
      sources.missing(); // without queries there is nothing to share out to
      const [visits, sales] = await Promise.all([
        sources.ask("ga4", () => readVisitsByEngine(call, input, periods)),
        sources.ask("shopify", () => readSales(call, current)),
      ]);
      if (sales) warnOldOrders(call, nowMs, current.startDate);
      warnFreshness(call, ["gsc", "bing-wmt", "ga4", "shopify"], current, nowMs);
      warnEstimate(call);
      const parts = Object.entries({ google, bing }).flatMap(([name, found]) => {
        if (!found) return [];
        const engine = name as Engine;
        const facts = { ...found, visits: visits?.[engine], orders: sales && ordersByPage(sales, engine) };
        const rows = attribute(engine, facts);
        return [{ engine, rows, rest: unattributed(facts, rows) }];
      });
      const rows = parts
        .flatMap((part) => part.rows)
        .toSorted(
          (one, other) => ranks[input.sort](other) - ranks[input.sort](one) || (idOf(one) < idOf(other) ? -1 : 1),
        );
      const { items, next } = pageOf(rows, input);
      const orderCurrency = sales?.[0]?.currency;
      return {
        period: current,
        queries: [...items],
        totalQueries: rows.length,
        unattributed: visits ? Object.fromEntries(parts.map(({ engine, rest }) => [engine, rest])) : {},
        ...(visits?.currency !== undefined && { currency: visits.currency }),
        ...(orderCurrency !== undefined && { orderCurrency }),
        missing: [...sources.missing()],
        ...next,
      };
    },
  });

const idOf = ({ engine, query, page }: AttributedQuery): string => `${engine} ${query} ${page}`;

const warnEstimate = (call: ComposedCall): void =>
  call.warn({
    code: "ATTRIBUTED_BY_PAGE_SHARE",
    message:
      "sessions, revenue, orders and orderRevenue are estimates: each landing page's figures from a search engine, shared out among its queries by clicks. Analytics and shop count differently: do not add them up.",
    path: "queries",
  });

/** Orders of visits that an engine sent, by the page where the visit began. */
export const ordersByPage = (sales: readonly Sale[], engine: Engine): ByPage<OrderFigures> =>
  byPage(
    sales.filter(({ source }) => source?.toLowerCase().includes(engine)),
    ({ landingPage = "" }) => pageKey(landingPage),
    (placed) => ({ orders: placed.length, revenue: roundCents(sum(placed.map(({ total }) => total))) }),
  );
