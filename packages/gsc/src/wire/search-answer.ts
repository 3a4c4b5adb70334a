import { parseWire, type Reply, type Warning } from "@trunkline/core";
import { z } from "zod";
import type { SearchQuery } from "../schemas/search-input.js";
import { SearchRow, SearchWire, toRows } from "../schemas/search-rows.js";
import { toCursor } from "./cursor.js";
import { repliedAtMs } from "./days.js";
import { toCamel } from "./enums.js";
import type { RowWindow } from "./search-body.js";
import { firstIncomplete, searchWarnings } from "./search-warnings.js";

/** What one page of a query gives. */
export const SearchPage = z.object({
  rows: z
    .array(SearchRow)
    .describe("Most clicks first; by date first where grouped by date. A day without impressions may be absent"),
  aggregationType: z.string().optional().describe("How impressions were counted: byProperty or byPage"),
  firstIncompleteDate: z.string().optional().describe("From this day on numbers are not final"),
  firstIncompleteHour: z.string().optional().describe("From this hour on numbers are not final"),
  nextCursor: z.string().optional().describe("Absent on the last page"),
});
/** What one page of a query gives. */
export type SearchPage = z.infer<typeof SearchPage>;

/**
 * Reads a reply to a query and tells what it hides.
 * @throws ConnectorError `CONTRACT_VIOLATION`
 */
export const readSearchPage = (
  query: SearchQuery,
  window: RowWindow,
  { reply, warn }: { readonly reply: Reply; readonly warn: (warning: Warning) => void },
): SearchPage => {
  const wire = parseWire(SearchWire, reply.json());
  const rows = toRows(wire, query.dimensions);
  const { rowLimit, startRow } = window;
  const hasMore = query.dimensions.length > 0 && rows.length >= rowLimit;
  for (const warning of searchWarnings(query, { wire, rows, startRow, repliedAtMs: repliedAtMs(reply.headers) }))
    warn(warning);
  if (hasMore && isTied(rows)) warn(tiedBorder);
  const { date, hour } = firstIncomplete(wire);
  return {
    rows,
    ...(wire.responseAggregationType && { aggregationType: toCamel(wire.responseAggregationType) }),
    ...(date !== undefined && { firstIncompleteDate: date }),
    ...(hour !== undefined && { firstIncompleteHour: hour }),
    ...(hasMore && { nextCursor: toCursor(query, startRow + rows.length) }),
  };
};

/** Rows with the same clicks come in any order, another one at each request. */
const isTied = (rows: readonly SearchRow[]): boolean => {
  const [before, last] = rows.slice(-2);
  return before !== undefined && last !== undefined && before.clicks === last.clicks && before.date === last.date;
};

/** https://github.com/googleapis/google-api-ruby-client/issues/641 */
const tiedBorder: Warning = {
  code: "PAGE_BORDER_UNSTABLE",
  message:
    "The page ends among rows with equal clicks, whose order changes from request to request: the next page may repeat or skip some. gsc.searchAnalytics.queryAll removes repeats and looks for what was skipped.",
  path: "nextCursor",
};
