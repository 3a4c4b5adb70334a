import { defineOperation, parseWire } from "@trunkline/core";
import { z } from "zod";
import { readScope } from "../auth.js";
import { isThresholded, tokensOf } from "../quotas.js";
import { invalidInput, present, propertyInput } from "../schemas/common.js";
import { Report, ReportWire, toReport } from "../schemas/report.js";
import {
  aggregationsInput,
  fieldName,
  fieldsBody,
  filtersBody,
  filtersInput,
  orderBody,
  orderInput,
} from "../schemas/report-input.js";
import { dataDocs } from "../wire/docs-link.js";
import { dataPath } from "../wire/hosts.js";
import { propertyName } from "../wire/names.js";
import { reportTimes } from "./report-facts.js";

const minutesAgo = z.number().int().min(0).max(59);

const input = z.object({
  ...propertyInput,
  dimensions: z
    .array(fieldName)
    .max(9)
    .default([])
    .describe(
      "Of the realtime schema only: country, city, deviceCategory, eventName, minutesAgo, platform, streamName, unifiedScreenName, audienceName, appVersion, customUser:…",
    ),
  metrics: z
    .array(z.enum(["activeUsers", "eventCount", "keyEvents", "screenPageViews"]))
    .min(1)
    .default(["activeUsers"]),
  minuteRanges: z
    .array(
      z.strictObject({
        startMinutesAgo: minutesAgo.default(29).describe("At most 29, with Analytics 360 59"),
        endMinutesAgo: minutesAgo.default(0),
        name: z.string().min(1).max(100).optional(),
      }),
    )
    .min(1)
    .max(2)
    .optional()
    .describe("Default: the last 30 minutes"),
  ...filtersInput,
  ...orderInput,
  ...aggregationsInput,
  limit: z.number().int().min(1).max(10_000).default(100).describe("Rows; there are no further pages"),
});

/** `RunRealtimeReportRequest`. */
export const realtimeBody = (asked: z.output<typeof input>) => ({
  ...fieldsBody(asked),
  ...(asked.minuteRanges && { minuteRanges: asked.minuteRanges }),
  ...filtersBody(asked),
  ...orderBody(asked),
  ...(asked.aggregations && { metricAggregations: asked.aggregations.map((one) => one.toUpperCase()) }),
  limit: asked.limit,
  returnPropertyQuota: true,
});

/** What happens now. */
const runRealtimeReport = defineOperation({
  id: "ga4.realtimeReports.run",
  summary: "Report who is active on the site now and in the last half hour",
  description: "Fields are few, and there is no paging. No activity is an answer without rows, not an error.",
  docs: dataDocs("properties/runRealtimeReport"),
  effect: "read",
  input,
  output: Report.pick({ columns: true, rows: true, rowCount: true, totals: true, minimums: true, maximums: true }),
  scopes: [readScope],
  keywords: ["now", "live", "active users", "current visitors", "last 30 minutes"],
  examples: [
    { title: "Visitors right now by page", input: { dimensions: ["unifiedScreenName"], metrics: ["activeUsers"] } },
  ],
  request: (asked, { settings }) => {
    const eventScoped = asked.dimensions.find(
      (name) => name.startsWith("customEvent:") || name.startsWith("customItem:"),
    );
    if (eventScoped !== undefined)
      throw invalidInput("dimensions", `${eventScoped}: of custom dimensions, realtime knows user-scoped ones only`);
    return {
      method: "POST",
      path: dataPath(`${propertyName(asked, settings)}:runRealtimeReport`),
      body: realtimeBody(asked),
    };
  },
  response: (reply, { input: asked, warn }) => {
    const { nextCursor, ...report } = toReport(parseWire(ReportWire, reply.json()), { requested: asked, warn });
    if (nextCursor !== undefined)
      warn({
        code: "ROWS_CAPPED",
        message: `${report.rows.length} of ${report.rowCount} rows are here; realtime has no further pages. Ask for more rows, or filter.`,
      });
    const { columns, rows, rowCount, totals, minimums, maximums } = report;
    return { columns, rows, rowCount, ...present({ totals, minimums, maximums }) };
  },
  quota: tokensOf("realtime", 10, isThresholded),
  cache: { ttlMs: 15_000, staleIfErrorMs: 30_000 },
  ...reportTimes,
});

/** Branch `realtimeReports` of the tree. */
export const realtimeReports = { run: runRealtimeReport };
