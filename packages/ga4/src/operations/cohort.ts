import { defineOperation, parseWire } from "@trunkline/core";
import { z } from "zod";
import { readScope } from "../auth.js";
import { tokensOf } from "../quotas.js";
import { propertyInput } from "../schemas/common.js";
import { Report, ReportWire, toReport } from "../schemas/report.js";
import {
  fieldName,
  fieldsBody,
  filtersBody,
  filtersInput,
  maxRowsPerPage,
  orderBody,
} from "../schemas/report-input.js";
import { decodeOffset, offsetCursor } from "../wire/cursor.js";
import { dataDocs } from "../wire/docs-link.js";
import { dataPath } from "../wire/hosts.js";
import { propertyName } from "../wire/names.js";
import { adminCacheMs, reportTimes } from "./report-facts.js";

const offsets = { daily: "cohortNthDay", weekly: "cohortNthWeek", monthly: "cohortNthMonth" } as const;
const date = z.iso.date();

const input = z.object({
  ...propertyInput,
  cohorts: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(/^(?!cohort_|RESERVED_)/, "Names must not start with cohort_ or RESERVED_")
          .optional(),
        startDate: date.describe("First day of the first visit"),
        endDate: date.describe("Last day of the first visit"),
      }),
    )
    .min(1)
    .max(12)
    .describe(
      "Groups of users by the day of their first visit; for weekly cohorts give whole weeks, Sunday to Saturday",
    ),
  granularity: z.enum(["daily", "weekly", "monthly"]).default("weekly").describe("A month counts 30 days"),
  startOffset: z.number().int().min(0).max(1_000).default(0),
  endOffset: z.number().int().min(0).max(1_000).default(5).describe("Days, weeks or months to follow each cohort"),
  dimensions: z
    .array(fieldName)
    .max(7)
    .default([])
    .describe("Beside the cohort and its offset, which are always there"),
  metrics: z.array(fieldName).min(1).max(10).default(["cohortActiveUsers", "cohortTotalUsers"]),
  dimensionFilters: filtersInput.dimensionFilters,
  limit: z.number().int().min(1).max(maxRowsPerPage).default(500).describe("Rows per page"),
  cursor: offsetCursor,
});

const fieldsOf = ({ granularity, dimensions, metrics }: z.output<typeof input>) => ({
  dimensions: ["cohort", offsets[granularity], ...dimensions],
  metrics,
});

/** `RunReportRequest` with cohorts. */
export const cohortBody = (asked: z.output<typeof input>) => ({
  ...fieldsBody(fieldsOf(asked)),
  cohortSpec: {
    cohorts: asked.cohorts.map(({ name, ...dateRange }) => ({
      ...(name && { name }),
      dimension: "firstSessionDate",
      dateRange,
    })),
    cohortsRange: {
      granularity: asked.granularity.toUpperCase(),
      startOffset: asked.startOffset,
      endOffset: asked.endOffset,
    },
  },
  ...filtersBody({ dimensionFilters: asked.dimensionFilters }),
  ...orderBody(fieldsOf(asked)),
  limit: asked.limit,
  offset: decodeOffset(asked.cursor),
  returnPropertyQuota: true,
});

/** How many of those who came first at some time come again. */
const runCohortReport = defineOperation({
  id: "ga4.cohortReports.run",
  summary: "Follow groups of users from their first visit on: how many come back after days, weeks or months",
  description: "Rows are ordered by cohort and offset; offsets are zero-padded text such as 0003.",
  docs: dataDocs("CohortSpec"),
  effect: "read",
  input,
  output: Report,
  pagination: { items: "rows" },
  scopes: [readScope],
  keywords: ["retention", "returning visitors", "loyalty", "cohort"],
  examples: [
    {
      title: "Do visitors of one week come back?",
      input: { cohorts: [{ startDate: "2026-10-04", endDate: "2026-10-10" }], granularity: "weekly", endOffset: 4 },
    },
  ],
  request: (asked, { settings }) => ({
    method: "POST",
    path: dataPath(`${propertyName(asked, settings)}:runReport`),
    body: cohortBody(asked),
  }),
  response: (reply, { input: asked, warn }) =>
    toReport(parseWire(ReportWire, reply.json()), {
      requested: fieldsOf(asked),
      offset: decodeOffset(asked.cursor),
      warn,
    }),
  quota: tokensOf("core", 15),
  cache: { ttlMs: adminCacheMs },
  ...reportTimes,
});

/** Branch `cohortReports` of the tree. */
export const cohortReports = { run: runCohortReport };
