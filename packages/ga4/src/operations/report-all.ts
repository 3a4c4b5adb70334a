import { type ComposedCall, defineComposedOperation } from "@trunkline/core";
import { z } from "zod";
import { readScope } from "../auth.js";
import { Report } from "../schemas/report.js";
import { reportInput } from "../schemas/report-input.js";
import { dataDocs } from "../wire/docs-link.js";
import { runReport } from "./report-run.js";

const input = z.object({
  ...reportInput,
  maxRows: z.number().int().min(1).max(1_000_000).default(50_000).describe("Stop after so many rows"),
  pageSize: z.number().int().min(1).max(100_000).default(10_000).describe("Rows per request"),
});

/** A whole report. */
export const runWholeReport = defineComposedOperation({
  id: "ga4.reports.runAll",
  summary: "Run a report and read all its pages to the end",
  description: "For exports; takes tokens for every page. To go on row by row use the pages of ga4.reports.run.",
  docs: dataDocs("properties/runReport"),
  effect: "read",
  input,
  output: Report,
  scopes: [readScope],
  keywords: ["export", "all rows", "download", "complete", "everything"],
  examples: [
    {
      title: "Every landing page of a month by day",
      input: {
        dimensions: ["date", "landingPage"],
        metrics: ["sessions", "totalUsers"],
        dateRanges: [{ startDate: "2026-10-01", endDate: "2026-10-31" }],
        maxRows: 200_000,
      },
    },
  ],
  deadlineMs: 15 * 60_000,
  run: (call, { maxRows, pageSize, ...report }) => readAll(call, report, { maxRows, pageSize }),
});

interface Extent {
  readonly maxRows: number;
  readonly pageSize: number;
}

/** Warnings of all pages add up: a later page may be sampled or cut where the first was not. */
const readAll = async (
  call: ComposedCall,
  report: Omit<z.output<typeof input>, keyof Extent>,
  { maxRows, pageSize }: Extent,
): Promise<Report> => {
  const first = await call.run(runReport, { ...report, limit: Math.min(pageSize, maxRows) });
  const rows = [...first.rows];
  let cursor = first.nextCursor;
  while (cursor !== undefined && rows.length < maxRows) {
    call.progress({ done: rows.length, total: Math.min(first.rowCount, maxRows), message: "rows" });
    const page = await call.run(runReport, { ...report, limit: Math.min(pageSize, maxRows - rows.length), cursor });
    for (const row of page.rows) rows.push(row);
    cursor = page.nextCursor;
  }
  if (cursor !== undefined)
    call.warn({
      code: "ROWS_CAPPED",
      message: `The report has ${first.rowCount} rows; reading stopped after ${rows.length} (maxRows).`,
    });
  const { nextCursor: _, ...whole } = first;
  return { ...whole, rows, rowCount: Math.max(first.rowCount, rows.length) };
};
