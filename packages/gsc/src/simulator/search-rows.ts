import type { Sum } from "./search-engine.js";
import type { SimulatedQuery } from "./search-request.js";

/** A row as replies have it. */
export interface WireRow {
  readonly keys?: readonly string[];
  readonly clicks: number;
  readonly impressions: number;
  readonly ctr: number;
  readonly position?: number;
}

/** One page of a query's rows: most clicks first, by time first where grouped by it, no more than the cap of a day. */
export const pageOf = (sums: readonly Sum[], query: SimulatedQuery, rowCap: number): readonly WireRow[] => {
  const { startRow, rowLimit, dimensions, type } = query;
  const hasPosition = type !== "discover" && type !== "googleNews";
  return capped(ordered(sums, dimensions), dimensions, rowCap)
    .slice(startRow, startRow + rowLimit)
    .map(({ keys, clicks, impressions, weighted }) => ({
      ...(dimensions.length > 0 && { keys }),
      clicks,
      impressions,
      ctr: clicks / impressions,
      ...(hasPosition && { position: weighted / impressions }),
    }));
};

const ordered = (sums: readonly Sum[], dimensions: readonly string[]): readonly Sum[] => {
  const timeAt = dimensions.findIndex((name) => name === "date" || name === "hour");
  return sums.toSorted((one, other) => {
    const [before = "", after = ""] = timeAt === -1 ? [] : [one.keys[timeAt], other.keys[timeAt]];
    if (before !== after) return before < after ? -1 : 1;
    return other.clicks - one.clicks || one.lot - other.lot;
  });
};

const capped = (sums: readonly Sum[], dimensions: readonly string[], rowCap: number): readonly Sum[] => {
  const dateAt = dimensions.indexOf("date");
  if (dateAt === -1) return sums.slice(0, rowCap);
  const counts = new Map<string, number>();
  return sums.filter(({ keys }) => {
    const day = keys[dateAt] ?? "";
    const count = (counts.get(day) ?? 0) + 1;
    counts.set(day, count);
    return count <= rowCap;
  });
};
