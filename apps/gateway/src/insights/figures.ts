import { z } from "zod";

/** What a search engine tells of a page. */
export const SearchFigures = z.object({
  clicks: z.number(),
  impressions: z.number(),
  ctr: z.number().describe("Clicks per impression, 0–1"),
  position: z.number().optional().describe("Average, weighted by impressions; Bing does not document its scale"),
});
/** What a search engine tells of a page. */
export type SearchFigures = z.infer<typeof SearchFigures>;

/** What analytics tell of visits that began on a page. */
export const VisitFigures = z.object({ sessions: z.number(), revenue: z.number() });
/** What analytics tell of visits that began on a page. */
export type VisitFigures = z.infer<typeof VisitFigures>;

/** Figures in two periods; absent where the source has no row. */
export interface Compared<T> {
  readonly current?: T;
  readonly previous?: T;
}

/** Figures by page key. */
export type ByPage<T> = ReadonlyMap<string, T>;

/** Figures of both periods by page key. */
export interface ComparedPages<T> {
  readonly current: ByPage<T>;
  readonly previous: ByPage<T>;
}

/** A row of a search engine before its addresses are brought together. */
export interface SearchRow {
  readonly clicks: number;
  readonly impressions: number;
  readonly position?: number | undefined;
}

/** Several rows as one: sums, and the position weighted by impressions. */
export const addUp = (rows: readonly SearchRow[]): SearchFigures => {
  const clicks = sum(rows.map((row) => row.clicks));
  const impressions = sum(rows.map((row) => row.impressions));
  const placed = rows.filter(({ position }) => position !== undefined);
  const weight = sum(placed.map((row) => row.impressions));
  const weighted = sum(placed.map(({ position = 0, impressions: shown }) => position * shown));
  return {
    clicks,
    impressions,
    ctr: impressions > 0 ? clicks / impressions : 0,
    ...(weight > 0 && { position: weighted / weight }),
  };
};

/** The rows by page, those of addresses that are the same page as one; rows without an address are left out. */
export const byPage = <T, F>(
  rows: readonly T[],
  keyOf: (row: T) => string | undefined,
  merge: (rows: readonly T[]) => F,
): ByPage<F> => {
  const groups = Map.groupBy(rows, keyOf);
  return new Map([...groups].flatMap(([key, group]) => (key === undefined ? [] : [[key, merge(group)] as const])));
};

/** The sum. */
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
