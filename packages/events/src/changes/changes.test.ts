import { type ChangeInterval, type ChangeSource, type InboundEvent, noMetrics } from "@trunkline/core";
import type { Store, StoreTransaction } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { storeEvent } from "../../test/stored-events.js";
import type { Accepted, NewEvent } from "../event.js";
import { silentLog } from "../event-log.js";
import { createReplayRunner } from "../replay/runner.js";
import { createBackfills } from "./create-backfills.js";
import { createGapCheck } from "./create-gap-check.js";

const connection = "default/shopify/default";
let store: Store;
beforeEach(async () => {
  store = await openTestStore();
});
afterEach(() => store.close());

const change = (order: number, occurredAt: string): InboundEvent => ({
  type: "orders/updated",
  dedupeKey: `orders/updated:${order}:${occurredAt}`,
  orderingKey: `order:${order}`,
  payload: { id: order },
  occurredAt,
});

/** An upstream that has these changes, two to a page. */
const upstream = (changes: readonly InboundEvent[], { sendsEach = true } = {}) => {
  const asked: ChangeInterval[] = [];
  const source: ChangeSource = {
    name: "orders",
    summary: "Orders",
    sendsEach,
    page: async (_call, interval) => {
      asked.push(interval);
      const { from, to, cursor = "0" } = interval;
      const within = changes.filter(({ occurredAt = "" }) => occurredAt >= from && occurredAt < to);
      const start = Number(cursor);
      const events = within.slice(start, start + 2);
      return { events, ...(start + 2 < within.length && { nextCursor: String(start + 2) }) };
    },
  };
  return { asked, feeds: () => [{ connection, sources: [source], call: async () => ({}) }] };
};

