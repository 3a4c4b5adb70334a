const dayMs = 86_400_000;

const pacific = new Intl.DateTimeFormat("en-CA", {
  timeZone: "America/Los_Angeles",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

/** Number of the day since 1970-01-01. */
export type DayNumber = number;

/** The day it is at Bing, in Pacific time. */
export const pacificDayOf = (ms: number): DayNumber => {
  const part = Object.fromEntries(pacific.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day ?? 1) / dayMs;
};

/** The day it is in UTC. */
export const utcDayOf = (ms: number): DayNumber => Math.floor(ms / dayMs);

/** `YYYY-MM-DD`. */
export const isoDayOf = (day: DayNumber): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** The day of `YYYY-MM-DD`; nothing for what is none. */
export const parseIsoDay = (text: string): DayNumber | undefined => {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms / dayMs;
};

/** The last Saturday on or before the day. 1970-01-03 was one. */
export const saturdayOf = (day: DayNumber): DayNumber => day - ((((day - 2) % 7) + 7) % 7);

/** The n-th Sunday of a month, counted from 0. 1970-01-04 was one. */
const sundayOf = (year: number, month: number, count: number): DayNumber => {
  const first = Date.UTC(year, month, 1) / dayMs;
  return first + ((((3 - first) % 7) + 7) % 7) + 7 * (count - 1);
};

/**
 * Hours that Pacific time is behind UTC when the day begins there: 7 in summer, 8 in winter. By the rule, since rows ask
 * thousands of times: from the second Sunday of March to the first of November, each at 2 in the morning.
 */
const hoursBehind = (day: DayNumber): number => {
  const year = new Date(day * dayMs).getUTCFullYear();
  return day > sundayOf(year, 2, 2) && day <= sundayOf(year, 10, 1) ? 7 : 8;
};

/** A daily or weekly row: the Pacific midnight with its offset. */
export const dayDate = (day: DayNumber): string => {
  const hours = hoursBehind(day);
  return `/Date(${day * dayMs + hours * 3_600_000}-0${hours}00)/`;
};

/** The same as keyword rows have it: the offset is left out. */
export const bareDayDate = (day: DayNumber): string => `/Date(${day * dayMs + hoursBehind(day) * 3_600_000})/`;

/** A moment with the offset of its Pacific day. */
export const momentDate = (ms: number): string => `/Date(${Math.trunc(ms)}-0${hoursBehind(pacificDayOf(ms))}00)/`;

/** A moment without an offset. */
export const bareMomentDate = (ms: number): string => `/Date(${Math.trunc(ms)})/`;

/** .NET's smallest date: never. */
export const neverDate = "/Date(-62135568000000-0800)/";
