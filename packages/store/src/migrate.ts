import { type Kysely, sql } from "kysely";
import { type Migration, type MigrationResultSet, Migrator } from "kysely/migration";
import { classifyFailure } from "./classify-failure.js";
import { migrations as ours } from "./migrations/index.js";
import { StoreError } from "./store-error.js";
import type { Tables } from "./tables.js";

const migrationTable = "schema_migration";

/** Migrations by name, which is their order. */
export type Migrations = Readonly<Record<string, Migration>>;

/**
 * Whether the schema lacks any of this version's migrations.
 * @throws StoreError `SCHEMA_TOO_NEW` when a newer Trunkline has been here
 */
export const needsMigration = async (
  db: Kysely<Tables>,
  schema: string,
  known: Migrations = ours,
): Promise<boolean> => {
  const applied = await appliedMigrations(db, schema);
  const unknown = applied.filter((name) => !(name in known));
  if (unknown.length === 0) return applied.length < Object.keys(known).length;
  throw new StoreError(
    "SCHEMA_TOO_NEW",
    `The database was brought to ${unknown.at(-1)} by a newer Trunkline; this one knows it up to ${Object.keys(known).at(-1)}. Start the newer version, or restore a backup from before its first start.`,
  );
};

/**
 * Brings the schema to this version, under a lock that lets one process at a time do it, and in one transaction. Forward only.
 * @throws StoreError `SCHEMA_TOO_NEW`, `MIGRATION_FAILED`, `DISK_FULL`
 */
export const migrate = async (
  db: Kysely<Tables>,
  schema: string,
  known: Migrations = ours,
): Promise<readonly string[]> => {
  if (!(await needsMigration(db, schema, known))) return [];
  try {
    await createSchema(db, schema);
  } catch (error) {
    throw failure(`schema ${schema} could not be created`, error);
  }
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...known }) },
    migrationTableName: migrationTable,
    migrationLockTableName: `${migrationTable}_lock`,
    migrationTableSchema: schema,
  });
  const { error, results = [] } = await migrateBesideOthers(migrator);
  if (error === undefined) return results.map(({ migrationName }) => migrationName);
  const failed = results.find(({ status }) => status === "Error")?.migrationName ?? "preparing for it";
  throw failure(`${failed} failed`, error);
};

/** The migrator looks through all schemas, and stumbles over one that somebody else drops at that moment. */
const migrateBesideOthers = async (migrator: Migrator, tries = 10): Promise<MigrationResultSet> => {
  const answer = await migrator.migrateToLatest();
  const { code = "" } = (answer.error ?? {}) as { code?: string };
  const isOurs = (answer.results ?? []).some(({ status }) => status === "Error");
  return tries > 1 && !isOurs && dropped.has(code) ? migrateBesideOthers(migrator, tries - 1) : answer;
};

/** No such schema, no such table. */
const dropped: ReadonlySet<string> = new Set(["3F000", "42P01"]);

/** A role that may not create schemas can be given one. */
const createSchema = async (db: Kysely<Tables>, schema: string): Promise<void> => {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from pg_namespace where nspname = ${schema}) as found`.execute(db);
  if (!rows[0]?.found) await sql`create schema if not exists ${sql.id(schema)}`.execute(db).catch(ignoreRace);
};

/** Two processes that create the schema at once: one of them is told that it exists. */
const ignoreRace = (error: unknown): void => {
  if ((error as { code?: string }).code !== "23505" && (error as { code?: string }).code !== "42P06") throw error;
};

const failure = (what: string, cause: unknown): StoreError => {
  const { code = "no code", message = String(cause) } = cause as { code?: string; message?: string };
  if (classifyFailure(cause) === "full")
    return new StoreError("DISK_FULL", "The database could not be brought up to date: its disk is full.", { cause });
  return new StoreError(
    "MIGRATION_FAILED",
    `The database could not be brought up to date, and is as it was: ${what}. PostgreSQL said: ${message} (${code}).`,
    { cause },
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
