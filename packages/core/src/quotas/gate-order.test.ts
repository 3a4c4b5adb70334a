import { describe, expect, it } from "vitest";
import { points, setUp } from "./gate.fixture.js";

describe("order among waiters", () => {
  it("lets interactive calls overtake bulk", async () => {
    const { clock, note, spend, granted } = setUp();
    await spend(100);
    const all = [note("bulk", 10, { lane: "bulk" }), note("interactive", 10)];
    await clock.advance(2_000);
    await Promise.all(all);
    expect(granted).toEqual(["interactive", "bulk"]);
  });

  it.each([0.1, 0.2, 0.5])("gives bulk its share of %s of the granted cost while both wait", async (share) => {
    const { clock, note, spend, granted } = setUp([points], share);
    await spend(100);
    const all = (["interactive", "bulk"] as const).flatMap((lane) =>
      Array.from({ length: 300 }, () => note(lane, 5, { lane })),
    );
    await clock.advance(100_000);
    const bulk = granted.filter((lane) => lane === "bulk").length;
    expect(granted).toHaveLength(200);
    expect(bulk / granted.length).toBeGreaterThanOrEqual(share - 0.01);
    expect(bulk / granted.length).toBeLessThanOrEqual(share + 0.01);
    await clock.advance(1_000_000);
    await Promise.all(all);
  });

  it("saves up for a bulk call that costs more than its share at a time", async () => {
    const { clock, note, spend, granted } = setUp();
    await spend(100);
    const bulk = note("bulk", 100, { lane: "bulk" });
    const flood = Array.from({ length: 100 }, () => note("interactive", 10));
    await clock.advance(50_000);
    await bulk;
    // 400 units of interactive calls earn the 100 of the bulk call.
    expect(granted.indexOf("bulk")).toBe(40);
    await clock.advance(100_000);
    await Promise.all(flood);
  });

  it("takes turns among callers, and serves each caller first come first", async () => {
    const { clock, note, spend, granted } = setUp();
    await spend(100);
    const all = [
      ...[1, 2, 3, 4].map((index) => note(`a${index}`, 10, { caller: "a" })),
      ...[1, 2].map((index) => note(`b${index}`, 10, { caller: "b" })),
    ];
    await clock.advance(6_000);
    await Promise.all(all);
    expect(granted).toEqual(["a1", "b1", "a2", "b2", "a3", "a4"]);
  });

  it("does not let small calls behind it starve a large one", async () => {
    const { clock, note, spend, granted } = setUp();
    await spend(100);
    const large = note("large", 100, { caller: "a" });
    const small = Array.from({ length: 30 }, (_, index) => note("small", 5, { caller: `${index}` }));
    await clock.advance(10_000);
    await large;
    expect(granted).toEqual(["large"]);
    await clock.advance(15_000);
    await Promise.all(small);
  });
});
