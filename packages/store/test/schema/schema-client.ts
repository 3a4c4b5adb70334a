import { randomBytes } from "node:crypto";
import { Kysely, PostgresDialect } from "kysely";
import { Client, Pool } from "pg";
import type { Tables } from "../../src/tables.js";
import { testDatabaseUrl } from "../../src/testing/index.js";
import { toConnection } from "../../src/to-connection.js";

/** A session, and what migrations run on, both in an empty schema that goes when it is disposed of. */
export interface SchemaClient extends AsyncDisposable {
  readonly schema: string;
  readonly client: Client;
  readonly db: Kysely<Tables>;
}

/** Makes one. */
export const openSchemaClient = async (): Promise<SchemaClient> => {
  const schema = `t_${randomBytes(6).toString("hex")}`;
  const config = { ...toConnection(await testDatabaseUrl()), options: `-c search_path=${schema}` };
  const client = new Client(config);
  await client.connect();
  await client.query(`create schema ${schema}`);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: new Pool({ ...config, max: 2 }) }) });
  return {
    schema,
    client,
    db,
    [Symbol.asyncDispose]: async () => {
      await db.destroy();
      await client.query(`drop schema ${schema} cascade`);
      await client.end();
    },
  };
};
