import { noMetrics, systemClock } from "@trunkline/core";
import { openTestStore } from "@trunkline/store/testing";
import { sql } from "kysely";
import { createDurablePlane, defineHandler } from "../src/index.js";

/** A replica that a test kills: `node --import run-sources.mjs doomed-worker.ts <schema>`. */
const store = await openTestStore({ schema: process.argv[2] ?? "", poolSize: 10 });

/** One effect per event; an event that says so takes the process with it. */
const count = defineHandler({
  name: "count",
  summary: "Writes an effect",
  on: ["*"],
  run: async ({ event, tx }) => {
    const { number, poison } = event.payload as { number: number; poison?: boolean };
    await sql`insert into effect (key, value) values (${event.orderingKey}, ${number})`.execute(tx);
    if (poison) process.kill(process.pid, "SIGKILL");
    await sql`select pg_sleep(0.005)`.execute(tx);
  },
});

createDurablePlane({
  store,
  handlers: [count],
  call: () => Promise.reject(new Error("No operation is called in this test.")),
  clock: systemClock,
  random: Math.random,
  ids: () => crypto.randomUUID(),
  metrics: noMetrics,
  worker: { leaseMs: 1_000, pollMs: [10, 30] },
}).start();
