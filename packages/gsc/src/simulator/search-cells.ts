import { runningShares, shareAlong, shareOut } from "./hash.js";
import { type Horizon, hoursOf } from "./horizon.js";
import type { SimulatedFilter, SimulatedQuery } from "./search-request.js";
import { countryShares, deviceShares } from "./seed/shop.js";
import type { Shown } from "./traffic.js";

/** Conditions on one dimension. */
export const filtersOf = ({ filters }: SimulatedQuery, dimension: string): readonly SimulatedFilter[] =>
  filters.filter((filter) => filter.dimension === dimension);

/** Whether a value meets all conditions. */
export const accepts = (filters: readonly SimulatedFilter[], value: string): boolean =>
  filters.every((filter) => filter.accepts(value));

/** Part of a result. */
export interface Cell {
  readonly country: string;
  readonly device: string;
  readonly clicks: number;
  readonly impressions: number;
}

const cells = countryShares.flatMap(([country, share]) =>
  deviceShares.map(([device, part]) => ({ country, device, weight: share * part })),
);
const cellShares = runningShares(cells.map(({ weight }) => weight));

/** Numbers by country and device, only where these matter; they add up to the whole. */
export const cellsOf = (query: SimulatedQuery, { clicks, impressions }: Shown): readonly Cell[] => {
  const matters = (name: string) => query.dimensions.includes(name) || filtersOf(query, name).length > 0;
  if (!matters("country") && !matters("device")) return [{ country: "", device: "", clicks, impressions }];
  const parts = shareOut(impressions, cellShares);
  const clickParts = shareAlong(clicks, parts);
  return cells.flatMap(({ country, device }, index) => {
    const here = parts[index] ?? 0;
    if (here === 0 || !accepts(filtersOf(query, "country"), country) || !accepts(filtersOf(query, "device"), device))
      return [];
    return [{ country, device, impressions: here, clicks: clickParts[index] ?? 0 }];
  });
};

/** Few at night, most in the evening. */
const hourWeights = [4, 2, 1, 1, 1, 2, 4, 6, 7, 7, 7, 7, 8, 7, 7, 7, 8, 9, 10, 11, 12, 11, 9, 6];

/** Numbers by hour, only where these matter. */
export const hoursOfResult = (
  query: SimulatedQuery,
  day: string,
  { clicks, impressions }: Cell,
  { nowMs }: Horizon,
): readonly { readonly hour: string; readonly clicks: number; readonly impressions: number }[] => {
  if (!query.dimensions.includes("hour")) return [{ hour: "", clicks, impressions }];
  const hours = hoursOf(day).filter(({ startMs }) => startMs + 2 * 3_600_000 <= nowMs);
  const parts = shareOut(
    impressions,
    runningShares(hours.map(({ text }) => hourWeights[Number(text.slice(11, 13))] ?? 1)),
  );
  const clickParts = shareAlong(clicks, parts);
  return hours.flatMap(({ text }, index) => {
    const here = parts[index] ?? 0;
    return here === 0 ? [] : [{ hour: text, impressions: here, clicks: clickParts[index] ?? 0 }];
  });
};
