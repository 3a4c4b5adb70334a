import { setTimeout as sleep } from "node:timers/promises";
import { type MetricsSink, noMetrics, systemClock } from "@trunkline/core";
import { createSeededRandom } from "@trunkline/core/simulator";
import type { Database, Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { sql } from "kysely";
import { createDurablePlane, type DurablePlane, type DurablePlaneDeps } from "./durable-plane.js";
import type { NewEvent } from "./event.js";
import { silentLog } from "./event-log.js";

/** A second handle on the database of a store, as another replica has one. */
export const openReplica = (store: Store): Promise<Store> => openTestStore({ schema: store.schema, poolSize: 8 });

/** Resolves once the condition holds; rejects, naming it, when it does not within 15 s. */
export const until = async (what: string, holds: () => Promise<boolean> | boolean): Promise<void> => {
  const deadlineMs = performance.now() + 15_000;
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new Error(`It never came about that ${what}.`);
    await sleep(5);
  }
};

/** An event about order `order`, the `number`th of its kind. */
export const orderEvent = (order: number, number: number, more: Partial<NewEvent> = {}): NewEvent => ({
  connection: "acme/shopify/eu",
  type: "orders/updated",
  source: "webhook",
  dedupeKey: `order-${order}-${number}`,
  orderingKey: `order:${order}`,
  payload: { order, number },
  ...more,
});

/** What a worker in a test needs beside its consumers. */
export const workerParts = (seed = 1, metrics: MetricsSink = noMetrics) => ({
  clock: systemClock,
  random: createSeededRandom(seed),
  metrics,
  log: silentLog,
});

/** A plane whose workers look often. */
export const createTestPlane = (
  store: Store,
  deps: Partial<DurablePlaneDeps> & Pick<DurablePlaneDeps, "handlers">,
): DurablePlane =>
  createDurablePlane({
    store,
    call: () => Promise.reject(new Error("No operation is called in this test.")),
    clock: systemClock,
    random: createSeededRandom(1),
    ids: () => crypto.randomUUID(),
    metrics: noMetrics,
    ...deps,
    worker: { leaseMs: 5_000, pollMs: [10, 30], ...deps.worker },
  });

/** How many pieces of work are in which state. */
export const countWork = async (db: Database): Promise<Readonly<Record<string, number>>> => {
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*) from work group by state`.execute(db);
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
};

/** The table that effects of tests go to. */
export const createEffects = (db: Database) =>
  sql`create table effect (id bigint generated always as identity primary key, key text not null, value bigint not null)`.execute(
    db,
  );

/** Writes an effect. */
export const writeEffect = (db: Database, key: string, value: number) =>
  sql`insert into effect (key, value) values (${key}, ${value})`.execute(db);

/** The effects, in the order they were written. */
export const readEffects = async (db: Database): Promise<readonly { key: string; value: number }[]> =>
  (await sql<{ key: string; value: number }>`select key, value from effect order by id`.execute(db)).rows;
