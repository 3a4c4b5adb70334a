import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { finishWork, plan, storeEvent, storeWork } from "../../test/stored-events.js";
import { silentLog } from "../event-log.js";
import { createReplays, type Replays } from "./create-replays.js";
import { replayStep } from "./feed-queue.js";
import { createReplayRunner, type ReplayRunner } from "./runner.js";

let store: Store;
let replays: Replays;
let runner: ReplayRunner;
const troubles: unknown[] = [];

const createRunner = (): ReplayRunner =>
  createReplayRunner({
    store,
    clock: { sleep: async () => {}, monotonic: () => 0 },
    random: () => 0,
    log: { ...silentLog, warn: (fields) => void troubles.push(fields) },
    steps: { replay: (tx, row) => replayStep(tx, row, plan) },
  });

beforeEach(async () => {
  store = await openTestStore();
  troubles.length = 0;
  replays = createReplays({ store, plan });
  runner = createRunner();
});
afterEach(async () => {
  expect(troubles).toEqual([]);
  await store.close();
});

const storeOrders = async (count: number): Promise<readonly number[]> => {
  const ids: number[] = [];
  for (let number = 0; number < count; number += 1) ids.push(await storeEvent(store));
  return ids;
};
const orders = { types: ["orders/*"] };
const start = (more: object = {}) => replays.start({ filter: orders, by: "key:1", ...more });
const workOf = (id: number) =>
  store.db.selectFrom("work").selectAll().where("replay_id", "=", id).orderBy("id").execute();

describe("preview", () => {
  it("counts what the filter means, by type, with the newest as a sample and who would get them", async () => {
    const ids = await storeOrders(12);
    await storeEvent(store, { type: "products/update" });
    const preview = await replays.preview(orders);
    expect(preview).toMatchObject({
      total: 12,
      byType: [{ connection: "default/shopify/default", type: "orders/create", count: 12 }],
      handlers: ["feed", "orders"],
      needsCount: false,
    });
    expect(preview.sample.map(({ id }) => id)).toEqual(ids.slice(2).reverse());
  });

  it.each([
    [{ connections: ["default/zoho-mail/*"] }, 0],
    [{ connections: ["*/shopify/*"], types: ["orders/create"] }, 3],
    [{ types: ["orders/create", "products/*"] }, 4],
    [{ types: ["orders_create"] }, 0],
    [{ sources: ["gap"] }, 0],
    [{ orderingKeys: ["order:1"] }, 4],
    [{ subjects: ["customer:7"] }, 1],
    [{ from: "2020-01-01T00:00:00Z", to: "2021-01-01T00:00:00Z" }, 0],
    [{ deadIn: ["orders"] }, 1],
    [{ deadIn: [] }, 1],
    [{ deadIn: ["feed"] }, 0],
  ])("reads %j", async (filter, total) => {
    const [first] = await storeOrders(3);
    await storeEvent(store, { type: "products/update", subjects: ["customer:7"] });
    await storeWork(store, { queue: "orders", event_id: first, state: "dead" });
    expect(await replays.preview(filter)).toMatchObject({ total });
  });

  it("leaves out what was erased", async () => {
    await storeEvent(store, { erased_at: new Date() });
    expect(await replays.preview(orders)).toMatchObject({ total: 0 });
  });

  it.each([
    [{}, "The filter is empty"],
    [{ types: undefined }, "The filter is empty"],
    [{ typ: ["orders/*"] }, "filter"],
    [{ types: [] }, "filter.types"],
    [{ from: "yesterday" }, "filter.from"],
    ["orders/*", "filter"],
  ])("refuses %j", async (filter, message) => {
    await expect(replays.preview(filter)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining(message),
    });
  });
});

describe("dry run", () => {
  it("says what each handler would do, and does nothing", async () => {
    const [, second] = await storeOrders(2);
    expect(await replays.dryRun({ filter: orders, handlers: ["orders"], limit: 1 })).toEqual([
      {
        eventId: second,
        handler: "orders",
        outcome: "done",
        calls: [],
        notes: [`orders ${second}`],
      },
    ]);
    expect(await store.db.selectFrom("work").select("id").execute()).toEqual([]);
  });
});

