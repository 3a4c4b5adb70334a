import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { pageUrl } from "../schemas/common.js";
import {
  DetailRow,
  DetailRowWire,
  PageRow,
  QueryRow,
  QueryStatsWire,
  TrafficRow,
  TrafficRowWire,
  toDetailRow,
  toPageRow,
  toQueryRow,
  toTrafficRow,
} from "../schemas/stats.js";
import { methodDocs } from "../wire/docs-link.js";
import { pageOutput } from "../wire/paging.js";
import { decodeRows, rowsFacts, rowsInput, rowsRequest, totalRows } from "./stats-rows.js";

const query = z.string().min(1).max(1_000).describe("The query's exact words, as stats.queries gives them");
const page = pageUrl.describe("The page's address, as stats.pages gives it");
const site = "https://nordlicht-tee.example/";
const teaPage = "https://nordlicht-tee.example/products/sencha-uji";

/** Traffic of one query. */
export const queryTrafficStats = defineOperation({
  ...rowsFacts,
  id: "bing-wmt.stats.queryTraffic",
  summary: "Get the clicks and impressions of one search query over time",
  description: "Rows are days or weeks: Bing does not say which.",
  docs: methodDocs("GetQueryTrafficStats"),
  input: z.object({ ...rowsInput, query }),
  output: z.object({ rows: z.array(TrafficRow), totalRows, ...pageOutput }),
  pagination: { items: "rows" },
  keywords: ["keyword", "search term", "trend", "history", "over the months", "one word"],
  examples: [{ title: "How does one query do?", input: { siteUrl: site, query: "sencha kaufen" } }],
  request: (input) => rowsRequest("GetQueryTrafficStats", input, { query: input.query }),
  response: decodeRows(TrafficRowWire, toTrafficRow),
});

/** Pages of one query. */
export const queryPageStats = defineOperation({
  ...rowsFacts,
  id: "bing-wmt.stats.queryPages",
  summary: "Get the pages that one search query led to, by week",
  docs: methodDocs("GetQueryPageStats"),
  input: z.object({ ...rowsInput, query }),
  output: z.object({ rows: z.array(PageRow), totalRows, ...pageOutput }),
  pagination: { items: "rows" },
  keywords: ["keyword", "landing pages", "cannibalization", "which page appears for a word"],
  examples: [{ title: "Which pages rank for it?", input: { siteUrl: site, query: "sencha kaufen" } }],
  request: (input) => rowsRequest("GetQueryPageStats", input, { query: input.query }),
  response: decodeRows(QueryStatsWire, toPageRow),
});

/** Queries of one page. */
export const pageQueryStats = defineOperation({
  ...rowsFacts,
  id: "bing-wmt.stats.pageQueries",
  summary: "Get the search queries that led to one page, by week",
  description: "One call per page: for many pages ask for the top ones only.",
  docs: methodDocs("GetPageQueryStats"),
  input: z.object({ ...rowsInput, pageUrl: page }),
  output: z.object({ rows: z.array(QueryRow), totalRows, ...pageOutput }),
  pagination: { items: "rows" },
  keywords: ["keywords", "search terms", "url", "landing page", "how people found a page", "words that led to a page"],
  examples: [{ title: "What is the page found for?", input: { siteUrl: site, pageUrl: teaPage } }],
  // Here `page` is an address; in other methods it is a number.
  request: (input) => rowsRequest("GetPageQueryStats", input, { page: input.pageUrl }),
  response: decodeRows(QueryStatsWire, toQueryRow),
});

/** One query on one page. */
export const queryPageDetailStats = defineOperation({
  ...rowsFacts,
  id: "bing-wmt.stats.queryPageDetail",
  summary: "Get clicks, impressions and position of one query on one page over time",
  docs: methodDocs("GetQueryPageDetailStats"),
  input: z.object({ ...rowsInput, query, pageUrl: page }),
  output: z.object({ rows: z.array(DetailRow), totalRows, ...pageOutput }),
  pagination: { items: "rows" },
  keywords: ["keyword", "rank", "history", "trend", "position of a page for a word"],
  examples: [{ title: "One query on one page", input: { siteUrl: site, query: "sencha kaufen", pageUrl: teaPage } }],
  request: (input) => rowsRequest("GetQueryPageDetailStats", input, { query: input.query, page: input.pageUrl }),
  response: decodeRows(DetailRowWire, toDetailRow),
});
