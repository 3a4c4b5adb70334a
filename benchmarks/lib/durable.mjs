import { randomUUID } from "node:crypto";
import { noMetrics, systemClock } from "@trunkline/core";
import { createDurablePlane, defineHandler } from "@trunkline/events";
import { sql } from "kysely";

/** Orders that the events are about. */
export const keys = 1_000;

/** What an event carries: about 300 bytes. */
export const payload = { id: "820982911946154508", name: "#1042", email: "ada@example.com", note: "x".repeat(200) };

/** Makes events that are all different, about a thousand orders in turn. */
export const createEvents = () => {
  let count = 0;
  const next = () => {
    count += 1;
    return {
      connection: "default/shopify/default",
      type: "orders/updated",
      source: "webhook",
      dedupeKey: `orders/updated:${randomUUID()}`,
      orderingKey: `order:${count % keys}`,
      payload,
    };
  };
  return { next, batch: (size) => Array.from({ length: size }, next) };
};

/**
 * A plane with default settings and one handler, which writes one row for each event, and how often that was run.
 * `settled` resolves when so many rows are there; not exact, when the handler was run so often, which costs no look.
 */
export const createCountingPlane = async (store) => {
  await sql`create table bench_effect (id bigint generated always as identity primary key, event_id bigint not null)`.execute(
    store.db,
  );
  let runs = 0;
  const plane = createDurablePlane({
    store,
    handlers: [
      defineHandler({
        name: "count",
        summary: "Writes one row for each event",
        on: ["*"],
        run: async ({ event, tx }) => {
          await sql`insert into bench_effect (event_id) values (${event.id})`.execute(tx);
          runs += 1;
        },
      }),
    ],
    call: () => Promise.reject(new Error("nothing is called")),
    clock: systemClock,
    random: Math.random,
    ids: randomUUID,
    metrics: noMetrics,
  });
  const settled = async (count, isExact = true) => {
    while (runs < count) await pause(5);
    // Runs may have been tries that failed; rows are what was committed.
    while (isExact && (await countOf(store, "bench_effect")) < count) await pause(5);
  };
  return { plane, settled, runs: () => runs };
};

/** Rows of a table. */
export const countOf = async (store, table) =>
  Number((await sql`select count(*) as count from ${sql.table(table)}`.execute(store.db)).rows[0].count);

/** Waits. */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
