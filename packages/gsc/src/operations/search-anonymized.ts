import { defineComposedOperation } from "@trunkline/core";
import { z } from "zod";
import { gscScopes } from "../auth.js";
import { dayRange, searchBase } from "../schemas/search-input.js";
import { sumMetrics } from "../schemas/search-rows.js";
import { collectRows } from "../wire/collect-rows.js";
import { dailyRowCap } from "../wire/search-body.js";
import { refuse, searchProblems } from "../wire/search-rules.js";
import { withSite } from "../wire/site-of.js";
import { losslessFilters, totalSearchAnalytics } from "./search-totals.js";
import { type DailyQuery, readWindow } from "./search-window.js";

const Sum = z.object({ clicks: z.number(), impressions: z.number() });

const shareInput = z.object({
  siteUrl: searchBase.siteUrl,
  ...dayRange,
  type: z.enum(["web", "image", "video", "news"]).default("web").describe("Where results were shown"),
  filters: losslessFilters,
  dataState: searchBase.dataState,
});

/** What rows by query do not show. */
export const anonymizedShareSearchAnalytics = defineComposedOperation({
  id: "gsc.searchAnalytics.anonymizedShare",
  summary: "Tell how many clicks and impressions of a property belong to searches that rows by query hide",
  description: "The property's totals minus its rows by query; rows beyond 50,000 count as hidden, with a warning.",
  docs: "https://developers.google.com/search/blog/2022/10/performance-data-deep-dive",
  effect: "read",
  input: shareInput.superRefine((input, context) =>
    refuse(searchProblems({ ...input, dimensions: ["query"] }), context),
  ),
  output: z.object({
    total: Sum,
    visible: Sum.describe("Sum of the rows by query"),
    anonymized: Sum.extend({
      clickShare: z.number().describe("Part of all clicks, 0–1"),
      impressionShare: z.number().describe("Part of all impressions, 0–1"),
    }),
    queries: z.number().int().describe("Queries that are shown"),
  }),
  scopes: gscScopes.read,
  keywords: ["privacy", "hidden queries", "rare queries", "missing clicks", "do not add up", "not provided"],
  examples: [
    {
      title: "How much is hidden?",
      input: { siteUrl: "sc-domain:nordlicht-tee.example", startDate: "2026-10-01", endDate: "2026-10-31" },
    },
  ],
  deadlineMs: 180_000,
  run: async (call, asked) => {
    const input = withSite(asked, call.settings);
    const { clicks, impressions } = await call.run(totalSearchAnalytics, input);
    const query: DailyQuery = { ...input, dimensions: ["query"], aggregationType: "auto" };
    const { rows, missing, truncated } = await collectRows(
      async (window) => (await readWindow(call, query, window)).rows,
      {
        maxRows: dailyRowCap,
      },
    );
    if (missing > 0 || truncated)
      call.warn({
        code: "SHARE_IS_UPPER_BOUND",
        message: "Some rows by query could not be read: they are counted as hidden.",
        path: "anonymized",
      });
    const sum = sumMetrics(rows);
    const visible = { clicks: sum.clicks, impressions: sum.impressions };
    if (visible.clicks > clicks || visible.impressions > impressions)
      call.warn({
        code: "TOTALS_INCONSISTENT",
        message:
          "Rows by query add up to more than the totals: the data changed between the requests, or several pages were shown in one search.",
        path: "anonymized",
      });
    const hidden = {
      clicks: Math.max(0, clicks - visible.clicks),
      impressions: Math.max(0, impressions - visible.impressions),
    };
    return {
      total: { clicks, impressions },
      visible,
      anonymized: {
        ...hidden,
        clickShare: part(hidden.clicks, clicks),
        impressionShare: part(hidden.impressions, impressions),
      },
      queries: rows.length,
    };
  },
});

const part = (some: number, all: number): number => (all > 0 ? some / all : 0);
