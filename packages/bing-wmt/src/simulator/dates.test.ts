import { expect, it } from "vitest";
import { toDay } from "../wire/dates.js";
import { bareDayDate, dayDate, isoDayOf, pacificDayOf, parseIsoDay, saturdayOf } from "./dates.js";

const from = parseIsoDay("2024-01-01") ?? 0;
const days = Array.from({ length: 1_200 }, (_, index) => from + index);

it("writes each day as the Pacific midnight that the time zone's own rules give", () => {
  for (const day of days) {
    const [, ms = ""] = /\((\d+)/.exec(dayDate(day)) ?? [];
    expect([pacificDayOf(Number(ms)), pacificDayOf(Number(ms) - 1)]).toEqual([day, day - 1]);
  }
});

it("is read back as the same day, with and without its offset", () => {
  for (const day of days)
    expect([toDay(dayDate(day)), toDay(bareDayDate(day))]).toEqual([isoDayOf(day), isoDayOf(day)]);
});

it("knows the Saturday on or before a day", () => {
  for (const day of days.slice(0, 30)) {
    const saturday = saturdayOf(day);
    expect(new Date(isoDayOf(saturday)).getUTCDay()).toBe(6);
    expect(day - saturday).toBeLessThan(7);
    expect(day - saturday).toBeGreaterThanOrEqual(0);
  }
});
