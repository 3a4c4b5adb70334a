// The durable plane against the store's own commits: events accepted, handled and replayed, and what the ledger costs a write.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { createMemoryLedger, noMetrics, openConnection, systemClock } from "@trunkline/core";
import { createDurablePlane, createLedger, defineHandler } from "@trunkline/events";
import { shopify } from "@trunkline/shopify";
import { sql } from "kysely";
import { callsPerSecond, median } from "./lib/measure.mjs";
import { onEachStore } from "./lib/stores.mjs";

const callers = 16;
const rounds = 5;
const durationMs = 1_500;
const backlog = 10_000;
const keys = 1_000;

const payload = { id: "820982911946154508", name: "#1042", email: "ada@example.com", note: "x".repeat(200) };
let count = 0;
const nextEvent = () => {
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

const createPlane = (store) =>
  createDurablePlane({
    store,
    handlers: [
      defineHandler({
        name: "count",
        summary: "Writes one row for each event",
        on: ["*"],
        concurrency: 16,
        run: async ({ event, tx }) => {
          await sql`insert into bench_effect (event_id) values (${event.id})`.execute(tx);
        },
      }),
    ],
    call: () => Promise.reject(new Error("nothing is called")),
    clock: systemClock,
    random: Math.random,
    ids: randomUUID,
    metrics: noMetrics,
  });

/** Single-row commits of rows of the same size against events accepted one by one, in turns. */
const measureAccepting = async (store, inbox) => {
  const commit = () =>
    sql`insert into bench_row (connection, key, payload) values ('default/shopify/default', ${randomUUID()}, ${JSON.stringify(payload)}::jsonb)`.execute(
      store.db,
    );
  const accept = () => inbox.accept([nextEvent()]);
  const options = { concurrency: callers, durationMs };
  for (const work of [commit, accept]) await callsPerSecond(work, options);
  const rates = { commit: [], accept: [] };
  for (let round = 0; round < rounds; round += 1) {
    rates.commit.push(await callsPerSecond(commit, options));
    rates.accept.push(await callsPerSecond(accept, options));
  }
  return { commits: median(rates.commit), accepted: median(rates.accept) };
};

const until = async (check) => {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 20));
};
const countOf = async (store, text) => Number((await sql.raw(text).execute(store.db)).rows[0].count);

/** From a full queue to an empty one. */
const measureHandling = async (store, plane) => {
  const before = await countOf(store, "select count(*) from bench_effect");
  for (let put = 0; put < backlog; put += 500) await plane.inbox.accept(Array.from({ length: 500 }, nextEvent));
  const startedMs = performance.now();
  plane.start();
  await until(async () => (await countOf(store, "select count(*) from bench_effect")) >= before + backlog);
  return (backlog / (performance.now() - startedMs)) * 1_000;
};

/** Everything again, as fast as it goes. */
const measureReplay = async (store, plane) => {
  const filter = { types: ["*"] };
  const { total } = await plane.replays.preview(filter);
  const startedMs = performance.now();
  const { id } = await plane.replays.start({ filter, perSecond: 100_000, confirmTotal: total, by: "benchmark" });
  await until(async () => (await plane.replays.get(id)).state === "done");
  return (total / (performance.now() - startedMs)) * 1_000;
};

/** A write through the pipeline with the ledger in memory and in the database, on a loopback upstream. */
const measureLedger = async (store) => {
  const upstream = createServer((request, reply) => {
    request.resume().on("end", () => {
      reply.setHeader("content-type", "application/json");
      reply.setHeader("x-shopify-api-version", "2026-10");
      reply.end(
        JSON.stringify({
          data: { tagsAdd: { node: { id: "gid://shopify/Order/1" }, userErrors: [] } },
          extensions: {
            cost: { actualQueryCost: 10, throttleStatus: { maximumAvailable: 1e9, currentlyAvailable: 1e9, restoreRate: 1e9 } },
          },
        }),
      );
    });
  });
  await new Promise((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${upstream.address().port}`;
  const durable = createLedger({
    store,
    replicaId: "benchmark",
    clock: systemClock,
    random: Math.random,
    metrics: noMetrics,
    operationOf: () => undefined,
  });
  const operation = shopify.operations.tags.add;
  const rates = {};
  for (const [name, ledger] of [
    ["memory", createMemoryLedger()],
    ["database", durable],
  ]) {
    const connection = openConnection(shopify, { shop: "bench", accessToken: "bench" }, { baseUrl, ledger });
    const write = async () => {
      const answer = await connection.execute(operation, { id: "gid://shopify/Order/1", tags: ["a"] });
      if (!answer.ok) throw new Error(answer.error.message);
    };
    await callsPerSecond(write, { concurrency: 8, durationMs });
    rates[name] = await callsPerSecond(write, { concurrency: 8, durationMs: durationMs * 2 });
    await connection.close();
  }
  await durable.close?.();
  upstream.close();
  return rates;
};

const onStore = async (store) => {
  await sql`create table bench_effect (id bigint generated always as identity primary key, event_id bigint not null)`.execute(store.db);
  await sql`create table bench_row (id bigint generated always as identity primary key, connection text, key text, payload jsonb, unique (connection, key))`.execute(store.db);
  const plane = createPlane(store);
  const accepting = await measureAccepting(store, plane.inbox);
  await sql`truncate event cascade`.execute(store.db);
  const handled = await measureHandling(store, plane);
  const replayed = await measureReplay(store, plane);
  await plane.drain(5_000);
  const ledger = await measureLedger(store);
  return { ...accepting, handled, replayed, ledger };
};

const round = (value) => Math.round(value).toLocaleString("en");
const over = (a, b) => (a / b).toFixed(2);

export const run = async () => {
  const results = await onEachStore(onStore);
  const columns = results.map(({ store }) => store);
  const row = (name, pick) => `| ${name} | ${results.map(pick).join(" | ")} |`;
  return {
    title: `Durable events (${callers} callers, ${rounds} rounds; backlog of ${round(backlog)} events over ${round(keys)} keys)`,
    table: [
      `| per second | ${columns.join(" | ")} |`,
      `|---|${columns.map(() => "---:").join("|")}|`,
      row("the store's own single-row commits", ({ commits }) => round(commits)),
      row("events accepted durably (ratio)", ({ accepted, commits }) => `${round(accepted)} (${over(accepted, commits)} ×)`),
      row("events handled, one effect row and the mark in one transaction", ({ handled }) => round(handled)),
      row("events replayed and handled", ({ replayed }) => round(replayed)),
      row("writes with the ledger in memory", ({ ledger }) => round(ledger.memory)),
      row("writes with the ledger in the database (ratio)", ({ ledger }) => `${round(ledger.database)} (${over(ledger.database, ledger.memory)} ×)`),
    ].join("\n"),
    results,
  };
};
