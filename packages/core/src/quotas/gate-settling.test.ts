import { describe, expect, it } from "vitest";
import { minute, points, setUp } from "./gate.fixture.js";

describe("settling", () => {
  it("refunds the difference to the actual cost", async () => {
    const { spend, remaining } = setUp();
    await spend(50, [{ bucket: "points", actualCost: 12 }]);
    expect(remaining()).toBe(88);
  });

  it("charges more when the call took more than it reserved", async () => {
    const { spend, remaining } = setUp();
    await spend(50, [{ bucket: "points", actualCost: 70 }]);
    expect(remaining()).toBe(30);
  });

  it("refunds everything when nothing was executed, and only once", async () => {
    const { ask, remaining } = setUp();
    const reservation = await ask(50);
    const other = await ask(20);
    reservation.settle(undefined, false);
    reservation.settle(undefined, false);
    expect(remaining()).toBe(80);
    other.settle(undefined, true);
  });

  it("wakes a waiter that the refund makes room for", async () => {
    const { clock, ask, note, granted } = setUp();
    const reservation = await ask(100);
    const waiting = note("next", 60);
    reservation.settle([{ bucket: "points", actualCost: 40 }], true);
    await waiting;
    expect(granted).toEqual(["next"]);
    expect(clock.monotonic()).toBe(0);
  });

  it("believes a reply that less is left, minus what is under way", async () => {
    const { ask, remaining } = setUp();
    const [first, second] = [await ask(10), await ask(10)];
    first.settle([{ bucket: "points", remaining: 50 }], true);
    expect(remaining()).toBe(40);
    second.settle([{ bucket: "points", remaining: 40 }], true);
    expect(remaining()).toBe(40);
  });

  it("believes a reply that more is left when nothing else was under way", async () => {
    const { spend, remaining } = setUp();
    await spend(90);
    await spend(5, [{ bucket: "points", remaining: 80 }]);
    expect(remaining()).toBe(80);
  });

  it("is not raised by a reply that others have overtaken", async () => {
    const { ask, remaining } = setUp();
    const old = await ask(10);
    for (let index = 0; index < 4; index += 1) (await ask(20)).settle(undefined, true);
    old.settle([{ bucket: "points", remaining: 90 }], true);
    expect(remaining()).toBe(10);
  });

  it("learns capacity and refill rate from replies", async () => {
    const { clock, spend, gate } = setUp();
    await spend(100, [{ bucket: "points", capacity: 1_000, refillPerSecond: 50, remaining: 0 }]);
    expect(gate.states()[0]).toMatchObject({ capacity: 1_000, remaining: 0, resetMs: 20_000 });
    await clock.advance(10_000);
    expect(gate.meta("points")).toEqual({ bucket: "points", remaining: 500, resetMs: 10_000 });
  });

  it.each([0, -5, Number.NaN, Number.POSITIVE_INFINITY])("keeps what it knows when a reply says %s", async (odd) => {
    const { clock, spend, gate } = setUp();
    const report = { capacity: odd, refillPerSecond: odd, remaining: odd || -1, actualCost: odd || Number.NaN };
    await spend(50, [{ bucket: "points", ...report, blockedForMs: odd }]);
    await clock.advance(1_000);
    expect(gate.states()[0]).toMatchObject({ capacity: 100, remaining: 60 });
    expect(gate.obstacles([{ bucket: "points", cost: 10 }], "interactive")).toEqual([]);
  });

  it("grants nothing while the upstream asks for a pause, however full the bucket is", async () => {
    const { clock, spend, note, granted } = setUp();
    await spend(1, [{ bucket: "points", remaining: 90, blockedForMs: 5_000 }], false);
    const waiting = note("after", 10);
    await clock.advance(4_999);
    expect(granted).toEqual([]);
    await clock.advance(1);
    await waiting;
  });

  it("takes a refusal without numbers for an empty bucket", async () => {
    const { clock, spend, remaining } = setUp();
    await spend(1, [{ bucket: "points", blockedForMs: 2_000 }], false);
    await clock.advance(2_000);
    expect(remaining()).toBe(20);
  });

  it("adds reports on the same bucket together", async () => {
    const { spend, gate } = setUp();
    await spend(
      10,
      [
        { bucket: "points", remaining: 30 },
        { bucket: "points", blockedForMs: 500 },
      ],
      false,
    );
    expect(gate.meta("points")?.remaining).toBe(30);
    expect(gate.obstacles([{ bucket: "points", cost: 1 }], "interactive")).toMatchObject([{ effect: "waits" }]);
  });

  it("refuses waiters at once when a pause outlasts their deadline", async () => {
    const { ask, spend } = setUp();
    const under = await ask(1);
    await spend(99);
    const waiting = ask(10, { withinMs: 2_000 });
    under.settle([{ bucket: "points", blockedForMs: 60_000 }], false);
    await expect(waiting).rejects.toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 60_000 });
  });

  it("refuses a waiter that a lowered capacity makes impossible", async () => {
    const { ask, spend } = setUp();
    const under = await ask(1);
    await spend(99);
    const waiting = ask(80);
    under.settle([{ bucket: "points", capacity: 50 }], true);
    await expect(waiting).rejects.toMatchObject({ code: "QUOTA_EXHAUSTED" });
  });

  it("hears what a reply says of buckets that the call did not draw on", async () => {
    const { spend, remaining } = setUp([points, minute]);
    await spend(1, [
      { bucket: "minute", remaining: 1 },
      { bucket: "elsewhere", remaining: 1 },
    ]);
    expect(remaining("minute")).toBe(1);
  });
});
