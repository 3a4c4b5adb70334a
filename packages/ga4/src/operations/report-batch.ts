import { defineOperation, parseWire } from "@trunkline/core";
import { z } from "zod";
import { readScope } from "../auth.js";
import { isThresholded, tokensOf } from "../quotas.js";
import { listOf, propertyInput } from "../schemas/common.js";
import { incompleteDayWarning, Report, ReportWire, toReport } from "../schemas/report.js";
import { maxRowsPerPage, reportBody, reportInput, visibleMetrics } from "../schemas/report-input.js";
import { dataDocs } from "../wire/docs-link.js";
import { dataPath } from "../wire/hosts.js";
import { propertyName } from "../wire/names.js";
import { cacheMs, reportTimes } from "./report-facts.js";

const { property: _, ...ownInput } = reportInput;
const One = z.strictObject({
  ...ownInput,
  limit: z.number().int().min(1).max(maxRowsPerPage).default(100).describe("Rows; the first page only"),
});

interface Batch {
  readonly requests: readonly z.output<typeof One>[];
}

/** Several reports in one exchange. */
export const batchRunReports = defineOperation({
  id: "ga4.reports.batchRun",
  summary: "Run up to five reports of one property in one request",
  description: "Saves round trips, not tokens. Answers come by position; if one report is refused, all are.",
  docs: dataDocs("properties/batchRunReports"),
  effect: "read",
  input: z.object({ ...propertyInput, requests: z.array(One).min(1).max(5).describe("At most 5 reports") }),
  output: z.object({ reports: z.array(Report.omit({ nextCursor: true })) }),
  scopes: [readScope],
  keywords: ["several", "dashboard", "together", "multiple reports"],
  examples: [
    {
      title: "Countries and devices",
      input: {
        requests: [
          { dimensions: ["country"], metrics: ["sessions"] },
          { dimensions: ["deviceCategory"], metrics: ["sessions"] },
        ],
      },
    },
  ],
  request: (input, { settings }) => {
    const property = propertyName(input, settings);
    return {
      method: "POST",
      path: dataPath(`${property}:batchRunReports`),
      body: { requests: input.requests.map((one) => ({ property, ...reportBody(one), limit: one.limit })) },
    };
  },
  response: (reply, { input, warn }) => {
    const { reports } = parseWire(z.object({ reports: listOf(ReportWire) }), reply.json());
    for (const warning of incompleteDayWarning(input.requests.flatMap(({ dateRanges }) => dateRanges))) warn(warning);
    return {
      reports: (reports ?? []).map((wire, index) => {
        const asked = input.requests[index];
        const requested = { dimensions: asked?.dimensions ?? [], metrics: visibleMetrics(asked?.metrics ?? []) };
        const { nextCursor, ...report } = toReport(wire, { requested, warn, path: `reports.${index}` });
        if (nextCursor !== undefined)
          warn({
            code: "ROWS_CAPPED",
            message: `The report has ${report.rowCount} rows, ${report.rows.length} are here. Page through it with ga4.reports.run.`,
            path: `reports.${index}`,
          });
        return report;
      }),
    };
  },
  quota: tokensOf(
    "core",
    ({ requests }: Batch) => 10 * requests.length,
    ({ requests }: Batch) => requests.reduce((sum, one) => sum + isThresholded(one), 0),
  ),
  cache: { ttlMs: cacheMs },
  ...reportTimes,
});
