/** A day as its number since 1970-01-01. */
export type Day = number;

const dayMs = 86_400_000;

/** `2026-11-20` as a day; nothing for what is no date. */
export const parseDay = (iso: string): Day | undefined => {
  if (!/^\d{4}-\d\d-\d\d$/.test(iso)) return undefined;
  const ms = Date.parse(`${iso}T00:00:00Z`);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(iso) ? ms / dayMs : undefined;
};

/** `2026-11-20`. */
const isoDay = (day: Day): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** `20261120`, as reports write it. */
export const compactDay = (day: Day): string => isoDay(day).replaceAll("-", "");

/** 0 is Sunday. */
export const weekday = (day: Day): number => (((day + 4) % 7) + 7) % 7;

/** A moment in a time zone. */
export interface LocalTime {
  readonly day: Day;
  /** Minutes since midnight. */
  readonly minute: number;
}

/** The local time at a moment. */
export const localTime = (epochMs: number, timeZone: string): LocalTime => {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(epochMs);
  const get = (type: string): string => parts.find((part) => part.type === type)?.value ?? "0";
  return {
    day: parseDay(`${get("year")}-${get("month")}-${get("day")}`) ?? 0,
    minute: Number(get("hour")) * 60 + Number(get("minute")),
  };
};

/** A day as requests write it: absolute, or relative to today. Nothing for anything else. */
export const resolveDay = (text: string, today: Day): Day | undefined => {
  if (text === "today") return today;
  if (text === "yesterday") return today - 1;
  const ago = /^(\d{1,5})daysAgo$/.exec(text);
  return ago ? today - Number(ago[1]) : parseDay(text);
};
