import { Kysely, PostgresDialect } from "kysely";
import { Pool, type PoolConfig } from "pg";
import { createDeferringPool } from "./deferring-pool.js";
import { migrate, needsMigration } from "./migrate.js";
import { columnTypes } from "./numbers.js";
import { readHealth } from "./read-health.js";
import type { Store, StoreKind } from "./store.js";
import { subscribe } from "./subscribe.js";
import type { Tables } from "./tables.js";

/** How to reach a database, and the limits of its pool. */
export interface ConnectionSettings {
  readonly kind: StoreKind;
  /** What the driver needs to connect. */
  readonly connection: Pick<
    PoolConfig,
    "connectionString" | "host" | "port" | "user" | "password" | "database" | "ssl" | "options"
  >;
  /** PostgreSQL schema of the tables. Default `trunkline`. */
  readonly schema?: string;
  /** Most connections at once. Default 10. */
  readonly poolSize?: number;
  /** Longest that one statement may run. Milliseconds; default 30 s. */
  readonly statementTimeoutMs?: number;
  /** Longest wait for a connection. Milliseconds; default 5 s. */
  readonly connectTimeoutMs?: number;
  /** Told of what went wrong in the background, e.g. a connection that broke while idle. */
  onTrouble?(error: unknown): void;
  /** Run after the pool has ended. */
  onClosed?(): Promise<void>;
}

const defaults = { schema: "trunkline", poolSize: 10, statementTimeoutMs: 30_000, connectTimeoutMs: 5_000 };

/**
 * A store on a database that answers, with its schema brought up to date.
 * @throws StoreError `SCHEMA_TOO_NEW`, `MIGRATION_FAILED`; the driver's error when the database does not answer
 */
export const createStore = async (settings: ConnectionSettings): Promise<Store> => {
  const { kind, connection, onTrouble = () => {}, onClosed } = settings;
  const { schema, poolSize, statementTimeoutMs, connectTimeoutMs } = { ...defaults, ...present(settings) };
  const common: PoolConfig = {
    ...connection,
    types: columnTypes,
    application_name: "trunkline",
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  };
  const pool = new Pool({
    ...common,
    max: poolSize,
    idleTimeoutMillis: 30_000,
    options: `${connection.options ?? ""} ${toOptions({
      search_path: schema,
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: statementTimeoutMs * 2,
    })}`,
  });
  let closing: Promise<void> | undefined;
  surviveBreaks(pool, (error) => {
    if (closing === undefined) onTrouble(error);
  });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createDeferringPool(pool) }) });
  const close = (): Promise<void> => {
    closing ??= db.destroy().then(onClosed);
    return closing;
  };
  try {
    if (await needsMigration(db, schema)) await migrateAlone(common, schema);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    kind,
    db,
    schema,
    transaction: (work) => db.transaction().execute(work),
    listen: (channel, onNotice) => subscribe({ ...common, onTrouble }, channel, onNotice),
    health: () => readHealth(kind, pool),
    close,
  };
};

/** Over connections of its own, without the limits of a request: a migration takes as long as it takes. */
const migrateAlone = async (common: PoolConfig, schema: string): Promise<void> => {
  const options = `${common.options ?? ""} ${toOptions({ search_path: schema, statement_timeout: 0, lock_timeout: 0 })}`;
  const pool = new Pool({ ...common, max: 2, options });
  surviveBreaks(pool, () => {}); // told by the statement that was under way
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(db, schema);
  } finally {
    await db.destroy();
  }
};

/**
 * A connection can break while nobody waits on it: idle in the pool, or held by a transaction between two statements. The
 * pool listens only to the idle ones, and an error that nobody listens to would end the process.
 */
const surviveBreaks = (pool: Pool, onTrouble: (error: unknown) => void): void => {
  pool.on("connect", (client) => client.on("error", onTrouble));
  pool.on("error", () => {}); // the client has told already
};

/** Start-up settings of a session. Their values are ours: a schema name and numbers. */
const toOptions = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `-c ${name}=${String(value).replaceAll(/[\\ ]/g, "\\$&")}`)
    .join(" ");

const present = (settings: ConnectionSettings): Partial<ConnectionSettings> =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
