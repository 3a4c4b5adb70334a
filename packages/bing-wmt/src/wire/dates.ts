import { z } from "zod";

const shape = /^\/Date\((-?\d{1,17})([+-]\d{4})?\)\/$/;

/** A moment as Bing writes it: `/Date(1316156400000-0700)/`, the offset being optional. */
export const DateWire = z.string().regex(shape, "is not /Date(…)/");

/** A calendar day, e.g. `2026-11-21`. */
export const Day = z.string().describe("Calendar day as Bing counts it (Pacific time), YYYY-MM-DD");

/** A moment as ISO 8601. */
export const Moment = z.string().describe("ISO 8601 time in UTC, e.g. 2026-11-01T08:30:00.000Z");

interface Read {
  /** UTC milliseconds. The offset is not part of it. */
  readonly ms: number;
  /** Absent where Bing stated none. */
  readonly offsetMs?: number;
}

/** Nothing for what means "never": a year before 1900, whichever offset .NET's smallest date was written with. */
const read = (text: string | null | undefined): Read | undefined => {
  const [, digits, offset] = shape.exec(text ?? "") ?? [];
  if (digits === undefined) return undefined;
  const ms = Number(digits);
  const year = new Date(ms).getUTCFullYear();
  if (!(year >= 1900 && year <= 9999)) return undefined;
  return offset === undefined ? { ms } : { ms, offsetMs: toOffsetMs(offset) };
};

const toOffsetMs = (offset: string): number => {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3));
  return (offset.startsWith("-") ? -minutes : minutes) * 60_000;
};

/** The moment in UTC; nothing for "never". The number is UTC already: adding the offset would be hours wrong. */
export const toMoment = (text: string | null | undefined): string | undefined => {
  const moment = read(text);
  return moment && new Date(moment.ms).toISOString();
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Hours of the UTC day at which a day begins in UTC, in Pacific summer time and in Pacific winter time. */
const midnightsMs = new Set([0, 7 * hourMs, 8 * hourMs]);

/**
 * The day that a daily or weekly row stands for; nothing for "never". With an offset: the date on that clock. Without:
 * midnights, UTC or Pacific, have the same date in UTC, and any other moment belongs to its Pacific day.
 */
export const toDay = (text: string | null | undefined): string | undefined => {
  const moment = read(text);
  if (!moment) return undefined;
  const { ms, offsetMs } = moment;
  if (offsetMs !== undefined) return isoDay(ms + offsetMs);
  return midnightsMs.has(((ms % dayMs) + dayMs) % dayMs) ? isoDay(ms) : pacificDay(ms);
};

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const pacificDay = (ms: number): string => {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: "America/Los_Angeles",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day}`;
};
