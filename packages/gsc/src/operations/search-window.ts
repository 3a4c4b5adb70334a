import { type ComposedCall, defineOperation, parseWire } from "@trunkline/core";
import { z } from "zod";
import { gscScopes } from "../auth.js";
import { searchAnalyticsQuota } from "../quotas.js";
import { siteUrl } from "../schemas/common.js";
import {
  aggregationType,
  dayRange,
  dimensionNames,
  SearchFilter,
  type SearchQuery,
  searchType,
} from "../schemas/search-input.js";
import { SearchRow, SearchWire, toRows } from "../schemas/search-rows.js";
import { repliedAtMs } from "../wire/days.js";
import { apiDocs } from "../wire/docs-link.js";
import { toCamel } from "../wire/enums.js";
import { maxPageRows, type RowWindow, toSearchRequest } from "../wire/search-body.js";
import { firstIncomplete, searchWarnings } from "../wire/search-warnings.js";
import { queryDeadlineMs, queryTimeoutMs } from "./search-query.js";

const input = z.object({
  siteUrl,
  ...dayRange,
  type: searchType,
  filters: z.array(SearchFilter),
  dataState: z.enum(["final", "all"]),
  dimensions: z.array(z.enum(dimensionNames)),
  aggregationType,
  rowLimit: z.number().int().min(1).max(maxPageRows),
  startRow: z.number().int().min(0),
});

/** Rows of one window, and what came with them. */
const SearchWindow = z.object({
  rows: z.array(SearchRow),
  aggregationType: z.string().optional(),
  firstIncompleteDate: z.string().optional(),
});
/** Rows of one window, and what came with them. */
export type SearchWindow = z.infer<typeof SearchWindow>;

/**
 * The same exchange as `gsc.searchAnalytics.query`, under its id, for operations made of several: any window of the rows in
 * place of a cursor, and no advice on paging, which they see to themselves.
 */
const searchWindow = defineOperation({
  id: "gsc.searchAnalytics.query",
  summary: "Query one window of rows",
  docs: apiDocs("v1/searchanalytics/query"),
  effect: "read",
  input,
  output: SearchWindow,
  scopes: gscScopes.read,
  request: ({ rowLimit, startRow, ...query }) => toSearchRequest(query, { rowLimit, startRow }),
  response: (reply, { input: { startRow, rowLimit: _rowLimit, ...query }, warn }) => {
    const wire = parseWire(SearchWire, reply.json());
    const rows = toRows(wire, query.dimensions);
    for (const warning of searchWarnings(query, { wire, rows, startRow, repliedAtMs: repliedAtMs(reply.headers) }))
      warn(warning);
    const { date } = firstIncomplete(wire);
    return {
      rows,
      ...(wire.responseAggregationType && { aggregationType: toCamel(wire.responseAggregationType) }),
      ...(date !== undefined && { firstIncompleteDate: date }),
    };
  },
  quota: searchAnalyticsQuota,
  cache: { ttlMs: 300_000 },
  timeoutMs: queryTimeoutMs,
  deadlineMs: queryDeadlineMs,
});

/** A query that is made of days, not hours. */
export type DailyQuery = Omit<SearchQuery, "dimensions" | "dataState"> & {
  readonly dimensions: readonly (typeof dimensionNames)[number][];
  readonly dataState: "final" | "all";
};

/**
 * Reads one window of a query's rows.
 * @throws ConnectorError
 */
export const readWindow = (
  call: Pick<ComposedCall, "run">,
  { siteUrl, startDate, endDate, dimensions, type, filters, dataState, aggregationType }: DailyQuery,
  { rowLimit, startRow }: RowWindow,
): Promise<SearchWindow> =>
  call.run(searchWindow, {
    siteUrl,
    startDate,
    endDate,
    dimensions: [...dimensions],
    type,
    filters: [...filters],
    dataState,
    aggregationType,
    rowLimit,
    startRow,
  });
