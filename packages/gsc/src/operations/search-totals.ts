import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { gscScopes } from "../auth.js";
import { searchAnalyticsQuota } from "../quotas.js";
import { Day } from "../schemas/common.js";
import { aggregationType, SearchFilter, type SearchQuery, searchBase } from "../schemas/search-input.js";
import { SearchMetrics, sumMetrics } from "../schemas/search-rows.js";
import { countDays } from "../wire/days.js";
import { apiDocs } from "../wire/docs-link.js";
import { readSearchPage } from "../wire/search-answer.js";
import { maxPageRows, toSearchRequest } from "../wire/search-body.js";
import { refuse, searchProblems } from "../wire/search-rules.js";
import { withSite } from "../wire/site-of.js";
import { queryDeadlineMs, queryTimeoutMs } from "./search-query.js";

/** Conditions that lose nothing: a filter on queries would remove the anonymised ones. */
export const losslessFilters = z
  .array(SearchFilter.extend({ dimension: z.enum(["page", "country", "device", "searchAppearance"]) }))
  .max(50)
  .default([])
  .describe("All must hold. No filter by query: it would remove anonymised queries, and totals would be too small");

const totalsInput = z.object({
  ...searchBase,
  filters: losslessFilters,
  aggregationType,
  byDay: z.boolean().default(false).describe("Numbers of each day, too"),
});

const toQuery = ({ byDay, ...query }: z.output<typeof totalsInput>) => ({
  ...query,
  dimensions: byDay ? (["date"] as const) : [],
});

const windowOf = (query: Pick<SearchQuery, "dimensions" | "startDate" | "endDate">) => ({
  rowLimit: Math.min(maxPageRows, query.dimensions.length > 0 ? countDays(query.startDate, query.endDate) + 1 : 1),
  startRow: 0,
});

/** Totals that are true: from a query without queries. */
export const totalSearchAnalytics = defineOperation({
  id: "gsc.searchAnalytics.totals",
  summary: "Get a property's true totals of clicks, impressions, CTR and position, also by day",
  description: "Includes the rare searches that rows by query leave out.",
  docs: apiDocs("v1/searchanalytics/query"),
  effect: "read",
  input: totalsInput.superRefine((input, context) => refuse(searchProblems(toQuery(input)), context)),
  output: SearchMetrics.extend({
    aggregationType: z.string().optional().describe("How impressions were counted: byProperty or byPage"),
    firstIncompleteDate: Day.optional().describe("From this day on numbers are not final"),
    days: z
      .array(SearchMetrics.extend({ date: Day }))
      .optional()
      .describe("Oldest first; a day without impressions may be absent"),
  }),
  scopes: gscScopes.read,
  keywords: ["sum", "overall", "traffic", "search performance", "clicks", "impressions", "trend", "daily"],
  examples: [
    {
      title: "A month by day",
      input: {
        siteUrl: "sc-domain:nordlicht-tee.example",
        startDate: "2026-10-01",
        endDate: "2026-10-31",
        byDay: true,
      },
    },
  ],
  request: (input, { settings }) => {
    const query = withSite(toQuery(input), settings);
    return toSearchRequest(query, windowOf(query));
  },
  response: (reply, { input, warn, settings }) => {
    const query = withSite(toQuery(input), settings);
    const {
      rows,
      aggregationType: served,
      firstIncompleteDate,
    } = readSearchPage(query, windowOf(query), { reply, warn });
    const days = rows.map(({ date = "", clicks, impressions, ctr, position }) => ({
      date,
      clicks,
      impressions,
      ctr,
      ...(position !== undefined && { position }),
    }));
    return {
      ...sumMetrics(rows),
      ...(served !== undefined && { aggregationType: served }),
      ...(firstIncompleteDate !== undefined && { firstIncompleteDate }),
      ...(input.byDay && { days: days.sort((one, other) => one.date.localeCompare(other.date)) }),
    };
  },
  quota: searchAnalyticsQuota,
  cache: { ttlMs: 300_000 },
  timeoutMs: queryTimeoutMs,
  deadlineMs: queryDeadlineMs,
});
