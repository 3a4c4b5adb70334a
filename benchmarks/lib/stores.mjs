import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "@trunkline/store";
import { sql } from "kysely";
import pg from "pg";

/** A PostgreSQL server that is running, if there is one: `TRUNKLINE_BENCH_DATABASE_URL`, else the local one. */
export const findServer = async () => {
  const url = process.env.TRUNKLINE_BENCH_DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/postgres";
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  try {
    await client.connect();
    return url;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => {});
  }
};

/**
 * Runs `work(store, databaseUrl)` on the embedded server, and on PostgreSQL where one answers; side by side in the answer.
 * Everything is in a schema of its own, which is dropped.
 */
export const onEachStore = async (work) => {
  const dataDir = mkdtempSync(join(tmpdir(), "trunkline-bench-"));
  try {
    const results = [await withStore({ dataDir }, work)];
    const databaseUrl = await findServer();
    if (databaseUrl === undefined) process.stderr.write("skipped PostgreSQL: no server answers\n");
    else results.push(await withStore({ databaseUrl }, work));
    return results;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
};

const withStore = async (settings, work) => {
  const schema = `bench_${process.pid}`;
  const store = await openStore({ ...settings, schema, poolSize: 20 });
  try {
    const { rows } = await sql`show server_version`.execute(store.db);
    const [version] = rows[0].server_version.split(" ");
    const name = settings.databaseUrl === undefined ? `embedded (${version})` : `PostgreSQL ${version}`;
    return { name, ...(await work(store, settings.databaseUrl)) };
  } finally {
    await sql`drop schema ${sql.id(schema)} cascade`.execute(store.db);
    await store.close();
  }
};
