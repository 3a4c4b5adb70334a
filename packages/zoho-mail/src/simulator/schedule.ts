import { type Call, textOf } from "./call.js";
import { offsetMs } from "./regions.js";
import { badInput, mismatch } from "./replies.js";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const hoursByType: Readonly<Record<string, number>> = { "1": 1, "2": 2, "3": 4 };
const clockHourByType: Readonly<Record<string, number>> = { "4": 8, "5": 14 };

/** When a mail is to be sent; nothing for at once. */
export const readSchedule = (call: Call): number | undefined => {
  const isScheduled = textOf(call, "isSchedule") ?? "false";
  if (isScheduled !== "true" && isScheduled !== "false") throw mismatch("isSchedule does not fit its rule");
  if (isScheduled === "false") return undefined;
  const type = textOf(call, "scheduleType") ?? "";
  const timeZone = readTimeZone(call);
  const now = call.store.clock.now();
  const hours = hoursByType[type];
  if (hours !== undefined) return now + hours * hourMs;
  const hour = clockHourByType[type];
  if (hour !== undefined) return tomorrowAt(hour, timeZone, now);
  if (type === "6") return readTime(textOf(call, "scheduleTime") ?? "", timeZone);
  throw mismatch("scheduleType does not fit its rule");
};

const readTimeZone = (call: Call): string => {
  const zone = textOf(call, "timeZone");
  if (zone === undefined) throw badInput("timeZone is missing");
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw mismatch("timeZone does not fit its rule");
  }
};

const tomorrowAt = (hour: number, timeZone: string, now: number): number => {
  const local = now + offsetMs(timeZone, now);
  const at = Math.floor(local / dayMs) * dayMs + dayMs + hour * hourMs;
  return at - offsetMs(timeZone, at);
};

/** `MM/DD/YYYY HH:MM:SS`. Sources disagree whether the day comes first, so only dates of one reading are taken. */
const readTime = (text: string, timeZone: string): number => {
  const [, first, second, year, ...time] = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d)$/.exec(text) ?? [];
  const [a, b] = [Number(first), Number(second)];
  const isClear = first !== undefined && (a === b || a > 12 || b > 12);
  if (!isClear) throw mismatch("scheduleTime does not fit its rule");
  const [month, day] = a > 12 ? [b, a] : [a, b];
  const [hours = 0, minutes = 0, seconds = 0] = time.map(Number);
  const at = Date.UTC(Number(year), month - 1, day, hours, minutes, seconds);
  return at - offsetMs(timeZone, at);
};
