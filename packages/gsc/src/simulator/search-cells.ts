import { runningShares, shareAlong, shareOut } from "./hash.js";
import type { PacificHour } from "./horizon.js";
import { accepts, filtersOf } from "./search-plan.js";
import type { SimulatedQuery } from "./search-request.js";
import { countryShares, deviceShares } from "./seed/shop.js";

/** Part of a result: where and on what, by index. */
export interface Cell {
  readonly country: number;
  readonly device: number;
  readonly clicks: number;
  readonly impressions: number;
}

/** Numbers to be shared out, and the chance that decides who gets what is left over. */
export interface Whole {
  readonly clicks: number;
  readonly impressions: number;
  readonly phase: number;
}

const cells = countryShares.flatMap(([, share], country) =>
  deviceShares.map(([, part], device) => ({ country, device, weight: share * part })),
);
const cellShares = runningShares(cells.map(({ weight }) => weight));

/** Shares numbers out by country and device, only where these matter; the parts add up to the whole. */
export const cellSplitter = (query: SimulatedQuery): ((whole: Whole) => readonly Cell[]) => {
  const matters = (name: string) => query.dimensions.includes(name) || filtersOf(query, name).length > 0;
  if (!matters("country") && !matters("device"))
    return ({ clicks, impressions }) => [{ country: 0, device: 0, clicks, impressions }];
  const [byCountry, byDevice] = [filtersOf(query, "country"), filtersOf(query, "device")];
  const isWanted = cells.map(
    ({ country, device }) =>
      accepts(byCountry, countryShares[country]?.[0] ?? "") && accepts(byDevice, deviceShares[device]?.[0] ?? ""),
  );
  return ({ clicks, impressions, phase }) => {
    const parts = shareOut(impressions, cellShares, phase);
    const clickParts = shareAlong(clicks, parts, 1 - phase - Number.EPSILON);
    const found: Cell[] = [];
    cells.forEach(({ country, device }, index) => {
      const here = parts[index] ?? 0;
      if (here > 0 && isWanted[index])
        found.push({ country, device, impressions: here, clicks: clickParts[index] ?? 0 });
    });
    return found;
  };
};

/** Few at night, most in the evening. */
const hourWeights = [4, 2, 1, 1, 1, 2, 4, 6, 7, 7, 7, 7, 8, 7, 7, 7, 8, 9, 10, 11, 12, 11, 9, 6];

/** Part of a result: when, by index of the day's hours. */
export interface HourPart {
  readonly hour: number;
  readonly clicks: number;
  readonly impressions: number;
}

/** Shares numbers out over the hours of a day; the parts add up to the whole. */
export const hourSplitter = (hours: readonly PacificHour[]): ((whole: Whole) => readonly HourPart[]) => {
  const shares = runningShares(hours.map(({ text }) => hourWeights[Number(text.slice(11, 13))] ?? 1));
  return ({ clicks, impressions, phase }) => {
    const parts = shareOut(impressions, shares, phase);
    const clickParts = shareAlong(clicks, parts, phase);
    return parts.flatMap((here, hour) =>
      here > 0 ? [{ hour, impressions: here, clicks: clickParts[hour] ?? 0 }] : [],
    );
  };
};
