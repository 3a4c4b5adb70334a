import { sql } from "kysely";
import { openStore } from "../../src/open-store.js";

/** Inserts numbered rows from many callers and writes each number once its commit is acknowledged, until killed. */
const [dataDir = ""] = process.argv.slice(2);
const store = await openStore({ dataDir, connectTimeoutMs: 1_000 });
await sql`create table if not exists acked (id bigint primary key)`.execute(store.db);
const { rows } = await sql<{ last: number }>`select coalesce(max(id), 0) as last from acked`.execute(store.db);
let last = Number(rows[0]?.last) + 1_000;
const insertForEver = async (): Promise<never> => {
  for (;;) {
    last += 1;
    const id = last;
    try {
      await sql`insert into acked values (${id})`.execute(store.db);
      process.stdout.write(`${id}\n`);
    } catch {
      // The server is being started again: the number was not acknowledged, the next one will be.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
};
await Promise.all(Array.from({ length: 6 }, insertForEver));
