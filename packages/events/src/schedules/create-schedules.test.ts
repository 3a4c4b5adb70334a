import { systemClock } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  countWork,
  createEffects,
  createTestQueue,
  openReplica,
  readEffects,
  until,
  writeEffect,
} from "../durable.fixture.js";
import { createSchedules, type Schedules } from "./create-schedules.js";
import { defineSchedule, type Schedule } from "./schedule.js";

let store: Store;
let replica: Store;
beforeEach(async () => {
  store = await openTestStore({ poolSize: 8 });
  replica = await openReplica(store);
  await createEffects(store.db);
});
afterEach(async () => {
  await replica.close();
  await store.close();
});

const yearly = (more: Partial<Schedule> = {}): Schedule =>
  defineSchedule({ name: "yearly", summary: "Writes an effect", cron: "0 0 1 1 *", run: async () => {}, ...more });
const schedulesOn = (on: Store, ...schedules: Schedule[]): Schedules =>
  createSchedules({ store: on, schedules, clock: systemClock, random: () => 0 });
/** As if no replica had run for a long time. */
const fallDue = () =>
  sql`update schedule set next_at = clock_timestamp() - interval '3 days 5 hours'`.execute(store.db);
const row = () => store.db.selectFrom("schedule").selectAll().executeTakeFirstOrThrow();

describe("schedules", () => {
  it("put in one run for a due time, however many replicas look, and make up for what was missed once", async () => {
    const replicas = [
      schedulesOn(store, yearly({ cron: "0 * * * *" })),
      schedulesOn(replica, yearly({ cron: "0 * * * *" })),
    ];
    await Promise.all(replicas.map((one) => one.declare()));
    await fallDue();
    const dueAt = (await row()).next_at;
    const fired = (await Promise.all(replicas.flatMap((one) => [one.fireDue(), one.fireDue(), one.fireDue()]))).flat();
    expect(fired).toEqual(["yearly"]);
    expect(await countWork(store.db)).toEqual({ ready: 1 });
    const { next_at, last_at } = await row();
    expect(last_at).toEqual(dueAt);
    expect(Number(next_at)).toBeGreaterThan(Date.now() - 1_000);
    expect(next_at?.getMinutes()).toBe(0);
  });

  it("run as work: with retries, the due time, and their effects in the same transaction", async () => {
    const seen: string[] = [];
    const schedules = schedulesOn(
      store,
      yearly({
        run: async ({ tx, dueAt }) => {
          await writeEffect(tx, dueAt, 1);
          seen.push(dueAt);
          if (seen.length === 1) throw new Error("The first try fails.");
        },
      }),
    );
    await schedules.declare();
    await fallDue();
    const dueAt = (await row()).next_at?.toISOString();
    await schedules.fireDue();
    const queue = createTestQueue(store, [schedules.consumer]);
    queue.start();
    await until("it has run", async () => (await countWork(store.db)).done === 1);
    await queue.drain(1_000);
    expect(seen).toEqual([dueAt, dueAt]);
    expect(await readEffects(store.db)).toEqual([{ key: dueAt, value: 1 }]);
  });

  it("do not pile up behind a run that is not through", async () => {
    const schedules = schedulesOn(store, yearly());
    await schedules.declare();
    for (let round = 0; round < 3; round += 1) {
      await fallDue();
      expect(await schedules.fireDue()).toEqual(["yearly"]);
    }
    expect(await countWork(store.db)).toEqual({ ready: 1 });
  });

  it("keep their next time over a restart, unless their times have changed", async () => {
    await schedulesOn(store, yearly()).declare();
    await fallDue();
    const before = (await row()).next_at;
    await schedulesOn(replica, yearly()).declare();
    expect((await row()).next_at).toEqual(before);
    await schedulesOn(replica, yearly({ timeZone: "Asia/Tokyo" })).declare();
    expect(await row()).toMatchObject({ time_zone: "Asia/Tokyo" });
    expect(Number((await row()).next_at)).toBeGreaterThan(Date.now());
  });

  it("rest while they are switched off", async () => {
    const schedules = schedulesOn(store, yearly());
    await schedules.declare();
    expect(await schedules.enable("yearly", false)).toBe(true);
    expect(await schedules.enable("monthly", false)).toBe(false);
    await fallDue();
    expect(await schedules.fireDue()).toEqual([]);
    expect(await schedules.list()).toMatchObject([{ name: "yearly", enabled: false, summary: "Writes an effect" }]);
  });

  it("leave alone what another version has stated", async () => {
    await schedulesOn(store, yearly({ name: "newer" })).declare();
    await fallDue();
    expect(await schedulesOn(replica, yearly()).fireDue()).toEqual([]);
  });
});
