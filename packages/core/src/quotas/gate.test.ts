import { describe, expect, it } from "vitest";
import { createManualClock } from "../testing/manual-clock.js";
import type { BucketSpec, Lane, QuotaFeedback } from "./bucket.js";
import { createQuotaGate, type Reservation } from "./gate.js";

const points: BucketSpec = { id: "points", kind: "token", capacity: 100, refillPerSecond: 10 };
const minute: BucketSpec = { id: "minute", kind: "window", limit: 3, windowMs: 60_000 };
const slots: BucketSpec = { id: "slots", kind: "concurrency", limit: 2 };

interface Ask {
  readonly caller?: string;
  readonly lane?: Lane;
  readonly withinMs?: number;
  readonly signal?: AbortSignal;
}

const setUp = (buckets: readonly BucketSpec[] = [points], bulkLaneShare = 0.2) => {
  const clock = createManualClock();
  const gate = createQuotaGate({ quotas: { buckets }, clock, bulkLaneShare });
  const granted: string[] = [];
  const ask = (
    cost: number | Readonly<Record<string, number>>,
    { caller = "a", lane = "interactive", withinMs = 3_600_000, signal = new AbortController().signal }: Ask = {},
  ): Promise<Reservation> =>
    gate.reserve({
      uses: Object.entries(typeof cost === "number" ? { points: cost } : cost).map(([bucket, units]) => ({
        bucket,
        cost: units,
      })),
      lane,
      caller,
      signal,
      deadlineMs: clock.now() + withinMs,
    });
  /** Asks and notes the name when granted; the reservation is settled at once, as spent. */
  const note = (name: string, cost: Parameters<typeof ask>[0], options?: Ask): Promise<void> =>
    ask(cost, options).then((reservation) => {
      granted.push(name);
      reservation.settle(undefined, true);
    });
  const spend = async (cost: Parameters<typeof ask>[0], feedback?: readonly QuotaFeedback[], executed = true) =>
    (await ask(cost)).settle(feedback, executed);
  const remaining = (bucket = "points") => gate.meta(bucket)?.remaining;
  return { clock, gate, ask, note, spend, granted, remaining };
};

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

describe("leaving", () => {
  it("rejects an aborted waiter at once with the signal's reason and gives its place to the next", async () => {
    const { clock, ask, note, spend, granted } = setUp();
    await spend(100);
    const controller = new AbortController();
    const big = ask(100, { signal: controller.signal });
    const small = note("small", 10);
    await clock.advance(1_000);
    expect(granted).toEqual([]);
    controller.abort(new Error("changed my mind"));
    await expect(big).rejects.toThrow("changed my mind");
    await small;
    expect(granted).toEqual(["small"]);
    expect(clock.sleeping()).toBe(0);
  });

  it("does not even queue a call that is aborted already", async () => {
    const { ask, remaining } = setUp();
    await expect(ask(10, { signal: AbortSignal.abort(new Error("too late")) })).rejects.toThrow("too late");
    expect(remaining()).toBe(100);
  });

  it("does not mind an abort after the grant", async () => {
    const { clock, ask, spend, remaining } = setUp();
    await spend(100);
    const controller = new AbortController();
    const waiting = ask(10, { signal: controller.signal });
    await clock.advance(1_000);
    controller.abort();
    (await waiting).settle(undefined, false);
    expect(remaining()).toBe(10);
  });

  it("refuses a waiter at its deadline when no time could be told beforehand", async () => {
    const { clock, ask } = setUp([slots]);
    await ask({ slots: 2 });
    const waiting = ask({ slots: 1 }, { withinMs: 1_000 });
    const refused = expect(waiting).rejects.toMatchObject({ code: "RATE_LIMITED", outcome: "not_executed" });
    await clock.advance(1_000);
    await refused;
  });

  it("keeps one timer whatever the number of waiters, and none without", async () => {
    const { clock, note, spend } = setUp();
    await spend(100);
    const all = Array.from({ length: 50 }, (_, index) => note(`${index}`, 1, { caller: `${index}` }));
    await clock.advance(0);
    expect(clock.sleeping()).toBe(1);
    await clock.advance(5_000);
    await Promise.all(all);
    expect(clock.sleeping()).toBe(0);
  });

  it("refuses waiters and newcomers once closed", async () => {
    const { clock, gate, ask, spend } = setUp();
    await spend(100);
    const waiting = ask(10);
    gate.close();
    await expect(waiting).rejects.toMatchObject({ code: "SHUTTING_DOWN", outcome: "not_executed" });
    await expect(ask(10)).rejects.toMatchObject({ code: "SHUTTING_DOWN" });
    expect(clock.sleeping()).toBe(0);
  });
});

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

describe("kinds of buckets", () => {
  it("opens a new window a whole window after the first use came back", async () => {
    const { clock, spend, ask, remaining } = setUp([minute]);
    await clock.advance(7_000);
    await spend({ minute: 3 });
    expect(remaining("minute")).toBe(0);
    const waiting = ask({ minute: 1 });
    await clock.advance(59_999);
    expect(remaining("minute")).toBe(0);
    await clock.advance(1);
    expect((await waiting).waitedMs).toBe(60_000);
    expect(remaining("minute")).toBe(2);
  });

  it("aligns windows to the clock where the upstream does", async () => {
    const { clock, spend, gate } = setUp([{ ...minute, alignTo: "clock" }]);
    await clock.advance(45_000);
    await spend({ minute: 3 });
    expect(gate.meta("minute")).toEqual({ bucket: "minute", remaining: 0, resetMs: 15_000 });
    await clock.advance(15_000);
    expect(gate.meta("minute")?.remaining).toBe(3);
  });

  it("does not hold the last window's reply against the new window", async () => {
    const { clock, ask, remaining } = setUp([{ ...minute, alignTo: "clock" }]);
    const slow = await ask({ minute: 1 });
    await clock.advance(60_000);
    const fresh = await ask({ minute: 1 });
    slow.settle([{ bucket: "minute", remaining: 0 }], true);
    expect(remaining("minute")).toBe(2);
    fresh.settle(undefined, true);
    expect(remaining("minute")).toBe(2);
  });

  it("follows a window's limit when replies state it", async () => {
    const { spend, gate } = setUp([minute]);
    await spend({ minute: 1 }, [{ bucket: "minute", capacity: 10 }]);
    expect(gate.states()[0]).toMatchObject({ capacity: 10, remaining: 9 });
  });

  it("counts calls at once, and frees a place with each settlement", async () => {
    const { ask, note, granted, remaining } = setUp([slots]);
    const first = await ask({ slots: 1 });
    await ask({ slots: 1 });
    const waiting = note("third", { slots: 1 });
    expect(remaining("slots")).toBe(0);
    first.settle([{ bucket: "slots", remaining: 0 }], true);
    await waiting;
    expect(granted).toEqual(["third"]);
  });
});

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
