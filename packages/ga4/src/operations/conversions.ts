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

/** Conversions by attribution. */
const reportConversions = defineOperation({
  id: "ga4.conversions.report",
  summary: "Report conversions by attribution model, as the advertising section shows them",
  description: experimental,
  docs: dataDocs("properties/runReport", "v1alpha"),
  effect: "read",
  input: z.object({
    ...reportInput,
    conversionActions: z
      .array(z.string().min(1).max(200))
      .max(50)
      .optional()
      .describe("Conversion actions, e.g. conversionActions/1234; default: all"),
    attributionModel: z.enum(["DATA_DRIVEN", "LAST_CLICK"]).default("DATA_DRIVEN"),
    limit: z.number().int().min(1).max(maxRowsPerPage).default(100).describe("Rows per page"),
    cursor: offsetCursor,
  }),
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
  request: ({ conversionActions, attributionModel, limit, cursor, ...report }, { settings }) => ({
    method: "POST",
    path: dataPath(`${propertyName(report, settings)}:runReport`, "v1alpha"),
    body: {
      ...reportBody(report),
      conversionSpec: { ...(conversionActions && { conversionActions }), attributionModel },
      limit,
      offset: decodeOffset(cursor),
    },
  }),
  response: (reply, { input, warn }) => {
    const wire = parseWire(ReportWire, reply.json());
    for (const warning of incompleteDayWarning(input.dateRanges)) warn(warning);
    const requested = { dimensions: input.dimensions, metrics: visibleMetrics(input.metrics) };
    return toReport(wire, { requested, offset: decodeOffset(input.cursor), warn });
  },
  quota: tokensOf("core", 15, isThresholded),
  cache: { ttlMs: cacheMs },
  ...reportTimes,
});

/** Branch `conversions` of the tree. */
export const conversions = { report: reportConversions };
