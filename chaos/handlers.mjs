// The handlers of the chaos runs: they count what they do, and do what bad handlers do.
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { unwrap } from "@trunkline/core";
import { sql } from "kysely";
import pg from "pg";

/** `effect-outside`: the effect is committed on a connection of its own, apart from the mark. A planted bug. */
const bug = process.env.CHAOS_BUG;
const outside =
  bug === "effect-outside" ? new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 4 }) : undefined;

/** Set for the time after the cause of the dead letters was removed. */
const isFixed = process.env.CHAOS_FIXED === "yes";

const hasEffect = async (tx, event) =>
  (await sql`select 1 from chaos_effect where event_id = ${event.id}`.execute(tx)).rows.length > 0;

const insert = (event) =>
  sql`insert into chaos_effect (event_id, ordering_key, number)
    values (${event.id}, ${event.orderingKey}, ${event.payload.number})`;

const insertOutside = async ({ id, orderingKey, payload }) => {
  const table = `${process.env.CHAOS_SCHEMA}.chaos_effect`;
  await outside.query(`insert into ${table} (event_id, ordering_key, number) values ($1, $2, $3)`, [
    id,
    orderingKey,
    payload.number,
  ]);
  // A handler that goes on for a while: most of the time one of them has written and is not marked yet.
  await sleep(200);
};

const addEffect = async (tx, event) => {
  await (outside ? insertOutside(event) : insert(event).execute(tx));
  await sql`update chaos_counter set value = value + 1 where name = ${event.payload.note ?? "none"}`.execute(tx);
};

const effects = {
  name: "chaos-effects",
  summary: "Writes one row per order event",
  on: ["shopify:orders/*"],
  concurrency: 8,
  maxAttempts: 4,
  timeoutMs: 20_000,
  run: async ({ event, tx, replayId }) => {
    const { note } = event.payload;
    if (note === "poison" && !isFixed) throw new Error("This payload cannot be handled.");
    if (note === "killer" && !isFixed) {
      appendFileSync(process.env.CHAOS_SUICIDES, `${event.id}\n`);
      process.kill(process.pid, "SIGKILL");
    }
    if (replayId !== undefined && (await hasEffect(tx, event))) return;
    await addEffect(tx, event);
  },
};

/** Every fiftieth event makes a customer at the shop: an effect outside the database. */
const outsideEffects = {
  name: "chaos-customers",
  summary: "Creates a customer for some order events",
  on: ["shopify:orders/updated"],
  concurrency: 4,
  maxAttempts: 100, // how often it is tried is for the faults to say
  run: async ({ event, call }) => {
    const { number, note } = event.payload;
    if (note !== "plain" || number === undefined || number % 50 !== 0) return;
    const answer = await call("customer", "shopify.customers.create", {
      email: `handler-${number}@example.com`,
      firstName: "Handler",
    });
    unwrap(answer);
  },
};

export const handlers = [effects, outsideEffects];
