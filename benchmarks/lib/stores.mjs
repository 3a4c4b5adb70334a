import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "@trunkline/store";
import pg from "pg";

/** A PostgreSQL server that is running, if there is one: `TRUNKLINE_BENCH_DATABASE_URL`, else the local one. */
const findServer = async () => {
  const url = process.env.TRUNKLINE_BENCH_DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/test";
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  try {
    await client.connect();
    await client.end();
    return url;
  } catch {
    return undefined;
  }
};

/** Runs the work on the embedded server, and on PostgreSQL where one answers; side by side in the answer. */
export const onEachStore = async (work) => {
  const results = [];
  const directory = mkdtempSync(join(tmpdir(), "trunkline-bench-"));
  try {
    results.push({ store: "embedded", ...(await withStore({ dataDir: directory }, work)) });
    const url = await findServer();
    if (url === undefined) process.stderr.write("skipped PostgreSQL: no server answers\n");
    else results.push({ store: "PostgreSQL", ...(await withStore({ databaseUrl: url }, work)) });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return results;
};

const withStore = async (settings, work) => {
  const schema = `bench_${process.pid}`;
  const store = await openStore({ ...settings, schema, poolSize: 20 });
  try {
    return await work(store, settings);
  } finally {
    await new pg.Pool(store.connection ?? {}).end().catch(() => {});
    await store.db.executeQuery({ sql: `drop schema ${schema} cascade`, parameters: [], query: { kind: "RawNode" } });
    await store.close();
  }
};
