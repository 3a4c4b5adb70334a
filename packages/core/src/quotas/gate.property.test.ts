import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../simulator/seeded-random.js";
import { createManualClock, type ManualClock } from "../testing/manual-clock.js";
import type { BucketSpec, QuotaFeedback } from "./bucket.js";
import { createQuotaGate } from "./gate.js";

const seeds = [1, 2, 3, 4, 5];

interface Grant {
  readonly atMs: number;
  readonly cost: number;
}

/** Many callers that ask for random costs at random moments, on a bucket without feedback. */
const grantsOf = async (spec: BucketSpec, seed: number, maxCost: number): Promise<readonly Grant[]> => {
  const random = createSeededRandom(seed);
  const clock = createManualClock();
  const gate = createQuotaGate({ quotas: { buckets: [spec] }, clock, bulkLaneShare: 0.2 });
  const grants: Grant[] = [];
  const caller = async (name: string): Promise<void> => {
    for (let turn = 0; turn < 25; turn += 1) {
      const cost = 1 + Math.floor(random() * maxCost);
      const reservation = await gate.reserve({
        uses: [{ bucket: spec.id, cost }],
        lane: random() < 0.5 ? "bulk" : "interactive",
        caller: name,
        signal: new AbortController().signal,
        deadlineMs: Number.MAX_SAFE_INTEGER,
      });
      grants.push({ atMs: clock.monotonic(), cost });
      await clock.sleep(random() * 500);
      reservation.settle(undefined, true);
      if (random() < 0.2) await clock.sleep(random() * 5_000);
    }
  };
  const all = Promise.all(Array.from({ length: 8 }, (_, index) => caller(`${index}`)));
  await run(clock, all);
  return grants;
};

const run = async (clock: ManualClock, work: Promise<unknown>): Promise<void> => {
  let isDone = false;
  const finished = work.finally(() => {
    isDone = true;
  });
  for (let minutes = 0; !isDone && minutes < 1_000; minutes += 1) await clock.advance(60_000);
  await finished;
};

/** Every span from one grant to another, and what was granted in it, both ends included. */
const spans = (grants: readonly Grant[]) =>
  grants.flatMap((first, start) => {
    let granted = 0;
    return grants.slice(start).map((last) => {
      granted += last.cost;
      return { lengthMs: last.atMs - first.atMs, granted };
    });
  });

describe("whatever callers do", () => {
  it.each(seeds)(
    "a token bucket never grants more than its level plus refill over any span (seed %s)",
    async (seed) => {
      const spec = { id: "points", kind: "token", capacity: 50, refillPerSecond: 20 } as const;
      const grants = await grantsOf(spec, seed, 30);
      expect(grants).toHaveLength(200);
      for (const { lengthMs, granted } of spans(grants))
        expect(granted).toBeLessThanOrEqual(spec.capacity + (lengthMs * spec.refillPerSecond) / 1_000 + 0.001);
    },
  );

  it.each(seeds)("a window that starts at its first use never grants more than its limit (seed %s)", async (seed) => {
    const spec = { id: "window", kind: "window", limit: 20, windowMs: 1_000 } as const;
    const grants = await grantsOf(spec, seed, 8);
    expect(grants).toHaveLength(200);
    let window = { startMs: Number.NEGATIVE_INFINITY, granted: 0 };
    for (const { atMs, cost } of grants) {
      // The strictest upstream: its window starts with the first request and ends as early as it can.
      window =
        atMs >= window.startMs + spec.windowMs
          ? { startMs: atMs, granted: cost }
          : { ...window, granted: window.granted + cost };
      expect(window.granted).toBeLessThanOrEqual(spec.limit);
    }
  });

  it.each(seeds)("a window aligned to the clock never grants more than its limit (seed %s)", async (seed) => {
    const grants = await grantsOf(
      { id: "window", kind: "window", limit: 20, windowMs: 1_000, alignTo: "clock" },
      seed,
      8,
    );
    const perWindow = Map.groupBy(grants, ({ atMs }) => Math.floor(atMs / 1_000));
    for (const window of perWindow.values())
      expect(window.reduce((sum, { cost }) => sum + cost, 0)).toBeLessThanOrEqual(20);
  });
});

interface CostUpstream {
  /** What the reply says; `throttled` when the bucket lacked the cost on arrival. */
  call(requested: number, actual: number): Promise<readonly QuotaFeedback[]>;
  readonly throttled: number;
  readonly charged: number;
}

/** An upstream that wants the requested cost in its bucket on arrival and refunds the difference when it answers. */
const createCostUpstream = (clock: ManualClock, random: () => number): CostUpstream => {
  const capacity = 2_000;
  const perSecond = 100;
  let level = capacity;
  let atMs = 0;
  let throttled = 0;
  let charged = 0;
  const shift = (units: number): void => {
    level = Math.min(capacity, level + ((clock.monotonic() - atMs) * perSecond) / 1_000 + units);
    atMs = clock.monotonic();
  };
  return {
    get throttled() {
      return throttled;
    },
    get charged() {
      return charged;
    },
    async call(requested, actual) {
      await clock.sleep(10 + random() * 200);
      shift(0);
      const refused = level < requested;
      if (refused) throttled += 1;
      else shift(-requested);
      await clock.sleep(20 + random() * 300);
      if (!refused) {
        shift(requested - actual);
        charged += actual;
      }
      const report = { bucket: "points", remaining: Math.floor(level), capacity, refillPerSecond: perSecond };
      await clock.sleep(10 + random() * 200);
      return [refused ? report : { ...report, actualCost: actual }];
    },
  };
};

describe("against an upstream that charges actual cost", () => {
  it.each(seeds)("uses at least 80 % of the allowance and is never throttled (seed %s)", async (seed) => {
    const random = createSeededRandom(seed);
    const clock = createManualClock();
    const upstream = createCostUpstream(clock, random);
    const points = { id: "points", kind: "token", capacity: 2_000, refillPerSecond: 100 } as const;
    const gate = createQuotaGate({ quotas: { buckets: [points] }, clock, bulkLaneShare: 0.2 });
    const spanMs = 300_000;
    const caller = async (name: string): Promise<void> => {
      while (clock.monotonic() < spanMs) {
        const requested = 5 + Math.floor(random() * 150);
        const reservation = await gate.reserve({
          uses: [{ bucket: "points", cost: requested }],
          lane: Number(name) % 2 ? "bulk" : "interactive",
          caller: name,
          signal: new AbortController().signal,
          deadlineMs: Number.MAX_SAFE_INTEGER,
        });
        reservation.settle(await upstream.call(requested, Math.ceil(requested * (0.4 + 0.6 * random()))), true);
      }
    };
    const all = Promise.all(Array.from({ length: 12 }, (_, index) => caller(`${index}`)));
    await clock.advance(spanMs);
    const allowance = points.capacity + (points.refillPerSecond * spanMs) / 1_000;
    expect(upstream.throttled).toBe(0);
    expect(upstream.charged / allowance).toBeGreaterThanOrEqual(0.8);
    await run(clock, all);
  });
});
