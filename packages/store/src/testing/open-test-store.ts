import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { type ConnectionSettings, createStore } from "../create-store.js";
import type { Store } from "../store.js";
import { toConnection } from "../to-connection.js";
import { sharedServerUrl } from "./shared-server.js";

/** Settings of a test's store beside where it is. */
export type TestStoreOptions = Partial<Omit<ConnectionSettings, "kind" | "connection" | "schema">> & {
  /** Default: one of its own, dropped when the store closes. Name one to open it a second time. */
  readonly schema?: string;
};

/** The database that the tests share: `TRUNKLINE_TEST_DATABASE_URL`, else an embedded server that is started for them. */
export const testDatabaseUrl = async (): Promise<string> =>
  process.env.TRUNKLINE_TEST_DATABASE_URL ?? (await sharedServerUrl());

/** A store in a schema of its own, which is dropped when it closes. */
export const openTestStore = async (options: TestStoreOptions = {}): Promise<Store> => {
  const { schema = `t_${randomBytes(6).toString("hex")}`, ...settings } = options;
  const store = await createStore({
    kind: process.env.TRUNKLINE_TEST_DATABASE_URL === undefined ? "embedded" : "postgres",
    connection: toConnection(await testDatabaseUrl()),
    poolSize: 5,
    ...settings,
    schema,
  });
  if (options.schema !== undefined) return store;
  return {
    ...store,
    close: async () => {
      await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(store.db).catch(() => {});
      await store.close();
    },
  };
};
