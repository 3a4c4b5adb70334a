import { type DayNumber, parseIsoDay, saturdayOf } from "./dates.js";
import { noise } from "./noise.js";
import { type SeedPage, seedPages } from "./seed/pages.js";

/** Days back that traffic is served: 16 months. */
const windowDays = 487;
/** Days until traffic is served. */
export const lagDays = 2;

/** Clicks and impressions. */
export interface Traffic {
  readonly clicks: number;
  readonly impressions: number;
}

const anchor = parseIsoDay("2025-07-20") ?? 0;
const newYear = parseIsoDay("2025-01-01") ?? 0;
const totalWeight = seedPages.reduce((sum, { weight }) => sum + weight, 0);

/** Tea is for the cold: more in winter, a little more on Sundays, gifts before Christmas; and the shop grows slowly. */
const demandOn = (day: DayNumber, isSeasonal: boolean): number => {
  const ofYear = ((day - newYear) / 365.25) * 2 * Math.PI;
  const winter = 1 + 0.35 * Math.cos(ofYear + 0.25);
  const advent = isSeasonal ? Math.max(0.1, 3 * Math.cos(ofYear + 0.55) ** 9) : 1;
  const sunday = ((day % 7) + 7) % 7 === 3 ? 1.15 : 1;
  const growth = Math.min(3, Math.max(0.3, 1 + (day - anchor) * 0.0009));
  return winter * advent * sunday * growth;
};

/** The part of a day that Bing has counted by now: the newest days still grow. */
const countedShare = (day: DayNumber, lastDay: DayNumber): number => {
  const ageDays = lastDay - day;
  return ageDays <= 0 ? 0.7 : ageDays === 1 ? 0.92 : 1;
};

/** One draw decides both: how many saw the page that day, and how many of them came. */
const ofPage = (seed: number, page: SeedPage, day: DayNumber, lastDay: DayNumber): Traffic => {
  const draw = noise(seed, page.path, day);
  const demand = demandOn(day, page.isSeasonal ?? false) * (0.85 + 0.3 * draw) * countedShare(day, lastDay);
  const impressions = Math.round((1_400 * page.weight * demand) / totalWeight);
  const rate = 0.03 + 0.04 * noise(seed, page.path);
  return { impressions, clicks: Math.round(impressions * rate * (0.8 + 0.4 * ((draw * 97) % 1))) };
};

const sum = (parts: Iterable<Traffic>): Traffic => {
  let clicks = 0;
  let impressions = 0;
  for (const part of parts) {
    clicks += part.clicks;
    impressions += part.impressions;
  }
  return { clicks, impressions };
};

/** A day's traffic of the pages. The same for the same seed, day and pages, whenever it is asked for later on. */
export const trafficOn = (seed: number, pages: readonly SeedPage[], day: DayNumber, lastDay: DayNumber): Traffic =>
  sum(pages.map((page) => ofPage(seed, page, day, lastDay)));

/** A week's traffic of a page, the week being named by its last day, a Saturday. */
export const trafficInWeek = (seed: number, page: SeedPage, saturday: DayNumber, lastDay: DayNumber): Traffic =>
  sum(weekDays(saturday, lastDay).map((day) => ofPage(seed, page, day, lastDay)));

const weekDays = (saturday: DayNumber, lastDay: DayNumber): readonly DayNumber[] =>
  Array.from({ length: 7 }, (_, index) => saturday - index).filter((day) => day <= lastDay);

/** The part of a page's traffic that a query brings: half for the first, less for each further one. */
export const queryShare = (page: SeedPage, query: string): number => {
  const index = page.queries.indexOf(query);
  return index === -1 ? 0 : 0.5 / 2 ** index;
};

/** The share of some traffic, in whole numbers. */
export const shareOf = ({ clicks, impressions }: Traffic, share: number): Traffic => ({
  clicks: Math.round(clicks * share),
  impressions: Math.round(impressions * share),
});

/** Average position in the results, which wanders a little week by week. */
export const positionOf = (seed: number, key: string, saturday: DayNumber): number =>
  Math.round(1 + 14 * noise(seed, "position", key) + 2 * noise(seed, "drift", key, saturday));

/** Days of the window, oldest first. */
export const daysOfWindow = (lastDay: DayNumber, length: number = windowDays): readonly DayNumber[] =>
  Array.from({ length }, (_, index) => lastDay - length + 1 + index);

/** Saturdays of the window, oldest first. The last one's week is over or has begun to be counted. */
export const saturdaysOfWindow = (lastDay: DayNumber, length: number = windowDays): readonly DayNumber[] => {
  const last = saturdayOf(lastDay);
  return Array.from({ length: Math.floor(length / 7) }, (_, index) => last - 7 * (Math.floor(length / 7) - 1 - index));
};
