// Why the queue is our own (docs/decisions/0010): pg-boss with an order per key against a table `work`, and our whole queue.
// Each handles the same backlog with one row of effect per job, in the transaction that marks the job as done.
import { setTimeout as sleep } from "node:timers/promises";
import { noMetrics, systemClock } from "@trunkline/core";
import { createQueue } from "@trunkline/events";
import { openStore } from "@trunkline/store";
import { sql } from "kysely";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { median } from "./lib/measure.mjs";
import { findServer } from "./lib/stores.mjs";

const loops = 4;
const batch = 50;
const rounds = 3;
const backlogs = [
  { jobs: 5_000, keys: 500 },
  { jobs: 15_000, keys: 10_000 },
];
const schemaOf = (name) => `bench_${name}_${process.pid}`;
const everyBatch = async (jobs, put) => {
  for (let from = 0; from < jobs; from += 500) await put(from, Math.min(from + 500, jobs));
};
const numbers = (from, to) => Array.from({ length: to - from }, (_, at) => from + at);

/** Fails when a job of a key was handled after a later one, or any twice. */
const createOrder = (keys) => {
  const last = new Map();
  let handled = 0;
  return {
    note: (number) => {
      const key = number % keys;
      if ((last.get(key) ?? -1) >= number) throw new Error(`Job ${number} came after job ${last.get(key)} of its key.`);
      last.set(key, number);
      handled += 1;
    },
    handled: () => handled,
  };
};

const inTransaction = async (pool, work) => {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await work(client);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
};

/** Loops that take a batch and handle its jobs one after the other, until all are handled. */
const drain = async (jobs, order, { take, handle }) => {
  const startedMs = performance.now();
  const loop = async () => {
    while (order.handled() < jobs) {
      const taken = await take();
      if (taken.length === 0) await sleep(5);
      for (const job of taken) await handle(job);
    }
  };
  await Promise.all(Array.from({ length: loops }, loop));
  return (jobs / (performance.now() - startedMs)) * 1_000;
};

/** A pool on a schema of its own, with a table of effects. */
const withPool = async (connectionString, name, work) => {
  const schema = schemaOf(name);
  const pool = new pg.Pool({ connectionString, max: 10, options: `-c search_path=${schema}` });
  try {
    await pool.query(`create schema ${schema}`);
    await pool.query("create table effect (id int primary key)");
    return await work(pool, schema);
  } finally {
    await pool.query(`drop schema if exists ${schema} cascade`);
    await pool.end();
  }
};

const pgBoss = (url, { jobs, keys }) =>
  withPool(url, "boss", async (pool, schema) => {
    const boss = new PgBoss({ connectionString: url, schema, max: 10, supervise: false, schedule: false });
    boss.on("error", (error) => process.stderr.write(`${error.message}\n`));
    await boss.start();
    try {
      await boss.createQueue("event", { policy: "key_strict_fifo", retryLimit: 5 });
      await everyBatch(jobs, (from, to) =>
        boss.insert(
          "event",
          numbers(from, to).map((number) => ({
            id: `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`, // in the order of their numbers
            data: { number },
            singletonKey: `k${number % keys}`,
          })),
        ),
      );
      await pool.query("analyze");
      const order = createOrder(keys);
      return await drain(jobs, order, {
        take: () => boss.fetch("event", { batchSize: batch, includeMetadata: true }),
        handle: async ({ id, data: { number }, retryCount }) => {
          await inTransaction(pool, async (client) => {
            await client.query("insert into effect values ($1)", [number]);
            const db = { executeSql: (text, values) => client.query(text, values) };
            await boss.complete("event", { id, retryCount }, null, { db });
          });
          order.note(number);
        },
      });
    } finally {
      await boss.stop({ graceful: false });
    }
  });

const bareTable = `
  create table work (id bigint generated always as identity primary key, queue text not null, key text not null,
    data int not null, state smallint not null default 0, run_at timestamptz not null default now(),
    lease_until timestamptz, attempts int not null default 0);
  create index on work (queue, run_at, id) where state = 0;
  create index on work (queue, key, id) where state < 2`;
