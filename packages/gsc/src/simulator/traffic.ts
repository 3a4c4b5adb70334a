import { hash01 } from "./hash.js";
import type { SimulatedSearch } from "./seed/universe.js";

/** Where results are shown, and how much of it there is beside the web. */
const typeFactors: Readonly<Record<string, number>> = {
  web: 1,
  image: 0.25,
  video: 0.04,
  news: 0,
  discover: 0.5,
  googleNews: 0.05,
};

/** What one page got in one search on one day. */
export interface Shown {
  readonly page: number;
  readonly impressions: number;
  readonly clicks: number;
  readonly position: number;
}

/** Names the day in formulas: days since the epoch. */
export const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);

const dayOfYear = (number: number): number => {
  const date = new Date(number * 86_400_000);
  return (number * 86_400_000 - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000;
};

/** More on Sundays, less on Saturdays. 1970-01-01 was a Thursday. */
const weekday = [1, 0.96, 0.84, 1.12, 1.06, 1.03, 1] as const;

const firstDay = dayNumber("2025-01-01");

/** How busy a day is, by weekday and slow growth. */
const dayFactor = (number: number): number => (weekday[number % 7] ?? 1) * (1 + 0.0005 * (number - firstDay));

/** How much of a search's year falls around a day: 1 on average, most in the middle of its month. */
const season = (number: number, [month, strength]: SimulatedSearch["peak"]): number => {
  const distance = (dayOfYear(number) - (month - 0.5) * 30.4) / 365;
  const closeness = (Math.cos(distance * 2 * Math.PI) + 1) / 2;
  return 1 + strength * (closeness ** 2 - 0.375);
};

/** The formula behind all numbers: the same seed, search, day and type give the same. */
export const shownOn = (
  seed: number,
  index: number,
  search: SimulatedSearch,
  number: number,
  type: string,
  completeness: number,
): readonly Shown[] => {
  const factor = typeFactors[type] ?? 0;
  if (factor === 0) return [];
  const salt = seed + type.length * 7_919 + type.charCodeAt(0);
  const expected = search.volume * factor * season(number, search.peak) * dayFactor(number);
  const impressions = whole(
    expected * (0.7 + 0.6 * hash01(salt, index, number)) * completeness,
    hash01(salt, index, number, 1),
  );
  if (impressions === 0) return [];
  const rate = search.rate * (0.6 + 0.8 * hash01(salt, index, number, 2));
  const clicks = Math.min(impressions, whole(impressions * rate, hash01(salt, index, number, 3)));
  const position = Math.max(1, search.position * (0.9 + 0.2 * hash01(salt, index, number, 4)));
  const [first, second] = search.pages;
  if (second === undefined) return [{ page: first, impressions, clicks, position }];
  const seconds = Math.floor(impressions * 0.3);
  const secondClicks = Math.min(seconds, Math.floor(clicks * 0.15));
  return [
    { page: first, impressions, clicks: clicks - secondClicks, position },
    ...(seconds > 0 ? [{ page: second, impressions: seconds, clicks: secondClicks, position: position + 2 }] : []),
  ];
};

/** A whole number near an expected one, up or down by chance. */
const whole = (expected: number, chance: number): number => Math.floor(expected + chance);
