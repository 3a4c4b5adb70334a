import { defineComposedOperation, defineOperation, isConnectorError } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { manageScopes, readScopes, siteUrl } from "../schemas/common.js";
import {
  CrawlDay,
  CrawlDayWire,
  CrawlIssue,
  CrawlIssueWire,
  CrawlSettings,
  CrawlSettingsWire,
  toCrawlDay,
  toCrawlIssue,
  toCrawlSettings,
} from "../schemas/crawl.js";
import { methodDocs } from "../wire/docs-link.js";
import { Accepted, decodeAccepted, decodeList } from "../wire/envelope.js";
import { decodeFound } from "../wire/found.js";
import { getMethod, postMethod } from "../wire/method-call.js";
import { getList, pageInput, pageOutput, slice } from "../wire/paging.js";
import { decodeRows, rowsFacts, rowsInput, rowsRequest, totalRows } from "./stats-rows.js";

const site = "https://nordlicht-tee.example/";

/** Crawling by day. */
export const crawlStats = defineOperation({
  ...rowsFacts,
  id: "bing-wmt.crawl.stats",
  summary: "Get how many pages of a site Bing crawled, indexed and failed on, by day",
  description: "About 30 days to 6 months back, lagging 1 to 2 days.",
  docs: methodDocs("GetCrawlStats"),
  input: z.object(rowsInput),
  output: z.object({ rows: z.array(CrawlDay), totalRows, ...pageOutput }),
  pagination: { items: "rows" },
  keywords: [
    "bingbot",
    "index",
    "errors",
    "coverage",
    "status codes",
    "robot",
    "spider",
    "how many pages are known",
    "indexed pages",
  ],
  examples: [{ title: "This month", input: { siteUrl: site, from: "2026-11-01" } }],
  request: (input) => rowsRequest("GetCrawlStats", input),
  response: decodeRows(CrawlDayWire, toCrawlDay),
});

/** Pages with trouble. */
export const crawlIssues = defineOperation({
  id: "bing-wmt.crawl.issues",
  summary: "List pages of a site that Bing had trouble crawling, and why",
  description: "An issue stays for some days after its repair.",
  docs: methodDocs("GetCrawlIssues"),
  effect: "read",
  input: z.object({ siteUrl, ...pageInput }),
  output: z.object({ issues: z.array(CrawlIssue), ...pageOutput }),
  pagination: { items: "issues" },
  scopes: readScopes,
  keywords: [
    "errors",
    "404",
    "robots.txt",
    "malware",
    "broken",
    "redirects",
    "robot",
    "spider",
    "unreachable",
    "not found",
    "server errors",
    "could not be read",
  ],
  examples: [{ title: "What is broken?", input: { siteUrl: site } }],
  request: ({ siteUrl, cursor }) => getList("GetCrawlIssues", cursor, { siteUrl }),
  response: decodeList(CrawlIssueWire, (all, { input }: { input: { limit: number; cursor?: string } }) => {
    const { items, next } = slice(all, input);
    return { issues: items.map(toCrawlIssue), ...next };
  }),
  quota: { bucket: callsBucket },
  cache: { ttlMs: 3_600_000 },
});

/** Crawl rate. */
export const getCrawlSettings = defineOperation({
  id: "bing-wmt.crawl.settings.get",
  summary: "Get how fast Bing may crawl a site, hour by hour",
  docs: methodDocs("GetCrawlSettings"),
  effect: "read",
  input: z.object({ siteUrl }),
  output: CrawlSettings,
  scopes: readScopes,
  keywords: ["crawl rate", "crawl control", "speed", "bingbot", "robot", "how often", "hours", "visits per hour"],
  examples: [{ title: "How fast may Bing crawl?", input: { siteUrl: site } }],
  request: (input) => getMethod("GetCrawlSettings", input),
  response: decodeFound(CrawlSettingsWire, "crawl settings of this site", toCrawlSettings),
  quota: { bucket: callsBucket },
  cache: { ttlMs: 600_000 },
});

const postCrawlSettings = defineOperation({
  id: "bing-wmt.crawl.settings.save",
  summary: "Save the crawl rate without reading it back",
  docs: methodDocs("SaveCrawlSettings"),
  effect: "write",
  idempotency: "natural",
  input: z.object({ siteUrl, crawlRate: z.array(z.number()) }),
  output: Accepted,
  request: ({ siteUrl, crawlRate }) =>
    postMethod("SaveCrawlSettings", { siteUrl, crawlSettings: { CrawlRate: crawlRate } }),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

/** Sets the crawl rate and reads it back: Bing says null also to what it ignores. */
export const saveCrawlSettings = defineComposedOperation({
  id: "bing-wmt.crawl.settings.save",
  summary: "Set how fast Bing may crawl a site, hour by hour",
  description: "Reads the settings back and warns where they are not as asked. The crawl boost cannot be set.",
  docs: methodDocs("SaveCrawlSettings"),
  effect: "write",
  idempotency: "natural",
  input: z.object({
    siteUrl,
    crawlRate: z
      .array(z.number().int().min(1).max(10))
      .length(24)
      .describe("24 rates from 1 (slow) to 10 (fast), one for each hour of the day"),
  }),
  output: Accepted.extend({ settings: CrawlSettings.optional().describe("As read back") }),
  scopes: manageScopes,
  keywords: [
    "crawl rate",
    "crawl control",
    "speed",
    "throttle",
    "bingbot",
    "robot",
    "slower",
    "faster",
    "overload",
    "busy hours",
  ],
  examples: [
    {
      title: "Fast at night only",
      input: { siteUrl: site, crawlRate: [...Array(6).fill(10), ...Array(16).fill(3), ...Array(2).fill(10)] },
    },
  ],
  run: async (call, input) => {
    const accepted = await call.run(postCrawlSettings, input);
    try {
      const settings = await call.run(getCrawlSettings, { siteUrl: input.siteUrl });
      if (settings.crawlRate.join() !== input.crawlRate.join())
        call.warn({
          code: "NOT_APPLIED",
          message: "Bing took the settings but still shows others.",
          path: "settings.crawlRate",
        });
      return { ...accepted, settings };
    } catch (error) {
      if (!isConnectorError(error)) throw error;
      call.warn({ code: "NOT_READ_BACK", message: `Saved, but reading it back failed: ${error.message}` });
      return accepted;
    }
  },
});

/** Branch `crawl` of the tree. */
export const crawl = {
  stats: crawlStats,
  issues: crawlIssues,
  settings: { get: getCrawlSettings, save: saveCrawlSettings },
};
