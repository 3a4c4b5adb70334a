import { describe, expect, it } from "vitest";
import { setUp, slots } from "./gate.fixture.js";

describe("obstacles", () => {
  it("says nothing when the call would go straight through", () => {
    expect(setUp().gate.obstacles([{ bucket: "points", cost: 100 }], "interactive")).toEqual([]);
  });

  it("says why a call would wait and until when", async () => {
    const { clock, gate, spend } = setUp();
    await spend(100);
    expect(gate.obstacles([{ bucket: "points", cost: 20 }], "interactive")).toEqual([
      { policy: "quota", effect: "waits", untilMs: clock.now() + 2_000, reason: expect.stringContaining("0 of 100") },
    ]);
  });

  it("says that a call is refused when it costs more than the bucket holds", () => {
    expect(setUp().gate.obstacles([{ bucket: "points", cost: 200 }], "bulk")).toMatchObject([{ effect: "refused" }]);
  });

  it("gives no time for places that only a settlement frees", async () => {
    const { ask, gate } = setUp([slots]);
    await ask({ slots: 2 });
    const [obstacle] = gate.obstacles([{ bucket: "slots", cost: 1 }], "interactive");
    expect(obstacle).toMatchObject({ effect: "waits", reason: expect.stringContaining("2 places") });
    expect(obstacle).not.toHaveProperty("untilMs");
  });
});
