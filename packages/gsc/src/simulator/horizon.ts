import { addDays, addMonths, pacificDay } from "../wire/days.js";

const hourMs = 3_600_000;

/** How far the data goes at a moment. Days are Pacific. */
export interface Horizon {
  readonly nowMs: number;
  readonly today: string;
  /** The newest day whose numbers no longer change. */
  readonly finalUntil: string;
  /** The oldest day kept. */
  readonly oldest: string;
}

/** The horizon at a moment: final up to three days ago, sixteen months back. */
export const horizonAt = (nowMs: number): Horizon => {
  const today = pacificDay(nowMs);
  return { nowMs, today, finalUntil: addDays(today, -3), oldest: addMonths(today, -16) };
};

/** Share of a day's searches that are counted by now. */
export const completenessOf = (day: string, { today, finalUntil, nowMs }: Horizon): number => {
  if (day <= finalUntil) return 1;
  if (day > today) return 0;
  if (day === today) return 0.6 * elapsed(nowMs, today);
  return day === addDays(today, -1) ? 0.8 : 0.95;
};

const elapsed = (nowMs: number, today: string): number => {
  const hours = hoursOf(today);
  return hours.filter(({ startMs }) => startMs + hourMs <= nowMs).length / hours.length;
};

/** One hour of a Pacific day. */
export interface PacificHour {
  readonly startMs: number;
  /** With offset, as replies have it: `2026-11-01T01:00:00-07:00`. */
  readonly text: string;
}

const parts = new Intl.DateTimeFormat("en-CA", {
  timeZone: "America/Los_Angeles",
  hourCycle: "h23",
  hour: "2-digit",
  timeZoneName: "longOffset",
});

/** The hours of a Pacific day: 23 or 25 of them when clocks change. */
export const hoursOf = (day: string): readonly PacificHour[] => {
  const around = Date.parse(`${day}T00:00:00Z`);
  return Array.from({ length: 36 }, (_, index) => around + index * hourMs)
    .filter((startMs) => pacificDay(startMs) === day)
    .map((startMs) => ({ startMs, text: `${day}T${hourText(startMs)}` }));
};

const hourText = (startMs: number): string => {
  const found = Object.fromEntries(parts.formatToParts(startMs).map(({ type, value }) => [type, value]));
  return `${found.hour}:00:00${(found.timeZoneName ?? "GMT-08:00").replace("GMT", "")}`;
};
