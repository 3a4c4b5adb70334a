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
import { cacheMs, experimental, reportTimes } from "./report-facts.js";

const input = z.object({
  ...reportInput,
  conversionActions: z
    .array(z.string().min(1).max(200))
    .max(50)
    .optional()
    .describe("Conversion actions, e.g. conversionActions/1234; default: all"),
  attributionModel: z.enum(["DATA_DRIVEN", "LAST_CLICK"]).default("DATA_DRIVEN"),
  limit: z.number().int().min(1).max(maxRowsPerPage).default(100).describe("Rows per page"),
  cursor: offsetCursor,
});

/** `RunReportRequest` of the alpha API, with conversions. */
export const conversionsBody = ({
  conversionActions,
  attributionModel,
  limit,
  cursor,
  ...report
}: z.output<typeof input>) => ({
  ...reportBody(report),
  conversionSpec: { ...(conversionActions && { conversionActions }), attributionModel },
  limit,
  offset: decodeOffset(cursor),
});

/** Conversions by attribution. */
const reportConversions = defineOperation({
  id: "ga4.conversions.report",
  summary: "Report conversions by attribution model, as the advertising section shows them",
  description: experimental,
  docs: dataDocs("properties/runReport", "v1alpha"),
  effect: "read",
  input,
  output: Report,
  pagination: { items: "rows" },
  scopes: [readScope],
  keywords: ["attribution", "advertising", "campaigns", "ads", "return on ad spend"],
  examples: [
    {
      title: "Conversions by channel, last click",
      input: {
        dimensions: ["defaultChannelGroup"],
        metrics: ["allConversionsByConversionDate"],
        attributionModel: "LAST_CLICK",
      },
    },
  ],
  request: (asked, { settings }) => ({
    method: "POST",
    path: dataPath(`${propertyName(asked, settings)}:runReport`, "v1alpha"),
    body: conversionsBody(asked),
  }),
  response: (reply, { input: asked, warn }) => {
    const wire = parseWire(ReportWire, reply.json());
    for (const warning of incompleteDayWarning(asked.dateRanges)) warn(warning);
    const requested = { dimensions: asked.dimensions, metrics: visibleMetrics(asked.metrics) };
    return toReport(wire, { requested, offset: decodeOffset(asked.cursor), warn });
  },
  quota: tokensOf("core", 15, isThresholded),
  cache: { ttlMs: cacheMs },
  ...reportTimes,
});

/** Branch `conversions` of the tree. */
export const conversions = { report: reportConversions };
