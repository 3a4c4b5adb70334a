import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { gscScopes } from "../auth.js";
import { searchAnalyticsQuota } from "../quotas.js";
import { siteInput } from "../schemas/common.js";
import {
  aggregationType,
  dayRange,
  dimensions,
  filters,
  type SearchQuery,
  searchBase,
} from "../schemas/search-input.js";
import { fromCursor } from "../wire/cursor.js";
import { apiDocs } from "../wire/docs-link.js";
import { readSearchPage, SearchPage } from "../wire/search-answer.js";
import { maxPageRows, toSearchRequest } from "../wire/search-body.js";
import { hourlyProblems, refuse, searchProblems } from "../wire/search-rules.js";
import { withSite } from "../wire/site-of.js";

/** The longest that one query is waited for: long ranges by page and query take their time. Milliseconds. */
export const queryTimeoutMs = 30_000;
/** Milliseconds. */
export const queryDeadlineMs = 60_000;
/** Fresh data changes within the hour; nothing tells them apart from final data here. Milliseconds. */
const queryTtlMs = 300_000;

const page = {
  limit: z.number().int().min(1).max(maxPageRows).default(1_000).describe("Rows per page, 1–25000, default 1000"),
  cursor: z.string().min(1).optional().describe("nextCursor of the page before; all other input must be the same"),
};

const keywords = ["search performance", "clicks", "impressions", "ctr", "position", "ranking", "keywords", "seo"];

/** Search performance of one property. A read, although it is served over POST. */
export const querySearchAnalytics = defineOperation({
  id: "gsc.searchAnalytics.query",
  summary: "Query clicks, impressions, CTR and position of a property, grouped and filtered",
  description:
    "Rows by query leave rare searches out, and at most 50,000 rows a day exist: take totals from gsc.searchAnalytics.totals. Hours are in gsc.searchAnalytics.hourly.",
  docs: apiDocs("v1/searchanalytics/query"),
  effect: "read",
  input: z
    .object({ ...searchBase, dimensions, aggregationType, ...page })
    .superRefine((query, context) => refuse(searchProblems(query), context)),
  output: SearchPage,
  pagination: { items: "rows" },
  scopes: gscScopes.read,
  keywords,
  examples: [
    {
      title: "Top queries of a month",
      input: {
        siteUrl: "sc-domain:nordlicht-tee.example",
        startDate: "2026-10-01",
        endDate: "2026-10-31",
        dimensions: ["query"],
        limit: 50,
      },
    },
    {
      title: "Pages found by questions on phones",
      input: {
        siteUrl: "sc-domain:nordlicht-tee.example",
        startDate: "2026-10-01",
        endDate: "2026-10-31",
        dimensions: ["page"],
        filters: [
          { dimension: "query", operator: "includingRegex", expression: "^(wie|was|warum) " },
          { dimension: "device", expression: "MOBILE" },
        ],
      },
    },
  ],
  request: (input, { settings }) => {
    const { limit, cursor, ...query } = withSite(input, settings);
    return toSearchRequest(query, { rowLimit: limit, startRow: fromCursor(query, cursor) });
  },
  response: (reply, { input, warn, settings }) => {
    const { limit, cursor, ...query } = withSite(input, settings);
    return readSearchPage(query, { rowLimit: limit, startRow: fromCursor(query, cursor) }, { reply, warn });
  },
  quota: searchAnalyticsQuota,
  cache: { ttlMs: queryTtlMs },
  timeoutMs: queryTimeoutMs,
  deadlineMs: queryDeadlineMs,
});

const hourlyInput = z.object({
  siteUrl: siteInput,
  ...dayRange,
  type: z.enum(["web", "image", "video", "news", "googleNews", "discover"]).default("web"),
  filters,
  dimensions: z
    .array(z.enum(["query", "page", "country", "device"]))
    .max(4)
    .default([])
    .describe("What to group by beside the hour"),
  ...page,
});

const toHourlyQuery = ({
  dimensions,
  limit: _limit,
  cursor: _cursor,
  ...rest
}: z.output<typeof hourlyInput>): Omit<SearchQuery, "siteUrl"> & { readonly siteUrl?: string | undefined } => ({
  ...rest,
  dimensions: ["hour", ...dimensions],
  dataState: "hourly_all",
  aggregationType: "auto",
});

/** Search performance by hour. */
export const hourlySearchAnalytics = defineOperation({
  id: "gsc.searchAnalytics.hourly",
  summary: "Query clicks and impressions of a property by hour, for the last days",
  description: "Covers the last 10 days; the newest hours still grow. Days on which clocks change have 23 or 25 hours.",
  docs: "https://developers.google.com/search/blog/2025/04/san-hourly-data",
  effect: "read",
  input: hourlyInput.superRefine((input, context) => {
    const query = toHourlyQuery(input);
    // What was given is at fault, not the hour that we add.
    refuse([...searchProblems(query), ...hourlyProblems(query)], context);
  }),
  output: SearchPage,
  pagination: { items: "rows" },
  scopes: gscScopes.read,
  keywords: [...keywords, "today", "hour", "fresh", "campaign"],
  examples: [
    {
      title: "The last two days",
      input: { siteUrl: "sc-domain:nordlicht-tee.example", startDate: "2026-11-20", endDate: "2026-11-21" },
    },
  ],
  request: (input, { settings }) => {
    const query = withSite(toHourlyQuery(input), settings);
    return toSearchRequest(query, { rowLimit: input.limit, startRow: fromCursor(query, input.cursor) });
  },
  response: (reply, { input, warn, settings }) => {
    const query = withSite(toHourlyQuery(input), settings);
    return readSearchPage(query, { rowLimit: input.limit, startRow: fromCursor(query, input.cursor) }, { reply, warn });
  },
  quota: searchAnalyticsQuota,
  cache: { ttlMs: queryTtlMs },
  timeoutMs: queryTimeoutMs,
  deadlineMs: queryDeadlineMs,
});
