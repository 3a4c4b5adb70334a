import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { type ConnectionSettings, createStore } from "../create-store.js";
import type { Store } from "../store.js";

/** Settings of a test's store beside where it is. */
export type TestStoreOptions = Partial<Omit<ConnectionSettings, "kind" | "connection" | "schema">> & {
  /** Default: one of its own, dropped when the store closes. Name one to open it a second time. */
  readonly schema?: string;
};

/** The database that the tests share: `TRUNKLINE_TEST_DATABASE_URL`. */
export const testDatabaseUrl = (): string => {
  const url = process.env.TRUNKLINE_TEST_DATABASE_URL;
  if (url === undefined) throw new Error("TRUNKLINE_TEST_DATABASE_URL is not set.");
  return url;
};

/** A store in a schema of its own, which is dropped when it closes. */
export const openTestStore = async (options: TestStoreOptions = {}): Promise<Store> => {
  const { schema = `t_${randomBytes(6).toString("hex")}`, ...settings } = options;
  const store = await createStore({
    kind: "postgres",
    connection: { connectionString: testDatabaseUrl() },
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