describe("start", () => {
  it("puts every event into the queue of each handler that wants it, pointing back at the replay", async () => {
    const ids = await storeOrders(3);
    const replay = await start();
    expect(replay).toMatchObject({ kind: "replay", state: "running", total: 3, enqueued: 0, createdBy: "key:1" });
    await runner.stepAll();
    const work = await workOf(replay.id);
    expect(work.map(({ event_id }) => event_id)).toEqual(ids.flatMap((id) => [id, id]));
    expect(await replays.get(replay.id)).toMatchObject({ state: "running", enqueued: 3, work: { waiting: 6 } });
  });

  it("is done when its work is", async () => {
    await storeOrders(1);
    const { id } = await start({ handlers: ["feed"] });
    await runner.stepAll();
    await runner.stepAll();
    expect(await replays.get(id)).toMatchObject({ state: "running" });
    await finishWork(store, id, "done");
    await runner.stepAll();
    expect(await replays.get(id)).toMatchObject({ state: "done", work: { done: 1 }, finishedAt: expect.any(String) });
  });

  it("keeps to its rate and says how long it takes", async () => {
    await storeOrders(10);
    const { id, etaSeconds } = await start({ perSecond: 4 });
    expect(etaSeconds).toBe(3);
    await runner.stepAll();
    await runner.stepAll();
    expect(await replays.get(id)).toMatchObject({ enqueued: 2, etaSeconds: 2 });
  });

  it("is about the events there were when it started", async () => {
    await storeOrders(2);
    const { id } = await start();
    await storeOrders(1);
    await runner.stepAll();
    await runner.stepAll();
    expect(await replays.get(id)).toMatchObject({ enqueued: 2 });
  });

  it("goes on where it was after a crash, by whichever replica is there", async () => {
    await storeOrders(6);
    const { id } = await start({ perSecond: 8, handlers: ["feed"] });
    await runner.stepAll();
    const others = [createRunner(), createRunner()];
    for (let step = 0; step < 4; step += 1) await Promise.all(others.map((other) => other.stepAll()));
    const work = await workOf(id);
    expect(new Set(work.map(({ event_id }) => event_id)).size).toBe(6);
    expect(work).toHaveLength(6);
  });

  it("wants a large count repeated, and the right one", async () => {
    await storeOrders(101);
    await expect(start()).rejects.toMatchObject({ issues: [{ path: "confirmTotal" }] });
    await expect(start({ confirmTotal: 100 })).rejects.toMatchObject({ message: expect.stringContaining("101") });
    await expect(start({ confirmTotal: 101 })).resolves.toMatchObject({ total: 101 });
  });

  it("refuses handlers that would get nothing, and a filter that fits nothing", async () => {
    await expect(start()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await storeOrders(1);
    await expect(start({ handlers: ["nobody"] })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining("feed, orders would"),
    });
  });
});

describe("a replay under way", () => {
  it("rests while paused", async () => {
    await storeOrders(4);
    const { id } = await start({ perSecond: 4 });
    await replays.pause(id);
    await runner.stepAll();
    expect(await replays.get(id)).toMatchObject({ state: "paused", enqueued: 0 });
    await replays.resume(id);
    await runner.stepAll();
    expect(await replays.get(id)).toMatchObject({ state: "running", enqueued: 1 });
  });

  it("discards what has not begun when cancelled", async () => {
    await storeOrders(2);
    const { id } = await start({ handlers: ["feed"] });
    await runner.stepAll();
    const [first] = await workOf(id);
    await store.db
      .updateTable("work")
      .set({ state: "running" })
      .where("id", "=", first?.id as number)
      .execute();
    expect(await replays.cancel(id)).toMatchObject({ state: "cancelled", work: { waiting: 0, running: 1, done: 1 } });
    await expect(replays.resume(id)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(replays.pause(0)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is listed with the newest first", async () => {
    await storeOrders(1);
    const first = await start();
    const second = await start();
    expect((await replays.list()).map(({ id }) => id)).toEqual([second.id, first.id]);
    expect((await replays.list({ before: second.id })).map(({ id }) => id)).toEqual([first.id]);
    expect(await replays.list({ state: "paused" })).toEqual([]);
  });
});

describe("a replay of dead letters", () => {
  const bury = async () => {
    const [event] = await storeOrders(1);
    const letter = await storeWork(store, { queue: "orders", event_id: event, state: "dead" });
    const { id } = await start({ filter: { deadIn: ["orders"] }, handlers: ["orders"] });
    await runner.stepAll();
    const stateOf = async () =>
      (await store.db.selectFrom("work").select("state").where("id", "=", letter).executeTakeFirstOrThrow()).state;
    return { id, letter, stateOf };
  };

  it("takes them out of the list, and its repeats name them", async () => {
    const { id, letter, stateOf } = await bury();
    expect(await stateOf()).toBe("discarded");
    expect(await workOf(id)).toMatchObject([{ queue: "orders", origin_id: letter, state: "ready" }]);
  });

  it("gives them back when it is cancelled before they were begun", async () => {
    const { id, stateOf } = await bury();
    await replays.cancel(id);
    expect(await stateOf()).toBe("dead");
  });

  it("keeps those whose repeat was begun when it is cancelled", async () => {
    const { id, stateOf } = await bury();
    await store.db.updateTable("work").set({ state: "running" }).where("replay_id", "=", id).execute();
    expect(await replays.cancel(id)).toMatchObject({ state: "cancelled" });
    expect(await stateOf()).toBe("discarded");
  });

  it("leaves those alone that its handlers are not about", async () => {
    const [event] = await storeOrders(1);
    const letter = await storeWork(store, { queue: "orders", event_id: event, state: "dead" });
    await start({ filter: { deadIn: ["orders"] }, handlers: ["feed"] });
    await runner.stepAll();
    const row = await store.db.selectFrom("work").select("state").where("id", "=", letter).executeTakeFirst();
    expect(row?.state).toBe("dead");
  });
});
