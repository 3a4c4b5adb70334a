import { Kysely, PostgresDialect, sql } from "kysely";
import { Pool } from "pg";
import { migrate } from "../../src/migrate.js";
import { migrations } from "../../src/migrations/index.js";
import type { Tables } from "../../src/tables.js";
import { toConnection } from "../../src/to-connection.js";

/** Migrates up to the middle of a second migration, says so, and stays there until killed. */
const [url = "", schema = ""] = process.argv.slice(2);
const pool = new Pool({ ...toConnection(url), options: `-c search_path=${schema}` });
const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
await migrate(db, schema, {
  ...migrations,
  "0999-halves": {
    up: async (tx) => {
      await sql`create table first_half (id int)`.execute(tx);
      process.stdout.write("half\n");
      await new Promise(() => {
        setInterval(() => {}, 1_000);
      });
    },
  },
});
