// The durable plane against the store's own commits: events accepted, handled and replayed, and what the ledger costs a write.
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { createCountingPlane, createEvents, keys, payload } from "./lib/durable.mjs";
import { measureLedger } from "./lib/ledger-cost.mjs";
import { compare } from "./lib/measure.mjs";
import { onEachStore } from "./lib/stores.mjs";
import { startWebhooks } from "./lib/webhooks.mjs";

const callers = 16;
const rounds = 5;
const durationMs = 1_500;
const backlog = 20_000;

/** Single-row commits of rows of the same size against events accepted one by one: in the process, and over HTTP. */
const measureAccepting = async (store, inbox, databaseUrl) => {
  await sql`create table bench_row (id bigint generated always as identity primary key, connection text, key text,
                                    payload jsonb, unique (connection, key))`.execute(store.db);
  const text = JSON.stringify(payload);
  const events = createEvents();
  const webhooks = await startWebhooks(databaseUrl, payload, callers);
  const commit = () =>
    sql`insert into bench_row (connection, key, payload)
        values ('default/shopify/default', ${randomUUID()}, ${text}::jsonb)`.execute(store.db);
  try {
    return await compare(
      [
        { name: "commits", work: commit },
        { name: "in the process", work: () => inbox.accept([events.next()]) },
        { name: "over HTTP", work: webhooks.send },
      ],
      { concurrency: callers, durationMs, rounds },
    );
  } finally {
    await webhooks.stop();
  }
};

/** From a full queue to an empty one. */
const measureHandling = async ({ plane, settled, runs }) => {
  const events = createEvents();
  const before = runs();
  for (let put = 0; put < backlog; put += 500) await plane.inbox.accept(events.batch(500));
  const startedMs = performance.now();
  plane.start();
  await settled(before + backlog);
  return perSecond(backlog, startedMs);
};

/** Every event again, as fast as it goes. */
const measureReplay = async ({ plane, settled, runs }) => {
  const filter = { types: ["*"] };
  const { total } = await plane.replays.preview(filter);
  const before = runs();
  const startedMs = performance.now();
  await plane.replays.start({ filter, perSecond: 10_000, confirmTotal: total, by: "benchmark" });
  await settled(before + total);
  return perSecond(total, startedMs);
};

const perSecond = (count, startedMs) => (count / (performance.now() - startedMs)) * 1_000;

const onStore = async (store, databaseUrl) => {
  const counting = await createCountingPlane(store);
  const [commits, inProcess, overHttp] = await measureAccepting(store, counting.plane.inbox, databaseUrl);
  await sql`truncate event cascade`.execute(store.db);
  const handled = await measureHandling(counting);
  const replayed = await measureReplay(counting);
  await counting.plane.drain(5_000);
  const ledger = await measureLedger(store, { concurrency: 8, durationMs, rounds });
  return { commits, inProcess, overHttp, handled, replayed, ledger };
};

const round = (value) => Math.round(value).toLocaleString("en");
const withRatio = ({ rate, ratio }) => `${round(rate)} (${ratio.toFixed(2)} ×)`;

export const run = async () => {
  const results = await onEachStore(onStore);
  const row = (name, pick) => `| ${name} | ${results.map(pick).join(" | ")} |`;
  return {
    title: `Durable events (${callers} callers, ${rounds} rounds; a backlog of ${round(backlog)} events over ${round(keys)} keys)`,
    table: [
      row("per second", ({ name }) => name),
      `|---|${results.map(() => "---:").join("|")}|`,
      row("the store's own single-row commits", ({ commits }) => round(commits.rate)),
      row("events accepted durably, `inbox.accept`", ({ inProcess }) => withRatio(inProcess)),
      row("signed webhooks accepted durably over HTTP", ({ overHttp }) => withRatio(overHttp)),
      row("events handled: one row and the mark in one transaction", ({ handled }) => round(handled)),
      row("events replayed and handled", ({ replayed }) => round(replayed)),
      row("writes with the ledger in memory", ({ ledger }) => round(ledger.memory)),
      row("writes with the ledger in the database", ({ ledger }) =>
        withRatio({ rate: ledger.database, ratio: ledger.ratio }),
      ),
    ].join("\n"),
    results,
  };
};
