import { defineOperation, parseWire } from "@trunkline/core";
import { z } from "zod";
import { readScope } from "../auth.js";
import { isThresholded, tokensOf } from "../quotas.js";
import { invalidInput, propertyInput } from "../schemas/common.js";
import { incompleteDayWarning, ReportWire, toReport } from "../schemas/report.js";
import { day, fieldsInput, filtersInput, reportBody, visibleMetrics } from "../schemas/report-input.js";
import { currentRange, previousRange, sideBySide } from "../wire/comparison.js";
import { dataDocs } from "../wire/docs-link.js";
import { dataPath } from "../wire/hosts.js";
import { propertyName } from "../wire/names.js";
import { Table } from "../wire/table.js";
import { dimensionType } from "../wire/values.js";
import { cacheMs, reportTimes } from "./report-facts.js";

/** Rows fetched: those of both ranges, so that no pair is torn apart. */
const fetchedRows = 20_000;

const Range = z.strictObject({ startDate: day, endDate: day.describe("Included") });
const input = z.object({
  ...propertyInput,
  ...fieldsInput,
  ...filtersInput,
  current: Range.default({ startDate: "28daysAgo", endDate: "yesterday" }).describe(
    "Default: the last four complete weeks",
  ),
  previous: Range.default({ startDate: "56daysAgo", endDate: "29daysAgo" }).describe("Default: the four weeks before"),
  limit: z.number().int().min(1).max(10_000).default(50).describe("Rows, most of the first metric first"),
});
type Input = z.output<typeof input>;

const rangesOf = ({ current, previous }: Input) => [
  { ...current, name: currentRange },
  { ...previous, name: previousRange },
];

/** Two ranges of days side by side. */
export const compareReport = defineOperation({
  id: "ga4.reports.compare",
  summary: "Compare two ranges of days: each metric now, before, and the change in percent",
  description: "A value is null where Google has no row for that range.",
  docs: dataDocs("properties/runReport"),
  effect: "read",
  input,
  output: Table.extend({ rowCount: z.number().int().describe("Rows of the comparison before limit") }),
  scopes: [readScope],
  keywords: ["growth", "decline", "trend", "year over year", "previous period", "change", "week over week"],
  examples: [
    {
      title: "Which channels lost visits against last year?",
      input: {
        dimensions: ["sessionDefaultChannelGroup"],
        metrics: ["sessions"],
        current: { startDate: "2026-10-01", endDate: "2026-10-31" },
        previous: { startDate: "2025-10-01", endDate: "2025-10-31" },
      },
    },
  ],
  request: (asked, { settings }) => {
    const day = asked.dimensions.find((name) => dimensionType(name) !== "text");
    if (day !== undefined)
      throw invalidInput(
        "dimensions",
        `${day} never has the same value in both ranges; use nthDay, dayOfWeek or month`,
      );
    if (asked.metrics.length === 0) throw invalidInput("metrics", "Ask for at least one metric");
    return {
      method: "POST",
      path: dataPath(`${propertyName(asked, settings)}:runReport`),
      body: { ...reportBody({ ...asked, dateRanges: rangesOf(asked) }), limit: fetchedRows },
    };
  },
  response: (reply, { input: asked, warn }) => {
    const wire = parseWire(ReportWire, reply.json());
    for (const warning of incompleteDayWarning([asked.current])) warn(warning);
    const requested = { dimensions: [...asked.dimensions, "dateRange"], metrics: visibleMetrics(asked.metrics) };
    const report = toReport(wire, { requested, warn });
    if (report.nextCursor !== undefined)
      warn({
        code: "ROWS_CAPPED",
        message: `Compared are ${report.rows.length} of ${report.rowCount} rows, so some pairs may be incomplete. Filter, or ask for fewer dimensions.`,
      });
    const { columns, rows } = sideBySide(report);
    return { columns, rows: rows.slice(0, asked.limit), rowCount: rows.length };
  },
  quota: tokensOf("core", 15, isThresholded),
  cache: { ttlMs: cacheMs },
  ...reportTimes,
});
