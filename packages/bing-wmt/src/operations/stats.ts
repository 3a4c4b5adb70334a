import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import {
  PageRow,
  QueryRow,
  QueryStatsWire,
  TrafficRow,
  TrafficRowWire,
  toPageRow,
  toQueryRow,
  toTrafficRow,
} from "../schemas/stats.js";
import { methodDocs } from "../wire/docs-link.js";
import { pageOutput } from "../wire/paging.js";
import { childrenTraffic, urlTraffic } from "./stats-by-url.js";
import { pageQueryStats, queryPageDetailStats, queryPageStats, queryTrafficStats } from "./stats-narrowed.js";
import { decodeRows, rowsFacts, rowsInput, rowsRequest, totalRows } from "./stats-rows.js";

const site = "https://nordlicht-tee.example/";

/** The site's traffic. */
export const trafficStats = defineOperation({
  ...rowsFacts,
  id: "bing-wmt.stats.traffic",
  summary: "Get a site's clicks and impressions in Bing by day",
  description: "Bing sends what it still has, 30 days to some months, and lags 1 to 3 days. Recent days still change.",
  docs: methodDocs("GetRankAndTrafficStats"),
  input: z.object(rowsInput),
  output: z.object({ rows: z.array(TrafficRow), totalRows, ...pageOutput }),
  pagination: { items: "rows" },
  keywords: [
    "performance",
    "visits",
    "search",
    "daily",
    "trend",
    "visitors from Bing",
    "clicks per day",
    "how we do in Bing",
  ],
  examples: [{ title: "November so far", input: { siteUrl: site, from: "2026-11-01" } }],
  request: (input) => rowsRequest("GetRankAndTrafficStats", input),
  response: decodeRows(TrafficRowWire, toTrafficRow),
});

/** Top queries. */
export const queryStats = defineOperation({
  ...rowsFacts,
  id: "bing-wmt.stats.queries",
  summary: "Get a site's top search queries in Bing by week",
  description: "One row per query and week, dated by its Saturday, about 6 months back.",
  docs: methodDocs("GetQueryStats"),
  input: z.object(rowsInput),
  output: z.object({ rows: z.array(QueryRow), totalRows, ...pageOutput }),
  pagination: { items: "rows" },
  keywords: [
    "keywords",
    "search terms",
    "ranking",
    "position",
    "performance",
    "what people look for",
    "words that bring visitors",
  ],
  examples: [{ title: "Queries since October", input: { siteUrl: site, from: "2026-10-01", limit: 200 } }],
  request: (input) => rowsRequest("GetQueryStats", input),
  response: decodeRows(QueryStatsWire, toQueryRow),
});

/** Top pages. */
export const pageStats = defineOperation({
  ...rowsFacts,
  id: "bing-wmt.stats.pages",
  summary: "Get a site's top pages in Bing by week",
  description: "One row per page and week, dated by its Saturday, about 6 months back.",
  docs: methodDocs("GetPageStats"),
  input: z.object(rowsInput),
  output: z.object({ rows: z.array(PageRow), totalRows, ...pageOutput }),
  pagination: { items: "rows" },
  keywords: [
    "landing pages",
    "urls",
    "ranking",
    "position",
    "performance",
    "most clicked",
    "most visited",
    "best pages",
  ],
  examples: [{ title: "The latest week", input: { siteUrl: site, from: "2026-11-14" } }],
  request: (input) => rowsRequest("GetPageStats", input),
  response: decodeRows(QueryStatsWire, toPageRow),
});

/** Branch `stats` of the tree. */
export const stats = {
  traffic: trafficStats,
  queries: queryStats,
  pages: pageStats,
  queryTraffic: queryTrafficStats,
  queryPages: queryPageStats,
  pageQueries: pageQueryStats,
  queryPageDetail: queryPageDetailStats,
  urlTraffic,
  childrenTraffic,
};
