import { describe, expect, it } from "vitest";
import { pageCost } from "./page-cost.js";

describe("pageCost", () => {
  it("is the least for a page of one and the dear one at 50", () => {
    expect(pageCost(7, 60)({ limit: 1 })).toBe(7);
    expect(pageCost(7, 60)({ limit: 50 })).toBe(60);
  });

  it("meets the price reported for 250 variants with an inventory item each", () => {
    // One point for the product, 2 for the connection, 2 per counted node.
    expect(pageCost(1 + 2 + 2, 1 + 2 + 7 * 2)({ limit: 250 })).toBe(25);
  });

  it("never falls while the page grows, and is a whole number of points", () => {
    const costs = Array.from({ length: 250 }, (_, index) => pageCost(5, 26)({ limit: index + 1 }));
    expect(costs.every((cost, index) => Number.isInteger(cost) && cost >= (costs[index - 1] ?? 0))).toBe(true);
  });
});
