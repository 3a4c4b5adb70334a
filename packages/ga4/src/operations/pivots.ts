import { defineOperation, parseWire } from "@trunkline/core";
import { z } from "zod";
import { readScope } from "../auth.js";
import { isThresholded, tokensOf } from "../quotas.js";
import { listOf, propertyInput } from "../schemas/common.js";
import {
  type PivotInput,
  PivotReport,
  PivotReportWire,
  pivotBody,
  pivotFields,
  pivotInput,
  toPivotReport,
} from "../schemas/pivot.js";
import { incompleteDayWarning } from "../schemas/report.js";
import { dataDocs } from "../wire/docs-link.js";
import { dataPath } from "../wire/hosts.js";
import { propertyName } from "../wire/names.js";
import { cacheMs, reportTimes } from "./report-facts.js";

interface Batch {
  readonly requests: readonly PivotInput[];
}

const countryByDevice = {
  metrics: ["sessions"],
  pivots: [
    { fields: ["country"], limit: 10, orderBy: [{ field: "sessions", desc: true }] },
    { fields: ["deviceCategory"], limit: 3 },
  ],
};

/** A cross table. */
const runPivotReport = defineOperation({
  id: "ga4.pivotReports.run",
  summary: "Run a pivot report: a cross table such as countries by devices",
  description: "Rows are flat; pivots lists the values of each side in their order. Page with offset per pivot.",
  docs: dataDocs("properties/runPivotReport"),
  effect: "read",
  input: z.object({ ...propertyInput, ...pivotInput }),
  output: PivotReport,
  scopes: [readScope],
  keywords: ["cross table", "crosstab", "matrix", "pivot", "breakdown"],
  examples: [{ title: "Countries by devices", input: countryByDevice }],
  request: (input, { settings }) => ({
    method: "POST",
    path: dataPath(`${propertyName(input, settings)}:runPivotReport`),
    body: pivotBody(input),
  }),
  response: (reply, { input, warn }) => {
    for (const warning of incompleteDayWarning(input.dateRanges)) warn(warning);
    return toPivotReport(parseWire(PivotReportWire, reply.json()), { input, warn });
  },
  quota: tokensOf("core", 15, (input: PivotInput) => isThresholded(pivotFields(input))),
  cache: { ttlMs: cacheMs },
  ...reportTimes,
});

/** Several cross tables in one exchange. */
const batchRunPivotReports = defineOperation({
  id: "ga4.pivotReports.batchRun",
  summary: "Run up to five pivot reports of one property in one request",
  description: "Saves round trips, not tokens. Answers come by position; if one report is refused, all are.",
  docs: dataDocs("properties/batchRunPivotReports"),
  effect: "read",
  input: z.object({ ...propertyInput, requests: z.array(z.strictObject(pivotInput)).min(1).max(5) }),
  output: z.object({ reports: z.array(PivotReport) }),
  scopes: [readScope],
  keywords: ["cross tables", "several", "dashboard", "together"],
  examples: [{ title: "One cross table", input: { requests: [countryByDevice] } }],
  request: (input, { settings }) => {
    const property = propertyName(input, settings);
    return {
      method: "POST",
      path: dataPath(`${property}:batchRunPivotReports`),
      body: { requests: input.requests.map((one) => ({ property, ...pivotBody(one) })) },
    };
  },
  response: (reply, { input, warn }) => {
    const { pivotReports } = parseWire(z.object({ pivotReports: listOf(PivotReportWire) }), reply.json());
    for (const warning of incompleteDayWarning(input.requests.flatMap(({ dateRanges }) => dateRanges))) warn(warning);
    return {
      reports: (pivotReports ?? []).slice(0, input.requests.length).flatMap((wire, index) => {
        const asked = input.requests[index];
        return asked ? [toPivotReport(wire, { input: asked, warn, path: `reports.${index}` })] : [];
      }),
    };
  },
  quota: tokensOf(
    "core",
    ({ requests }: Batch) => 15 * requests.length,
    ({ requests }: Batch) => requests.reduce((sum, one) => sum + isThresholded(pivotFields(one)), 0),
  ),
  cache: { ttlMs: cacheMs },
  ...reportTimes,
});

/** Branch `pivotReports` of the tree. */
export const pivotReports = { run: runPivotReport, batchRun: batchRunPivotReports };
