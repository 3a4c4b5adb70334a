import { decode, defineOperation, parseWire } from "@trunkline/core";
import { z } from "zod";
import { readScope } from "../auth.js";
import { isThresholded, tokensOf } from "../quotas.js";
import { begunBy, OperationWire } from "../schemas/audience-exports.js";
import { listOf, nextCursor, nextToken, propertyInput, text, tokenPage, tokenPageInput } from "../schemas/common.js";
import { Report, ReportWire, toReport } from "../schemas/report.js";
import { maxRowsPerPage, reportBody, reportInput } from "../schemas/report-input.js";
import { ReportTask, ReportTaskWire, toReportTask } from "../schemas/report-tasks.js";
import { decodeOffset, offsetCursor } from "../wire/cursor.js";
import { dataDocs } from "../wire/docs-link.js";
import { dataPath } from "../wire/hosts.js";
import { propertyName, resourceInput } from "../wire/names.js";
import { experimental, reportTimes } from "./report-facts.js";

const docs = (method: string) => dataDocs(`properties.reportTasks/${method}`, "v1alpha");
const { comparisons: _, ...definitionInput } = reportInput;

/** Tasks there are. */
const listReportTasks = defineOperation({
  id: "ga4.reportTasks.list",
  summary: "List the report tasks of a property with their state",
  description: `Google keeps them 72 hours. ${experimental}`,
  docs: docs("list"),
  effect: "read",
  input: z.object({ ...propertyInput, ...tokenPageInput }),
  output: z.object({ reportTasks: z.array(ReportTask), nextCursor }),
  pagination: { items: "reportTasks" },
  scopes: [readScope],
  keywords: ["asynchronous", "large reports", "unsampled", "jobs"],
  examples: [{ title: "What is being worked out?", input: {} }],
  request: (input, { settings }) => ({
    method: "GET",
    path: dataPath(`${propertyName(input, settings)}/reportTasks`, "v1alpha"),
    query: tokenPage(input),
  }),
  response: decode(z.object({ reportTasks: listOf(ReportTaskWire), nextPageToken: text }), (wire) => ({
    reportTasks: (wire.reportTasks ?? []).map(toReportTask),
    ...nextToken(wire.nextPageToken),
  })),
  quota: tokensOf("core", 1),
  cache: { ttlMs: 30_000 },
});

/** State of one task. */
const getReportTask = defineOperation({
  id: "ga4.reportTasks.get",
  summary: "Get the state of a report task",
  description: experimental,
  docs: docs("get"),
  effect: "read",
  input: z.object({ name: resourceInput("reportTasks") }),
  output: ReportTask,
  scopes: [readScope],
  keywords: ["progress", "ready", "asynchronous"],
  examples: [{ title: "Is it ready?", input: { name: "properties/123456789/reportTasks/77" } }],
  request: ({ name }) => ({ method: "GET", path: dataPath(name, "v1alpha") }),
  response: decode(ReportTaskWire, toReportTask),
  quota: tokensOf("core", 1),
  cache: { ttlMs: 15_000, staleIfErrorMs: 0 },
});

/** Begins a task. */
const createReportTask = defineOperation({
  id: "ga4.reportTasks.create",
  summary: "Begin a large report that Google works out beside the call",
  description: `Asking twice makes two and takes tokens twice: look with ga4.reportTasks.list first. ${experimental}`,
  docs: docs("create"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    ...definitionInput,
    limit: z.number().int().min(1).max(1_000_000_000).optional().describe("Rows of the task"),
    samplingLevel: z
      .enum(["LOW", "MEDIUM", "UNSAMPLED"])
      .optional()
      .describe("MEDIUM and UNSAMPLED are for Analytics 360"),
  }),
  output: ReportTask,
  scopes: [readScope],
  keywords: ["unsampled", "export", "asynchronous", "large report", "job"],
  examples: [
    {
      title: "A month by day and page",
      input: { dimensions: ["date", "pagePath"], metrics: ["screenPageViews"], samplingLevel: "LOW" },
    },
  ],
  request: ({ limit, samplingLevel, ...definition }, { settings }) => {
    const { returnPropertyQuota: _ignored, ...body } = reportBody(definition);
    const reportDefinition = { ...body, ...(limit && { limit }), ...(samplingLevel && { samplingLevel }) };
    return {
      method: "POST",
      path: dataPath(`${propertyName(definition, settings)}/reportTasks`, "v1alpha"),
      body: { reportDefinition },
    };
  },
  response: decode(OperationWire(ReportTaskWire), (wire) => toReportTask(begunBy(wire, "ga4.reportTasks.list"))),
  quota: tokensOf("core", 50, isThresholded),
});

/** Rows of a task. */
const queryReportTask = defineOperation({
  id: "ga4.reportTasks.query",
  summary: "Read the rows of a finished report task, page by page",
  description: `CONFLICT means that the task is not ready yet. ${experimental}`,
  docs: docs("query"),
  effect: "read",
  input: z.object({
    name: resourceInput("reportTasks"),
    limit: z.number().int().min(1).max(maxRowsPerPage).default(1_000).describe("Rows per page"),
    cursor: offsetCursor,
  }),
  output: Report,
  pagination: { items: "rows" },
  scopes: [readScope],
  keywords: ["result", "rows", "asynchronous", "download"],
  examples: [{ title: "First rows", input: { name: "properties/123456789/reportTasks/77" } }],
  request: ({ name, limit, cursor }) => ({
    method: "POST",
    path: dataPath(`${name}:query`, "v1alpha"),
    body: { limit, offset: decodeOffset(cursor) },
  }),
  response: (reply, { input, warn }) =>
    toReport(parseWire(ReportWire, reply.json()), {
      requested: { dimensions: [], metrics: [] },
      offset: decodeOffset(input.cursor),
      warn,
    }),
  quota: tokensOf("core", 1),
  ...reportTimes,
});

/** Branch `reportTasks` of the tree. */
export const reportTasks = {
  list: listReportTasks,
  get: getReportTask,
  create: createReportTask,
  query: queryReportTask,
};