const bareClaim = `
  update work set state = 1, attempts = attempts + 1, lease_until = now() + interval '30 s'
   where id in (select id from work candidate
                 where queue = 'event' and state = 0 and run_at <= now()
                   and not exists (select from work other where other.queue = candidate.queue
                                      and other.key = candidate.key and other.state < 2 and other.id < candidate.id)
                 order by run_at, id limit ${batch} for update skip locked)
  returning id, data, attempts`;

const bareStatements = (url, { jobs, keys }) =>
  withPool(url, "bare", async (pool) => {
    await pool.query(bareTable);
    await everyBatch(jobs, (from, to) =>
      pool.query(
        "insert into work (queue, key, data) select 'event', 'k' || n % $3::int, n from generate_series($1::int, $2::int) n order by n",
        [from, to - 1, keys],
      ),
    );
    await pool.query("analyze");
    const order = createOrder(keys);
    return drain(jobs, order, {
      take: async () => (await pool.query(bareClaim)).rows,
      handle: async ({ id, data, attempts }) => {
        await inTransaction(pool, async (client) => {
          await client.query("insert into effect values ($1)", [data]);
          const { rowCount } = await client.query(
            "update work set state = 2, lease_until = null where id = $1 and attempts = $2 and state = 1",
            [id, attempts],
          );
          if (rowCount !== 1) throw new Error("The lease was lost.");
        });
        order.note(data);
      },
    });
  });

const ourQueue = async (url, { jobs, keys }) => {
  const schema = schemaOf("ours");
  const store = await openStore({ databaseUrl: url, schema });
  try {
    await sql`create table effect (id int primary key)`.execute(store.db);
    const order = createOrder(keys);
    const { promise: all, resolve } = Promise.withResolvers();
    const consumer = {
      name: "event",
      concurrency: loops,
      timeoutMs: 60_000,
      run: async ({ work, tx }) => {
        await sql`insert into effect values (${work.payload})`.execute(tx);
        order.note(work.payload);
        if (order.handled() === jobs) resolve();
      },
    };
    const deps = { store, clock: systemClock, random: Math.random, ids: () => crypto.randomUUID(), metrics: noMetrics };
    const queue = createQueue({ ...deps, consumers: [consumer] });
    await everyBatch(jobs, (from, to) =>
      queue.enqueue(
        numbers(from, to).map((number) => ({
          queue: "event",
          key: `k${number % keys}`,
          payload: number,
          maxAttempts: 5,
        })),
      ),
    );
    await sql`analyze`.execute(store.db);
    const startedMs = performance.now();
    queue.start();
    await all;
    await queue.drain(5_000);
    const elapsedMs = performance.now() - startedMs;
    const { rows } = await sql`select count(*) as done from work where state = 'done'`.execute(store.db);
    if (rows[0].done !== jobs) throw new Error(`${rows[0].done} of ${jobs} jobs are done.`);
    return (jobs / elapsedMs) * 1_000;
  } finally {
    await sql`drop schema ${sql.id(schema)} cascade`.execute(store.db);
    await store.close();
  }
};

const engines = [
  { name: "pg-boss 12.35, `key_strict_fifo`", run: pgBoss },
  { name: "a `work` table with `FOR UPDATE SKIP LOCKED`: its bare statements", run: bareStatements },
  { name: "`createQueue` of `@trunkline/events`, everything on", run: ourQueue },
];

/** The engines take turns; the median rate of each. */
const measure = async (url, backlog) => {
  const rates = engines.map(() => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [at, { run }] of engines.entries()) rates[at].push(await run(url, backlog));
  return rates.map(median);
};

const format = (value) => Math.round(value).toLocaleString("en");

export const run = async () => {
  const url = await findServer();
  if (url === undefined) throw new Error("No PostgreSQL server answers; name one in TRUNKLINE_BENCH_DATABASE_URL.");
  const columns = [];
  for (const backlog of backlogs) columns.push(await measure(url, backlog));
  const heads = backlogs.map(({ jobs, keys }) => `${format(jobs)} jobs, ${format(keys)} keys`);
  return {
    title: `Queue engines on PostgreSQL, order kept per key (${loops} at once, ${rounds} rounds)`,
    table: [
      `| handled per second | ${heads.join(" | ")} |`,
      `|---|${heads.map(() => "---:").join("|")}|`,
      ...engines.map(({ name }, at) => `| ${name} | ${columns.map((rates) => format(rates[at])).join(" | ")} |`),
    ].join("\n"),
    results: columns,
  };
};
