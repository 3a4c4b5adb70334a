import { describe, expect, it } from "vitest";
import { pageCost } from "./page-cost.js";

describe("pageCost", () => {
  it("meets the measured cost at a page of 50", () => {
    expect(pageCost(7, 60)({ limit: 50 })).toBe(60);
  });

  it("never falls below the least, and grows slower than the page", () => {
    const cost = pageCost(7, 60);
    expect(cost({ limit: 1 })).toBeGreaterThanOrEqual(7);
    expect(cost({ limit: 250 })).toBeGreaterThan(60);
    expect(cost({ limit: 250 })).toBeLessThan(5 * 60);
  });

  it("is a whole number of points", () => {
    for (const limit of [1, 3, 17, 249]) expect(Number.isInteger(pageCost(5, 26)({ limit }))).toBe(true);
  });
});
