import { ConnectorError } from "@trunkline/core";
import { z } from "zod";
import type { Dimension } from "./search-input.js";

const metrics = {
  clicks: z.number(),
  impressions: z.number(),
  ctr: z.number().describe("Clicks per impression, 0–1"),
  position: z
    .number()
    .optional()
    .describe("Average position from 1, weighted by impressions; Discover and Google News have none"),
};

/** Clicks, impressions, and what follows from them. */
export const SearchMetrics = z.object(metrics);
/** Clicks, impressions, and what follows from them. */
export type SearchMetrics = z.infer<typeof SearchMetrics>;

/** Values of the dimensions that were asked for. */
export const searchKeys = {
  date: z.string().optional().describe("Day in Pacific time, YYYY-MM-DD"),
  hour: z.string().optional().describe("Beginning of the hour with offset, e.g. 2026-11-01T00:00:00-07:00"),
  query: z.string().optional(),
  page: z.string().optional(),
  country: z.string().optional().describe("ISO 3166-1 alpha-3, lower case; zzz: unknown"),
  device: z.string().optional().describe("DESKTOP, MOBILE or TABLET"),
  searchAppearance: z.string().optional().describe("e.g. PRODUCT_SNIPPETS"),
};

/** One row: a field for each dimension asked for, and its numbers. */
export const SearchRow = z.object({ ...searchKeys, ...metrics });
/** One row: a field for each dimension asked for, and its numbers. */
export type SearchRow = z.infer<typeof SearchRow>;

const RowWire = z.object({
  keys: z.array(z.string()).nullish(),
  clicks: z.number().nullish(),
  impressions: z.number().nullish(),
  ctr: z.number().nullish(),
  position: z.number().nullish(),
});

const MetadataWire = z.object({
  firstIncompleteDate: z.string().nullish(),
  first_incomplete_date: z.string().nullish(),
  firstIncompleteHour: z.string().nullish(),
  first_incomplete_hour: z.string().nullish(),
});

/** `SearchAnalyticsQueryResponse`; everything may be absent. The reference spells the metadata with underscores, live replies without. */
export const SearchWire = z.object({
  rows: z.array(RowWire).nullish(),
  responseAggregationType: z.string().nullish(),
  metadata: MetadataWire.nullish(),
});
/** A reply to a query. */
export type SearchWire = z.output<typeof SearchWire>;

/** Numbers of several rows as one: sums, and the position weighted by impressions. */
export const sumMetrics = (rows: readonly SearchMetrics[]): SearchMetrics => {
  let clicks = 0;
  let impressions = 0;
  let weighted = 0;
  let placed = 0;
  for (const row of rows) {
    clicks += row.clicks;
    impressions += row.impressions;
    if (row.position === undefined) continue;
    weighted += row.position * row.impressions;
    placed += row.impressions;
  }
  return {
    clicks,
    impressions,
    ctr: impressions > 0 ? clicks / impressions : 0,
    ...(placed > 0 && { position: weighted / placed }),
  };
};

/**
 * The rows with their keys named: on the wire they stand in the order of the dimensions.
 * @throws ConnectorError `CONTRACT_VIOLATION` for a row with another number of keys.
 */
export const toRows = ({ rows }: SearchWire, dimensions: readonly Dimension[]): SearchRow[] =>
  (rows ?? []).map((row, index) => {
    const keys = row.keys ?? [];
    if (keys.length !== dimensions.length) throw misshapen(index, keys.length, dimensions.length);
    const clicks = row.clicks ?? 0;
    const impressions = row.impressions ?? 0;
    const ctr = row.ctr ?? (impressions > 0 ? clicks / impressions : 0);
    // Filled in place: a page has up to 25,000 rows, and objects made to be spread cost as much as parsing them.
    const named: { [name in Dimension]?: string } & Partial<SearchMetrics> = {};
    for (const [at, dimension] of dimensions.entries()) named[dimension] = keys[at];
    named.clicks = clicks;
    named.impressions = impressions;
    named.ctr = ctr;
    if (typeof row.position === "number") named.position = row.position;
    return named as SearchRow;
  });

const misshapen = (index: number, found: number, expected: number): ConnectorError =>
  new ConnectorError("CONTRACT_VIOLATION", {
    message: `Row ${index} has ${found} keys where ${expected} were asked for.`,
    outcome: "executed",
    issues: [{ path: `rows.${index}.keys`, message: `Expected ${expected} keys` }],
  });
