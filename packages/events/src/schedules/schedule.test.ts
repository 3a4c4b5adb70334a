import { describe, expect, it } from "vitest";
import { defineSchedule, nextTime } from "./schedule.js";

const times = (cron: string, timeZone: string, from: string, count: number): readonly string[] => {
  const found: Date[] = [];
  for (let at = new Date(from); found.length < count; found.push(at)) at = nextTime({ name: "s", cron, timeZone }, at);
  return found.map((time) => time.toISOString());
};

describe("the next time", () => {
  it("of a time that a spring night skips is when the clocks have jumped", () => {
    expect(times("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2)).toEqual([
      "2026-03-29T01:00:00.000Z",
      "2026-03-30T00:30:00.000Z",
    ]);
  });

  it("of a time that an autumn night has twice comes once", () => {
    expect(times("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2)).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-26T01:30:00.000Z",
    ]);
  });

  it("of an interval goes on through an autumn night", () => {
    expect(times("*/30 * * * *", "Europe/Berlin", "2026-10-25T00:00:00Z", 4)).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:00:00.000Z",
      "2026-10-25T01:30:00.000Z",
      "2026-10-25T02:00:00.000Z",
    ]);
  });
});

describe("a schedule that makes no sense", () => {
  it.each([
    ["words", { cron: "every day" }, /^cron: "every day" of schedule s makes no sense: .*"15 3 \* \* \*"/],
    ["too few fields", { cron: "* * *" }, /^cron: .* five/],
    ["a minute that is none", { cron: "99 * * * *" }, /^cron: .*minute: 99/],
    ["a day that never comes", { cron: "0 0 31 2 *" }, /^cron: .* never comes/],
    ["a place without time", { cron: "* * * * *", timeZone: "Mars/Olympus" }, /^timeZone: "Mars\/Olympus" .*IANA/],
    ["a name with spaces", { name: "my task", cron: "* * * * *" }, /^name: /],
  ])("is refused, naming the field: %s", (_what, broken, message) => {
    expect(() => defineSchedule({ name: "s", summary: "", run: async () => {}, ...broken })).toThrow(message);
  });
});
