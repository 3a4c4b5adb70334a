import { type Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { migrations } from "./migrations/index.js";
import { StoreError } from "./store-error.js";
import type { Tables } from "./tables.js";

const migrationTable = "schema_migration";

/**
 * Brings the schema to this version, under a lock that lets one process at a time do it. Forward only.
 * @throws StoreError `SCHEMA_TOO_NEW` when a newer Trunkline has been here; `MIGRATION_FAILED`
 */
export const migrate = async (db: Kysely<Tables>, schema: string): Promise<readonly string[]> => {
  await sql`create schema if not exists ${sql.id(schema)}`.execute(db).catch(ignoreRace);
  await refuseNewer(db, schema);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: migrationTable,
    migrationLockTableName: `${migrationTable}_lock`,
    migrationTableSchema: schema,
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error === undefined) return results.map(({ migrationName }) => migrationName);
  const failed = results.find(({ status }) => status === "Error")?.migrationName ?? "the schema";
  throw new StoreError("MIGRATION_FAILED", `The database could not be brought up to date: ${failed} failed.`, {
    cause: error,
  });
};

/** Two processes that create the schema at once: one of them is told that it exists. */
const ignoreRace = (error: unknown): void => {
  if ((error as { code?: string }).code !== "23505" && (error as { code?: string }).code !== "42P06") throw error;
};

const refuseNewer = async (db: Kysely<Tables>, schema: string): Promise<void> => {
  const applied = await appliedMigrations(db, schema);
  const unknown = applied.filter((name) => !(name in migrations));
  if (unknown.length === 0) return;
  throw new StoreError(
    "SCHEMA_TOO_NEW",
    `The database was brought to ${unknown.at(-1)} by a newer Trunkline; this one knows it up to ${Object.keys(migrations).at(-1)}. Start the newer version, or restore a backup from before its first start.`,
  );
};

/** Names of the migrations that a database has had, oldest first. */
export const appliedMigrations = async (db: Kysely<Tables>, schema: string): Promise<readonly string[]> => {
  const { rows: found } = await sql<{ found: boolean }>`
    select to_regclass(${`${schema}.${migrationTable}`}) is not null as found`.execute(db);
  if (!found[0]?.found) return [];
  const { rows } = await sql<{ name: string }>`
    select name from ${sql.id(schema, migrationTable)} order by name`.execute(db);
  return rows.map(({ name }) => name);
};
