import { type Clock, defineComposedOperation } from "@trunkline/core";
import { z } from "zod";
import { listInput, nextCursor, pageOf } from "./cursor.js";
import { insightsDocs } from "./docs-link.js";
import { joinPages, PerformanceRow, sortKeys, sortPages } from "./join-pages.js";
import { checkPeriod, PeriodOutput, periodInput, resolvePeriods, warnFreshness } from "./period.js";
import { readBingPages, readGooglePages, searchPagesUses } from "./search-pages.js";
import { siteAndPropertyInput } from "./sites.js";
import { connectionsInput, onConnections } from "./source-connections.js";
import { createSources, insightDeadlineMs, missingOutput } from "./sources.js";
import { readVisitPages, visitPagesUses } from "./visit-pages.js";

/** Pages with what search engines and analytics tell of them. */
export const searchPerformance = (clock: Clock) =>
  defineComposedOperation({
    id: "insights.pages.searchPerformance",
    summary: "Show each page's clicks, impressions, CTR and position in Google and Bing, with its sessions and revenue",
    description:
      "Pages are joined by host and path, and compared with the period before. A source that fails is named in missing.",
    docs: insightsDocs,
    effect: "read",
    uses: [...searchPagesUses, ...visitPagesUses],
    input: z
      .object({
        ...siteAndPropertyInput,
        ...connectionsInput("gsc", "bing-wmt", "ga4"),
        ...periodInput,
        sort: z.enum(sortKeys).default("clicks").describe("Largest first; loss and gain: of clicks"),
        ...listInput(25, 500),
      })
      .superRefine(checkPeriod),
    output: z.object({
      period: PeriodOutput,
      comparedTo: PeriodOutput,
      pages: z.array(PerformanceRow),
      totalPages: z.number().int(),
      currency: z.string().optional().describe("Of revenue"),
      ...missingOutput,
      nextCursor,
    }),
    pagination: { items: "pages" },
    keywords: ["seo", "search console", "organic", "landing pages", "ranking", "combined", "cross channel", "compare"],
    examples: [
      {
        title: "Pages that earn most from search",
        input: { site: "nordlicht-tee.example", sort: "revenue", limit: 10 },
      },
    ],
    deadlineMs: insightDeadlineMs,
    run: async (outer, input) => {
      const call = onConnections(outer, input.connections);
      const nowMs = clock.now();
      const periods = resolvePeriods(input, nowMs);
      const sources = createSources(call);
      const [google, bing, analytics] = await Promise.all([
        sources.ask("gsc", () => readGooglePages(call, input, periods)),
        sources.ask("bing-wmt", () => readBingPages(call, input, periods)),
        sources.ask("ga4", () => readVisitPages(call, input, periods)),
      ]);
      const missing = sources.missing();
      warnFreshness(call, ["gsc", "bing-wmt", "ga4"], periods.current, nowMs);
      const rows = sortPages(joinPages({ google, bing, analytics }), input.sort);
      const { items, next } = pageOf(rows, input);
      return {
        period: periods.current,
        comparedTo: periods.previous,
        pages: [...items],
        totalPages: rows.length,
        ...(analytics?.currency !== undefined && { currency: analytics.currency }),
        missing: [...missing],
        ...next,
      };
    },
  });
