import { describe, expect, it } from "vitest";
import { hash01, runningShares, shareAlong, shareOut } from "./hash.js";

const phases = Array.from({ length: 200 }, (_, index) => hash01(1, index));
const shares = runningShares([5, 3, 1, 1]);
const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0);

describe("sharing out", () => {
  it("adds up to the whole, with no part below nothing", () => {
    for (const phase of phases)
      for (const total of [0, 1, 2, 7, 100]) {
        const parts = shareOut(total, shares, phase);
        expect(sum(parts)).toBe(total);
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
      }
  });

  it("favours no one over many phases", () => {
    const first = sum(phases.map((phase) => shareOut(1, shares, phase)[0] ?? 0));
    expect(first / phases.length).toBeGreaterThan(0.4);
    expect(first / phases.length).toBeLessThan(0.6);
  });

  it("gives no part more clicks than impressions", () => {
    for (const phase of phases)
      for (const clicks of [0, 1, 3, 9]) {
        const impressions = shareOut(9, shares, phase);
        const parts = shareAlong(clicks, impressions, 1 - phase - Number.EPSILON);
        expect(sum(parts)).toBe(clicks);
        parts.forEach((part, index) => {
          expect(part).toBeLessThanOrEqual(impressions[index] ?? 0);
          expect(part).toBeGreaterThanOrEqual(0);
        });
      }
  });
});
