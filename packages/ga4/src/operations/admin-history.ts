import { defineOperation, parseWire } from "@trunkline/core";
import { z } from "zod";
import { editScope, readScope } from "../auth.js";
import { adminRead, tokensOf } from "../quotas.js";
import { ChangeEvent, ChangeEventWire, toChangeEvent } from "../schemas/admin-history.js";
import { invalidInput, listOf, nextCursor, propertyInput, text, tokenPageInput } from "../schemas/common.js";
import { DateRange } from "../schemas/report-input.js";
import { decodeOffset, nextOffset, offsetCursor } from "../wire/cursor.js";
import { adminDocs } from "../wire/docs-link.js";
import { conditions, toFilter } from "../wire/filters.js";
import { adminUrl } from "../wire/hosts.js";
import { accountInput, accountName, propertyName } from "../wire/names.js";
import { RowWire, Table, toTable } from "../wire/table.js";
import { decodeList } from "./admin-list.js";
import { reportTimes } from "./report-facts.js";

const resourceTypes = [
  "ACCOUNT",
  "PROPERTY",
  "FIREBASE_LINK",
  "GOOGLE_ADS_LINK",
  "GOOGLE_SIGNALS_SETTINGS",
  "CONVERSION_EVENT",
  "MEASUREMENT_PROTOCOL_SECRET",
  "CUSTOM_DIMENSION",
  "CUSTOM_METRIC",
  "DATA_RETENTION_SETTINGS",
  "DATA_STREAM",
  "ATTRIBUTION_SETTINGS",
] as const;
const instant = z.iso.datetime({ offset: true });
const decodeEvents = decodeList("changeHistoryEvents", ChangeEventWire, toChangeEvent);

const changesInput = z.object({
  account: accountInput,
  ...propertyInput,
  resourceTypes: z.array(z.enum(resourceTypes)).min(1).optional(),
  actions: z
    .array(z.enum(["CREATED", "UPDATED", "DELETED"]))
    .min(1)
    .optional(),
  actorEmails: z.array(z.email()).min(1).max(50).optional(),
  from: instant.optional().describe("Earliest time, RFC 3339"),
  to: instant.optional().describe("Latest time, RFC 3339"),
  ...tokenPageInput,
});

/** `SearchChangeHistoryEventsRequest`. */
export const changesBody = ({ property, ...input }: Omit<z.output<typeof changesInput>, "account">) => ({
  property: property && propertyName({ property }, {}),
  resourceType: input.resourceTypes,
  action: input.actions,
  actorEmail: input.actorEmails,
  earliestChangeTime: input.from,
  latestChangeTime: input.to,
  pageSize: input.limit,
  pageToken: input.cursor,
});

/** Who changed what. A read, although it is served over POST and wants the scope for writes. */
export const searchChangeHistory = defineOperation({
  id: "ga4.admin.changeHistory.search",
  summary: "Search who changed what in an account and when",
  description:
    "Needs the scope for edits (adminWrites). A page may be empty and still have a next one; secrets are left out.",
  docs: adminDocs("accounts/searchChangeHistoryEvents"),
  effect: "read",
  input: changesInput,
  output: z.object({ events: z.array(ChangeEvent), nextCursor }),
  pagination: { items: "events" },
  scopes: [editScope],
  keywords: ["audit", "log", "who", "history"],
  examples: [{ title: "Changes since November", input: { account: "100200300", from: "2026-11-01T00:00:00Z" } }],
  request: ({ account, ...input }) => ({
    method: "POST",
    path: adminUrl(`${accountName(account)}:searchChangeHistoryEvents`),
    body: changesBody(input),
  }),
  response: (reply, context) => {
    const { changeHistoryEvents, ...next } = decodeEvents(reply, context);
    return { events: changeHistoryEvents, ...next };
  },
  quota: adminRead,
  cache: { ttlMs: 5 * 60_000 },
});

/** `RunAccessReportResponse`. */
export const AccessReportWire = z.object({
  dimensionHeaders: listOf(z.object({ dimensionName: text })),
  metricHeaders: listOf(z.object({ metricName: text })),
  rows: listOf(RowWire),
  rowCount: z.number().int().min(0).nullish(),
});

const fields = z.array(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,99}$/)).max(9);
const accessInput = z.object({
  ...propertyInput,
  account: accountInput.optional().describe("Accesses to all properties of this account, in place of one property"),
  dimensions: fields
    .default(["userEmail", "accessMechanism"])
    .describe("e.g. userEmail, accessMechanism, accessedPropertyName, accessDateHour"),
  metrics: z
    .array(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,99}$/))
    .max(10)
    .default(["accessCount"]),
  dateRange: DateRange.omit({ name: true }).default({ startDate: "7daysAgo", endDate: "today" }),
  dimensionFilters: conditions("dimensions"),
  timeZone: z.string().min(1).max(64).optional().describe("Default: the property's"),
  limit: z.number().int().min(1).max(100_000).default(100).describe("Rows per page"),
  cursor: offsetCursor,
});

/** `RunAccessReportRequest`. */
export const accessBody = (input: Omit<z.output<typeof accessInput>, "account" | "property">) => {
  const dimensionFilter = toFilter("dimensionFilters", input.dimensionFilters, "accessFilter");
  return {
    dimensions: input.dimensions.map((dimensionName) => ({ dimensionName })),
    metrics: input.metrics.map((metricName) => ({ metricName })),
    dateRanges: [input.dateRange],
    ...(dimensionFilter && { dimensionFilter }),
    orderBys: input.dimensions.map((dimensionName) => ({ dimension: { dimensionName } })),
    ...(input.timeZone && { timeZone: input.timeZone }),
    limit: input.limit,
    offset: decodeOffset(input.cursor),
    returnEntityQuota: true,
  };
};

/** Who read what. */
export const runAccessReport = defineOperation({
  id: "ga4.admin.accessReport.run",
  summary: "Report who read data of a property or account, how often and by which way",
  description: "Needs the Administrator role. Rows name persons; accesses by API count, too.",
  docs: adminDocs("properties/runAccessReport"),
  effect: "read",
  input: accessInput,
  output: Table.extend({ rowCount: z.number().int(), nextCursor }),
  pagination: { items: "rows" },
  scopes: [[readScope, editScope]],
  keywords: ["audit", "data access", "who reads", "privacy"],
  examples: [{ title: "Who read reports last week?", input: {} }],
  request: ({ account, ...input }, { settings }) => {
    if (account !== undefined && input.property !== undefined)
      throw invalidInput("account", "Give account or property, not both");
    const entity = account === undefined ? propertyName(input, settings) : accountName(account);
    return {
      method: "POST",
      path: adminUrl(`${entity}:runAccessReport`),
      body: accessBody(input),
    };
  },
  response: (reply, { input }) => {
    const { dimensionHeaders, metricHeaders, rows, rowCount } = parseWire(AccessReportWire, reply.json());
    const wire = {
      dimensionHeaders: dimensionHeaders?.map(({ dimensionName }) => ({ name: dimensionName })),
      metricHeaders: metricHeaders?.map(({ metricName }) => ({ name: metricName, type: null })),
      rows,
    };
    const offset = decodeOffset(input.cursor);
    const table = toTable(wire, input);
    const total = rowCount ?? 0;
    return {
      ...table,
      rowCount: Math.max(total, offset + table.rows.length),
      ...nextOffset(offset, table.rows.length, total),
    };
  },
  quota: [...tokensOf<unknown>("access"), ...adminRead],
  cache: { ttlMs: 5 * 60_000 },
  ...reportTimes,
});
