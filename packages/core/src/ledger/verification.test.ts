import { describe, expect, it } from "vitest";
import { madeSince, verdictOf } from "./verification.js";

const write = { startedAtMs: Date.parse("2026-11-22T09:00:00.600Z") };

describe("madeSince", () => {
  it.each([
    ["2026-11-22T09:00:00.600Z", "yes"],
    ["2026-11-22T09:00:00.599Z", "maybe"],
    ["2026-11-22T09:00:00Z", "yes"],
    ["2026-11-22T08:59:59Z", "maybe"],
    ["2026-11-22T10:00:01+01:00", "yes"],
    ["2026-11-22T08:58:01Z", "maybe"],
    ["2026-11-22T08:58:00Z", "no"],
    ["some day", "maybe"],
    [undefined, "maybe"],
  ])("%s: %s", (timestamp, expected) => expect(madeSince(timestamp, write)).toBe(expected));
});

describe("verdictOf", () => {
  const since = { data: "new", madeAt: "2026-11-22T09:00:01Z" };
  const before = { data: "just before", madeAt: "2026-11-22T08:59:30Z" };
  const old = { data: "old", madeAt: "2025-11-22T09:00:00Z" };

  it("is sure of the only one that was made since", () => {
    expect(verdictOf([old, since], write)).toEqual({ outcome: "executed", data: "new" });
  });

  it("is sure that nothing was done when there are only old ones", () => {
    expect(verdictOf([old], write)).toEqual({ outcome: "not_executed" });
    expect(verdictOf([], write)).toEqual({ outcome: "not_executed" });
  });

  it("is not sure among several, nor of one that may have been there before", () => {
    expect(verdictOf([since, since], write).outcome).toBe("unknown");
    expect(verdictOf([since, before], write).outcome).toBe("unknown");
    expect(verdictOf([before], write).outcome).toBe("unknown");
  });
});
