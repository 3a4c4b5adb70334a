import type { RequestSpec } from "@trunkline/core";
import type { SearchFilter, SearchQuery } from "../schemas/search-input.js";
import { searchPath, toRead } from "./request.js";

/** Most rows of one reply. */
export const maxPageRows = 25_000;

/** Most rows that can be had of one day, type and property, however often one asks. */
export const dailyRowCap = 50_000;

/** A part of the rows. */
export interface RowWindow {
  readonly rowLimit: number;
  readonly startRow: number;
}

/** The request of a query. */
export const toSearchRequest = (query: SearchQuery, window: RowWindow): RequestSpec =>
  toRead({ method: "POST", path: searchPath(query.siteUrl), body: toSearchBody(query, window) });

/** `SearchAnalyticsQueryRequest`. */
export const toSearchBody = (query: SearchQuery, { rowLimit, startRow }: RowWindow) => ({
  startDate: query.startDate,
  endDate: query.endDate,
  dimensions: query.dimensions,
  type: query.type,
  dataState: query.dataState,
  // Some properties answer 400 to anything but the default.
  ...(query.aggregationType !== "auto" && { aggregationType: query.aggregationType }),
  ...(query.filters.length > 0 && {
    dimensionFilterGroups: [{ groupType: "and", filters: query.filters.map(toFilter) }],
  }),
  rowLimit,
  ...(startRow > 0 && { startRow }),
});

/** Codes in the case that replies have them in. */
const toFilter = ({ dimension, operator, expression }: SearchFilter) => {
  const isExact = operator === "equals" || operator === "notEquals";
  if (isExact && dimension === "country") return { dimension, operator, expression: expression.toLowerCase() };
  if (isExact && dimension === "device") return { dimension, operator, expression: expression.toUpperCase() };
  return { dimension, operator, expression };
};
