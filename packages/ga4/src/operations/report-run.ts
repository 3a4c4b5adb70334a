import { defineOperation, parseWire } from "@trunkline/core";
import { z } from "zod";
import { readScope } from "../auth.js";
import { isThresholded, tokensOf } from "../quotas.js";
import { incompleteDayWarning, Report, ReportWire, toReport } from "../schemas/report.js";
import { maxRowsPerPage, reportBody, reportInput, visibleMetrics } from "../schemas/report-input.js";
import { decodeOffset, offsetCursor } from "../wire/cursor.js";
import { dataDocs } from "../wire/docs-link.js";
import { dataPath } from "../wire/hosts.js";
import { propertyName } from "../wire/names.js";
import { cacheMs, reportTimes } from "./report-facts.js";

/** One page of a report. */
export const runReport = defineOperation({
  id: "ga4.reports.run",
  summary: "Run a report: metrics by dimensions over days, e.g. sessions and revenue by landing page",
  description:
    "A compact table of typed values, page by page. Sampling, thresholding, (other) rows and cut-off history come as warnings.",
  docs: dataDocs("properties/runReport"),
  effect: "read",
  input: z.object({
    ...reportInput,
    limit: z.number().int().min(1).max(maxRowsPerPage).default(100).describe("Rows per page"),
    cursor: offsetCursor,
  }),
  output: Report,
  pagination: { items: "rows" },
  scopes: [readScope],
  keywords: ["traffic", "visits", "visitors", "page views", "analytics", "users", "conversion", "revenue", "top pages"],
  examples: [
    {
      title: "Best landing pages of the last four weeks",
      input: {
        dimensions: ["landingPage"],
        metrics: ["sessions", "keyEvents", "purchaseRevenue"],
        orderBy: [{ field: "sessions", desc: true }],
        limit: 20,
      },
    },
    {
      title: "Sessions from search engines by day",
      input: {
        dimensions: ["date"],
        metrics: ["sessions"],
        dateRanges: [{ startDate: "2026-11-01", endDate: "2026-11-20" }],
        dimensionFilters: [{ field: "sessionMedium", op: "exact", value: "organic" }],
      },
    },
  ],
  request: (input, { settings }) => ({
    method: "POST",
    path: dataPath(`${propertyName(input, settings)}:runReport`),
    body: { ...reportBody(input), limit: input.limit, offset: decodeOffset(input.cursor) },
  }),
  response: (reply, { input, warn }) => {
    const wire = parseWire(ReportWire, reply.json());
    for (const warning of incompleteDayWarning(input.dateRanges)) warn(warning);
    const requested = { dimensions: input.dimensions, metrics: visibleMetrics(input.metrics) };
    return toReport(wire, { requested, offset: decodeOffset(input.cursor), warn });
  },
  quota: tokensOf("core", 10, isThresholded),
  cache: { ttlMs: cacheMs },
  ...reportTimes,
});
