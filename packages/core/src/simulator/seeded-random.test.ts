import { expect, it } from "vitest";
import { createSeededRandom } from "./seeded-random.js";

const take = (seed: number, count: number) => {
  const random = createSeededRandom(seed);
  return Array.from({ length: count }, random);
};

it("gives the same sequence for the same seed", () => {
  expect(take(7, 50)).toEqual(take(7, 50));
});

it("gives another sequence for another seed", () => {
  expect(take(7, 5)).not.toEqual(take(8, 5));
});

it("spreads evenly over [0, 1)", () => {
  const numbers = take(1, 10_000);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  for (let tenth = 0; tenth < 10; tenth++) {
    const share = numbers.filter((number) => Math.floor(number * 10) === tenth).length;
    expect(share).toBeGreaterThan(850);
    expect(share).toBeLessThan(1_150);
  }
});
