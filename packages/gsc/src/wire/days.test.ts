import { describe, expect, it } from "vitest";
import { addDays, addMonths, countDays, listDays, pacificDay, repliedAtMs, untilPacificMidnightMs } from "./days.js";

describe("days", () => {
  it("counts a day in Pacific time, summer and winter", () => {
    expect(pacificDay(Date.parse("2026-11-22T07:59:59Z"))).toBe("2026-11-21");
    expect(pacificDay(Date.parse("2026-11-22T08:00:00Z"))).toBe("2026-11-22");
    expect(pacificDay(Date.parse("2026-07-22T06:59:59Z"))).toBe("2026-07-21");
    expect(pacificDay(Date.parse("2026-07-22T07:00:00Z"))).toBe("2026-07-22");
  });

  it("adds days over months and leap days", () => {
    expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  });

  it("adds months without leaving the month", () => {
    expect(addMonths("2026-11-22", -16)).toBe("2025-07-22");
    expect(addMonths("2026-03-31", -1)).toBe("2026-02-28");
    expect(addMonths("2026-12-31", 2)).toBe("2027-02-28");
  });

  it("counts and lists a range with both ends", () => {
    expect(countDays("2026-11-01", "2026-11-01")).toBe(1);
    expect(listDays("2026-10-31", "2026-11-02")).toEqual(["2026-10-31", "2026-11-01", "2026-11-02"]);
    expect(listDays("2026-11-02", "2026-11-01")).toEqual([]);
  });

  it.each([
    ["2026-11-22T07:30:00Z", 0.5],
    ["2026-11-22T08:00:00Z", 24],
    ["2026-11-01T07:00:00Z", 25],
    ["2026-03-08T08:00:00Z", 23],
  ])("knows how long the Pacific day goes on after %s", (moment, hours) => {
    expect(untilPacificMidnightMs(Date.parse(moment))).toBe(hours * 3_600_000);
  });

  it("reads the moment of a reply, or nothing", () => {
    expect(repliedAtMs({ date: "Sun, 22 Nov 2026 10:00:00 GMT" })).toBe(Date.UTC(2026, 10, 22, 10));
    expect(repliedAtMs({ date: "soon" })).toBeUndefined();
    expect(repliedAtMs({})).toBeUndefined();
  });
});
