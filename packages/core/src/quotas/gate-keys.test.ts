import { describe, expect, it } from "vitest";
import { createManualClock } from "../testing/manual-clock.js";
import type { BucketSpec } from "./bucket.js";
import { createQuotaGate } from "./gate.js";
import { maxKeys } from "./shelf.js";

const perSite = {
  id: "site",
  kind: "token",
  capacity: 10,
  refillPerSecond: 1,
  per: ({ site }, { home }) => (site ?? home) as string | undefined,
} as const satisfies BucketSpec;
const all = { id: "all", kind: "token", capacity: 100_000, refillPerSecond: 1 } as const satisfies BucketSpec;

const setUp = (settings: Readonly<Record<string, unknown>> = {}) => {
  const clock = createManualClock();
  const gate = createQuotaGate({ quotas: { buckets: [perSite, all] }, settings, clock, bulkLaneShare: 0.2 });
  const reserve = (site: string | undefined, cost: number, withinMs = 1) =>
    gate.reserve({
      uses: [
        { bucket: "site", cost },
        { bucket: "all", cost },
      ],
      input: site === undefined ? {} : { site },
      lane: "interactive",
      caller: "a",
      signal: new AbortController().signal,
      deadlineMs: clock.now() + withinMs,
    });
  const spend = async (site: string | undefined, cost: number) => (await reserve(site, cost)).settle(undefined, true);
  const left = (site?: string) => gate.meta("site", site === undefined ? {} : { site })?.remaining;
  return { clock, gate, reserve, spend, left };
};

describe("a bucket that is counted by key", () => {
  it("counts each key apart, beside what all share", async () => {
    const { gate, spend, left } = setUp();
    await spend("a", 10);
    await spend("b", 3);
    expect([left("a"), left("b"), left("c"), gate.meta("all")?.remaining]).toEqual([0, 7, 10, 99_987]);
  });

  it("takes the key from the settings where the input has none, and counts calls without any together", async () => {
    const home = setUp({ home: "a" });
    await home.spend(undefined, 4);
    expect(home.left("a")).toBe(6);
    const none = setUp();
    await none.spend(undefined, 4);
    expect([none.left(), none.left("a")]).toEqual([6, 10]);
  });

  it("refuses and lets wait for one key alone", async () => {
    const { clock, reserve, spend } = setUp();
    await spend("a", 10);
    await expect(reserve("a", 2)).rejects.toMatchObject({
      code: "RATE_LIMITED",
      message: expect.stringContaining('Quota "site" of a has no room'),
    });
    const waiting = reserve("a", 2, 60_000);
    (await reserve("b", 2)).settle(undefined, true);
    await clock.advance(3_000);
    expect((await waiting).waitedMs).toBeGreaterThan(0);
  });

  it("takes what a reply says for the key of its call, also of a bucket that the call did not draw on", async () => {
    const { gate, clock, left } = setUp();
    const reservation = await gate.reserve({
      uses: [{ bucket: "all", cost: 1 }],
      input: { site: "a" },
      lane: "interactive",
      caller: "a",
      signal: new AbortController().signal,
      deadlineMs: clock.now(),
    });
    reservation.settle([{ bucket: "site", remaining: 2 }], true);
    expect([left("a"), left("b")]).toEqual([2, 10]);
  });

  it("is one row in health and one figure in metrics: the scarcest", async () => {
    const { gate, spend } = setUp();
    expect(gate.states()[0]).toMatchObject({ bucket: "site", remaining: 10 });
    await spend("a", 2);
    await spend("b", 7);
    expect(gate.states()).toMatchObject([{ bucket: "site", key: "b", remaining: 3, capacity: 10 }, { bucket: "all" }]);
    expect([gate.leastLeft("site"), gate.leastLeft("all")]).toEqual([3, undefined]);
  });

  it("explains one input, or the worst case", async () => {
    const { gate, spend } = setUp();
    await spend("a", 10);
    await spend("b", 10 - 1);
    const use = [{ bucket: "site", cost: 1 }];
    expect(gate.obstacles(use, "interactive", { site: "b" })).toEqual([]);
    expect(gate.obstacles(use, "interactive", { site: "a" })).toMatchObject([{ effect: "waits" }]);
    expect(gate.obstacles(use, "interactive")).toMatchObject([
      { reason: expect.stringContaining('"site" of a has 0') },
    ]);
  });

  it("forgets full ones first, then what was used longest ago, and none that is in use", async () => {
    const { clock, reserve, spend, left } = setUp();
    const held = await reserve("held", 5);
    await spend("oldest", 5);
    await spend("full", 1);
    await clock.advance(2_000); // "full" is again, "oldest" has 7
    for (let count = 3; count < maxKeys; count += 1) await spend(`site-${count}`, 5);
    await spend("one more", 5);
    expect(left("oldest")).toBeCloseTo(7, 0);
    await spend("another", 5); // "oldest" was looked at just now: "site-3" goes
    expect(left("site-4")).toBeLessThan(10);
    expect([left("site-3"), left("full")]).toEqual([10, 10]);
    expect(left("held")).toBeLessThan(10);
    held.settle(undefined, true);
  });

  it("is bounded whatever callers send", async () => {
    const { gate, spend } = setUp();
    for (let count = 0; count < 3 * maxKeys; count += 1) await spend(`site-${count}`, 1);
    expect(gate.meta("site", { site: "site-0" })?.remaining).toBe(10);
    expect(gate.meta("site", { site: `site-${3 * maxKeys - 1}` })?.remaining).toBe(9);
  });
});

it("states what is left with two decimals at most", async () => {
  const { clock, spend, left } = setUp();
  await spend("a", 5);
  await clock.advance(1_234);
  expect(String(left("a"))).toMatch(/^\d+(\.\d{1,2})?$/);
});
