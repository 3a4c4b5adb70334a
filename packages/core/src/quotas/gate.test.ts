import { describe, expect, it } from "vitest";
import { minute, points, setUp, slots } from "./gate.fixture.js";

describe("reserving", () => {
  it("grants at once while there is room, within the same turn", async () => {
    const { ask, remaining, clock } = setUp();
    const reservation = ask(60);
    expect(remaining()).toBe(40);
    expect((await reservation).waitedMs).toBe(0);
    expect(clock.sleeping()).toBe(0);
  });

  it("waits exactly until the bucket has refilled enough, and says how long", async () => {
    const { clock, ask, spend, granted, note } = setUp();
    await spend(100);
    const waiting = ask(50);
    const noted = note("later", 10);
    await clock.advance(4_999);
    expect(granted).toEqual([]);
    await clock.advance(1);
    expect((await waiting).waitedMs).toBe(5_000);
    await clock.advance(1_000);
    await noted;
    expect(granted).toEqual(["later"]);
  });

  it("refuses a cost above the capacity at once, naming both", async () => {
    const { ask } = setUp();
    await expect(ask(101)).rejects.toMatchObject({
      code: "QUOTA_EXHAUSTED",
      outcome: "not_executed",
      message: expect.stringMatching(/101 .*"points".*100/),
    });
  });

  it("refuses at once when the wait would end after the deadline, saying when to come back", async () => {
    const { ask, spend, gate } = setUp();
    await spend(100);
    await expect(ask(50, { withinMs: 4_000 })).rejects.toMatchObject({
      code: "RATE_LIMITED",
      retryable: true,
      retryAfterMs: 5_000,
      outcome: "not_executed",
    });
    expect(gate.states()[0]?.waiting).toEqual({ interactive: 0, bulk: 0 });
  });

  it("counts those ahead when it judges the deadline", async () => {
    const { clock, ask, spend, note } = setUp();
    await spend(100);
    const ahead = [note("1", 50), note("2", 50)];
    await expect(ask(50, { withinMs: 14_000 })).rejects.toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 15_000 });
    await clock.advance(10_000);
    await Promise.all(ahead);
  });

  it("does not hold another caller's queue against a newcomer whose turn comes before it", async () => {
    const { clock, spend, note, granted } = setUp();
    await spend(100);
    const flood = Array.from({ length: 20 }, (_, index) => note(`flood ${index}`, 10, { caller: "flooder" }));
    const newcomer = note("newcomer", 10, { caller: "b", withinMs: 2_500 });
    await clock.advance(2_500);
    await newcomer;
    expect(granted).toEqual(["flood 0", "newcomer"]);
    await clock.advance(30_000);
    await Promise.all(flood);
  });

  it("calls a slow window exhausted rather than rate limited", async () => {
    const { ask, spend, clock } = setUp([{ id: "daily", kind: "window", limit: 1, windowMs: 86_400_000 }]);
    await spend({ daily: 1 });
    await expect(ask({ daily: 1 }, { withinMs: 30_000 })).rejects.toMatchObject({
      code: "QUOTA_EXHAUSTED",
      retryable: false,
      retryAfterMs: 86_400_000,
    });
    expect(clock.sleeping()).toBe(0);
  });

  it("takes several buckets all or none, and holds nothing of one while it waits for the other", async () => {
    const { clock, ask, note, spend, remaining, granted } = setUp([points, slots]);
    const [first, second] = [await ask({ slots: 1 }), await ask({ slots: 1 })];
    const both = note("both", { slots: 1, points: 50 });
    await clock.advance(0);
    expect(remaining()).toBe(100);
    await note("points only", 50);
    expect(granted).toEqual(["points only"]);
    first.settle(undefined, true);
    await both;
    second.settle(undefined, true);
    await spend({ slots: 2 });
  });

  it("does not let calls that take two buckets in opposite order block each other", async () => {
    const { clock, note, granted } = setUp([points, { ...points, id: "other" }]);
    const all = Array.from({ length: 10 }, (_, index) =>
      note(`${index}`, index % 2 ? { points: 60, other: 60 } : { other: 60, points: 60 }, { caller: `${index % 2}` }),
    );
    await clock.advance(60_000);
    await Promise.all(all);
    expect(granted).toHaveLength(10);
  });

  it("lets a call pass whose bucket is free while others wait for theirs", async () => {
    const { note, spend, granted, clock } = setUp([points, minute]);
    await spend({ minute: 3 });
    const waiting = note("minute", { minute: 1 });
    await note("points", 10);
    expect(granted).toEqual(["points"]);
    await clock.advance(60_000);
    await waiting;
  });

  it("does not keep a bucket idle for a waiter whose other bucket is far away", async () => {
    const { note, spend, granted, clock } = setUp([points, minute]);
    await spend({ minute: 3 });
    const both = note("both", { minute: 1, points: 60 });
    await note("50", 50);
    await note("50 more", 50);
    expect(granted).toEqual(["50", "50 more"]);
    await clock.advance(60_000);
    await both;
  });

  it("refuses an unknown bucket and a cost that is no number as programming errors", async () => {
    const { ask, gate } = setUp();
    await expect(ask({ nowhere: 1 })).rejects.toThrow(TypeError);
    await expect(ask(Number.NaN)).rejects.toThrow(TypeError);
    await expect(ask(-1)).rejects.toThrow(TypeError);
    expect(gate.meta("nowhere")).toBeUndefined();
  });

  it("takes a bucket that is named twice once for the sum", async () => {
    const { gate, clock, remaining } = setUp();
    const use = { bucket: "points", cost: 60 };
    const request = { lane: "interactive", caller: "a", signal: AbortSignal.any([]), deadlineMs: clock.now() } as const;
    await expect(gate.reserve({ ...request, uses: [use, use] })).rejects.toMatchObject({ code: "QUOTA_EXHAUSTED" });
    expect(remaining()).toBe(100);
  });

  it("refuses buckets that could never grant, and ids stated twice", () => {
    expect(() => setUp([{ ...points, refillPerSecond: 0 }])).toThrow(TypeError);
    expect(() => setUp([{ ...points, capacity: Number.NaN }])).toThrow(TypeError);
    expect(() => setUp([{ ...minute, limit: 0 }])).toThrow(TypeError);
    expect(() => setUp([{ ...slots, limit: -1 }])).toThrow(TypeError);
    expect(() => setUp([points, points])).toThrow(/twice/);
    expect(() => setUp([points], 1)).toThrow(/bulkLaneShare/);
  });
});
