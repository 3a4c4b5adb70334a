import type { ComposedCall, Warning } from "@trunkline/core";
import { expect, test } from "vitest";
import { z } from "zod";
import { checkPeriod, periodInput, resolvePeriods, warnFreshness } from "./period.js";
import { weeksIn } from "./search-pages.js";

const nowMs = Date.parse("2026-11-20T23:30:00Z");

test("by default takes four whole weeks that every source knows in full", () => {
  expect(resolvePeriods({}, nowMs)).toEqual({
    current: { startDate: "2026-10-20", endDate: "2026-11-16" },
    previous: { startDate: "2026-09-22", endDate: "2026-10-19" },
  });
});

test("compares with as many days right before, across a change of clocks and of years", () => {
  const previousOf = (startDate: string, endDate: string) => resolvePeriods({ startDate, endDate }, nowMs).previous;
  expect(previousOf("2026-11-01", "2026-11-01")).toEqual({ startDate: "2026-10-31", endDate: "2026-10-31" });
  expect(previousOf("2026-01-01", "2026-01-31")).toEqual({ startDate: "2025-12-01", endDate: "2025-12-31" });
});

test("refuses half a period and one that runs backwards", () => {
  const input = z.object(periodInput).superRefine(checkPeriod);
  const pathsOf = (value: object) => input.safeParse(value).error?.issues.map(({ path }) => path.join("."));
  expect(pathsOf({ startDate: "2026-11-01" })).toEqual(["endDate"]);
  expect(pathsOf({ startDate: "2026-11-02", endDate: "2026-11-01" })).toEqual(["endDate"]);
  expect(pathsOf({ compareTo: { startDate: "2026-11-02", endDate: "2026-11-01" } })).toEqual(["compareTo"]);
  expect(pathsOf({ startDate: "2026-11-01", endDate: "2026-11-01" })).toBeUndefined();
});

test("says of each source how late it is, and where the period reaches into what it lacks", () => {
  const told: Warning[] = [];
  const call = { warn: (warning: Warning) => void told.push(warning) } as ComposedCall;
  warnFreshness(call, ["gsc", "ga4"], { startDate: "2026-11-01", endDate: "2026-11-18" }, nowMs);
  expect(told.map(({ code }) => code)).toEqual(["FRESHNESS", "FRESHNESS"]);
  expect(told[0]?.message).toContain("later than 2026-11-16");
  expect(told[1]?.message).not.toContain("incomplete");
});

test("counts the weeks that end in a period", () => {
  expect(weeksIn({ startDate: "2026-11-14", endDate: "2026-11-14" })).toBe(1);
  expect(weeksIn({ startDate: "2026-11-15", endDate: "2026-11-20" })).toBe(0);
  expect(weeksIn({ startDate: "2026-10-20", endDate: "2026-11-16" })).toBe(4);
});
