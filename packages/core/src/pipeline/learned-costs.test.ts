import { describe, expect, it } from "vitest";
import { createLearnedCosts } from "./learned-costs.js";

const stated = [{ bucket: "points", cost: 20 }];
const demands = (requestedCost?: number) => [
  { bucket: "points", ...(requestedCost !== undefined && { requestedCost }) },
];

describe("learned costs", () => {
  it("leave stated costs alone until a reply has told otherwise", () => {
    expect(createLearnedCosts().correct("a", stated)).toBe(stated);
  });

  it("take a higher demand at once, scaled to other inputs of the same operation", () => {
    const costs = createLearnedCosts();
    costs.learn("a", stated, demands(24));
    expect(costs.correct("a", stated)).toEqual([{ bucket: "points", cost: 24 }]);
    expect(costs.correct("a", [{ bucket: "points", cost: 10 }])).toEqual([{ bucket: "points", cost: 12 }]);
    expect(costs.correct("b", stated)).toEqual(stated);
  });

  it("come down to a lower demand little by little", () => {
    const costs = createLearnedCosts();
    costs.learn("a", stated, demands(40));
    costs.learn("a", stated, demands(20));
    expect(costs.correct("a", stated)).toEqual([{ bucket: "points", cost: 38 }]);
    for (let reply = 0; reply < 100; reply += 1) costs.learn("a", stated, demands(20));
    expect(costs.correct("a", stated)).toEqual([{ bucket: "points", cost: 21 }]);
  });

  it("ignore replies that say nothing of it, or nonsense", () => {
    const costs = createLearnedCosts();
    costs.learn("a", stated, undefined);
    costs.learn("a", stated, demands());
    costs.learn("a", stated, demands(0));
    costs.learn("a", stated, demands(Number.NaN));
    costs.learn("a", stated, [{ bucket: "another", requestedCost: 99 }]);
    expect(costs.correct("a", stated)).toEqual(stated);
  });
});
