import type { SearchRow } from "../schemas/search-rows.js";
import { maxPageRows } from "./search-body.js";

/** Rows from `startRow` on, at most `rowLimit`. */
export type ReadRows = (window: {
  readonly startRow: number;
  readonly rowLimit: number;
}) => Promise<readonly SearchRow[]>;

/** Rows of a query, each once. */
export interface CollectedRows {
  readonly rows: readonly SearchRow[];
  /** Requests made. */
  readonly pages: number;
  /** Rows that came twice and were dropped. */
  readonly repeated: number;
  /** Rows that exist by count but never came. */
  readonly missing: number;
  /** More rows exist than were asked for. */
  readonly truncated: boolean;
}

/** Text that tells a row from others of its query. */
export const rowKey = ({ date, query, page, country, device, searchAppearance }: SearchRow): string =>
  JSON.stringify([date, query, page, country, device, searchAppearance]);

/**
 * Reads page after page until one is short. Rows with equal clicks come in another order at each request, so that pages
 * overlap and skip: repeats are dropped, and where as many must have been skipped, the tied rows around a page's border
 * are read once more in one request, which is consistent in itself.
 */
export const collectRows = async (
  read: ReadRows,
  { maxRows, pageRows = maxPageRows }: { readonly maxRows: number; readonly pageRows?: number },
): Promise<CollectedRows> => {
  const seen = new Map<string, SearchRow>();
  const borders: Border[] = [];
  let total = 0;
  let pages = 0;
  let isLast = false;
  let before: readonly SearchRow[] = [];
  while (!isLast && total < maxRows) {
    const rowLimit = Math.min(pageRows, maxRows - total);
    const rows = await read({ startRow: total, rowLimit });
    pages += 1;
    if (before.length > 0 && rows.length > 0) borders.push(...tiedBorder(before, rows, total));
    for (const row of rows) keepFirst(seen, row);
    total += rows.length;
    isLast = rows.length < rowLimit;
    before = rows;
  }
  const repeated = total - seen.size;
  for (const { startRow, rowLimit } of borders) {
    if (seen.size >= total) break;
    const rows = await read({ startRow, rowLimit: Math.min(rowLimit, maxPageRows) });
    pages += 1;
    for (const row of rows) keepFirst(seen, row);
  }
  const missing = Math.max(0, total - seen.size);
  return { rows: [...seen.values()], pages, repeated, missing, truncated: !isLast };
};

const keepFirst = (seen: Map<string, SearchRow>, row: SearchRow): void => {
  const key = rowKey(row);
  if (!seen.has(key)) seen.set(key, row);
};

interface Border {
  readonly startRow: number;
  readonly rowLimit: number;
}

const isTie = (one: SearchRow | undefined, other: SearchRow | undefined): boolean =>
  one !== undefined && other !== undefined && one.clicks === other.clicks && one.date === other.date;

/** The window of tied rows across a page's border, as near to its middle as one request reaches. */
const tiedBorder = (before: readonly SearchRow[], after: readonly SearchRow[], at: number): readonly Border[] => {
  const last = before.at(-1);
  if (!isTie(last, after[0])) return [];
  let ahead = 0;
  while (ahead < before.length && isTie(before[before.length - 1 - ahead], last)) ahead += 1;
  let behind = 0;
  while (behind < after.length && isTie(after[behind], last)) behind += 1;
  if (ahead + behind > maxPageRows) {
    ahead = Math.min(ahead, Math.floor(maxPageRows / 2));
    behind = Math.min(behind, maxPageRows - ahead);
  }
  return [{ startRow: at - ahead, rowLimit: ahead + behind }];
};
