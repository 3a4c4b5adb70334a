import { describe, expect, it } from "vitest";
import { createPick } from "./pick.js";

const picking = (...numbers: readonly number[]) => {
  const left = [...numbers];
  return createPick(() => left.shift() ?? Number.NaN);
};

describe("createPick", () => {
  it("reaches both ends of a range", () => {
    const pick = picking(0, 0.999_999);
    expect([pick.between(3, 7), pick.between(3, 7)]).toEqual([3, 7]);
  });

  it("chooses by weight, and never what weighs nothing", () => {
    const teas = [
      { name: "green", weight: 1 },
      { name: "none", weight: 0 },
      { name: "black", weight: 3 },
    ];
    const pick = picking(0.24, 0.26, 0.999_999);
    const names = [1, 2, 3].map(() => pick.weighted(teas, ({ weight }) => weight).name);
    expect(names).toEqual(["green", "black", "black"]);
  });

  it("takes one number for each choice, so that one more choice changes nothing before it", () => {
    const pick = picking(0.1, 0.9, 0.5);
    expect([pick.chance(0.2), pick.one(["a", "b"]), pick.one(["a", "b"])]).toEqual([true, "b", "b"]);
  });

  it("refuses to choose from nothing", () => {
    expect(() => picking(0.5).one([])).toThrow(RangeError);
  });
});