/** As the inbox does it. */
const acceptIn = async (tx: StoreTransaction, events: readonly NewEvent[]): Promise<readonly Accepted[]> => {
  const answers: Accepted[] = [];
  for (const { connection: from, type, source, dedupeKey, orderingKey, payload, occurredAt } of events) {
    const row = await tx
      .insertInto("event")
      .values({
        connection: from,
        connector: "shopify",
        type,
        source,
        dedupe_key: dedupeKey,
        ordering_key: orderingKey ?? type,
        headers: "{}",
        payload: JSON.stringify(payload),
        occurred_at: occurredAt ?? null,
        trace: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst();
    answers.push({ id: row?.id ?? 0, duplicate: row === undefined });
  }
  return answers;
};

const stored = () => store.db.selectFrom("event").select(["source", "ordering_key"]).orderBy("id").execute();

describe("a backfill", () => {
  const setUp = (changes: readonly InboundEvent[]) => {
    const { asked, feeds } = upstream(changes);
    let woken = 0;
    const backfills = createBackfills({ store, feeds, acceptIn, wake: () => (woken += 1) });
    const runner = createReplayRunner({
      store,
      clock: { sleep: async () => {}, monotonic: () => 0 },
      steps: { backfill: backfills.step },
      random: () => 0,
      log: {
        ...silentLog,
        warn: (fields) => {
          throw fields;
        },
      },
    });
    const row = () => store.db.selectFrom("replay").selectAll().executeTakeFirstOrThrow();
    return { asked, backfills, runner, row, woken: () => woken };
  };
  const interval = { connection, source: "orders", from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z" };
  const november = [1, 2, 3, 4, 5].map((day) => change(day, `2026-11-0${day}T00:00:00Z`));

  it("fetches the interval page by page and stores it as events", async () => {
    const { backfills, runner, row, asked } = setUp([...november, change(9, "2026-12-01T00:00:00Z")]);
    const started = await backfills.start({ ...interval, by: "key:1" });
    expect(started).toMatchObject({ kind: "backfill", state: "running", enqueued: 0 });
    for (let step = 0; step < 3; step += 1) await runner.stepAll();
    expect(await row()).toMatchObject({ state: "done", enqueued: 5 });
    expect(asked.map(({ cursor }) => cursor)).toEqual([undefined, "2", "4"]);
    expect((await stored()).map(({ source }) => source)).toEqual(Array(5).fill("backfill"));
  });

  it("stores nothing twice, however often it is asked for", async () => {
    const { backfills, runner } = setUp(november);
    for (let round = 0; round < 2; round += 1) {
      await backfills.start({ ...interval, by: "key:1" });
      for (let step = 0; step < 3; step += 1) await runner.stepAll();
    }
    expect(await stored()).toHaveLength(5);
  });

  it("can leave out what events have told of, or of what came after", async () => {
    const { backfills, runner } = setUp(november);
    await storeEvent(store, { ordering_key: "order:2", occurred_at: "2026-11-02T00:00:01Z" });
    await storeEvent(store, { ordering_key: "order:3", occurred_at: "2026-11-20T00:00:00Z" });
    await storeEvent(store, { ordering_key: "order:4", occurred_at: "2026-11-03T00:00:00Z" });
    await backfills.start({ ...interval, onlyMissing: true, by: "key:1" });
    for (let step = 0; step < 3; step += 1) await runner.stepAll();
    const fetched = (await stored()).filter(({ source }) => source === "backfill");
    expect(fetched.map(({ ordering_key }) => ordering_key)).toEqual(["order:1", "order:4", "order:5"]);
  });

  it.each([
    [{ from: "soon" }, "from"],
    [{ to: "2026-10-01T00:00:00Z" }, "to must be after from"],
    [{ onlyMising: true }, "onlyMising"],
  ])("refuses %j", async (wrong, message) => {
    await expect(setUp([]).backfills.start({ ...interval, ...wrong, by: "key:1" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining(message),
    });
  });

  it("says what there is when asked for something else", async () => {
    await expect(setUp([]).backfills.start({ ...interval, source: "mails", by: "key:1" })).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringContaining(`${connection} orders`),
    });
  });
});

describe("a gap check", () => {
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const setUp = (changes: readonly InboundEvent[], facts = {}) => {
    const { asked, feeds } = upstream(changes, facts);
    const warnings: unknown[] = [];
    const counts = new Map<string, number>();
    const check = createGapCheck({
      store,
      feeds,
      acceptIn,
      wake: () => {},
      metrics: { ...noMetrics, count: (name, _labels, by = 1) => void counts.set(name, (counts.get(name) ?? 0) + by) },
      log: { info: () => {}, warn: (fields) => void warnings.push(fields), error: () => {} },
    });
    return { asked, check, warnings, counts };
  };

  it("heals what never arrived, counts it and says so", async () => {
    const { check, warnings, counts } = setUp([change(1, ago(60)), change(2, ago(50)), change(3, ago(40))]);
    await storeEvent(store, { ordering_key: "order:2", occurred_at: ago(50) });
    const { reports } = await check.runAll();
    expect(reports).toMatchObject([
      { connection, source: "orders", checked: 3, healed: 2, examples: ["order:1", "order:3"] },
    ]);
    expect((await stored()).filter(({ source }) => source === "gap")).toHaveLength(2);
    expect(counts.get("trunkline_gaps_healed_total")).toBe(2);
    expect(warnings).toHaveLength(1);
  });

  it("finds nothing the second time, and goes on where it was", async () => {
    const { check, asked } = setUp([change(1, ago(60))]);
    await check.runAll();
    const { reports } = await check.runAll();
    expect(reports).toMatchObject([{ checked: 0, healed: 0 }]);
    expect(Date.parse(asked[1]?.from ?? "")).toBe(Date.parse(asked[0]?.to ?? "") - 10 * 60_000);
  });

  it("leaves what may still be on its way", async () => {
    const { check } = setUp([change(1, ago(1))]);
    expect((await check.runAll()).reports).toMatchObject([{ checked: 0 }]);
  });

  it("does not look where the upstream sends no event for each change", async () => {
    const { check } = setUp([change(1, ago(60))], { sendsEach: false });
    expect((await check.runAll()).reports).toEqual([]);
  });

  it("reports a source that fails, keeps its place and checks the others", async () => {
    const good = upstream([change(1, ago(60))]).feeds()[0];
    const bad = {
      connection: "default/other/default",
      call: async () => ({}),
      sources: [{ name: "things", summary: "", sendsEach: true, page: () => Promise.reject(new Error("away")) }],
    };
    const check = createGapCheck({
      store,
      feeds: () => (good ? [bad, good] : []),
      acceptIn,
      wake: () => {},
      metrics: noMetrics,
      log: { info: () => {}, warn: () => {}, error: () => {} },
    });
    const { reports, failures } = await check.runAll();
    expect(failures).toMatchObject([{ connection: "default/other/default", source: "things" }]);
    expect(reports).toMatchObject([{ healed: 1 }]);
  });
});
