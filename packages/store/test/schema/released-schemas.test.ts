import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { type Migrations, migrate } from "../../src/migrate.js";
import { migrations } from "../../src/migrations/index.js";
import { describeSchema } from "./describe-schema.js";
import { openSchemaClient } from "./schema-client.js";
import { readRows, takeSnapshot } from "./snapshot.js";

const names = Object.keys(migrations);
const latest = names.at(-1) as string;
const snapshotFile = (name: string) => new URL(`../../fixtures/schemas/${name}.sql`, import.meta.url);
const sampleRows = readFileSync(new URL("sample-rows.sql", import.meta.url), "utf8");

/** A column that a later migration adds to every row of a table that has some. */
const oneMore: Migrations = {
  ...migrations,
  "9999-one-more": {
    up: async (db) => {
      await sql`alter table audit add column severity text not null default 'info'`.execute(db);
    },
  },
};

describe("a snapshot of the schema", () => {
  it("is kept of this version, with rows in every table (UPDATE_GOLDEN=1 writes it)", async () => {
    await using fresh = await openSchemaClient();
    await migrate(fresh.db, fresh.schema);
    await fresh.client.query(sampleRows);
    await fresh.client.query("update schema_migration set timestamp = '2026-11-01T00:00:00.000Z'");
    const snapshot = await takeSnapshot(fresh.client);
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(snapshotFile(latest), snapshot);
    const empty = [...(await readRows(fresh.client))].filter(([, rows]) => rows.length === 0).map(([table]) => table);
    expect(empty).toEqual([]);
    expect(readFileSync(snapshotFile(latest), "utf8")).toBe(snapshot);
  });

  it.each(names)("is kept of %s", (name) => {
    expect(existsSync(snapshotFile(name))).toBe(true);
  });
});

describe.each(names)("a database that stopped at %s", (name) => {
  it.each([
    ["this version", migrations],
    ["a later one", oneMore],
  ] as const)("becomes the same as a new one under %s, and keeps its rows", async (_title, known) => {
    await using old = await openSchemaClient();
    await old.client.query(readFileSync(snapshotFile(name), "utf8"));
    const before = await readRows(old.client);
    await migrate(old.db, old.schema, known);
    await using fresh = await openSchemaClient();
    await migrate(fresh.db, fresh.schema, known);

    expect(await describeSchema(old.client)).toEqual(await describeSchema(fresh.client));
    const after = await readRows(old.client);
    for (const [table, rows] of before) {
      if (table === "schema_migration") continue;
      expect(after.get(table)).toHaveLength(rows.length);
      expect(after.get(table)).toEqual(expect.arrayContaining(rows.map((row) => expect.objectContaining(row))));
    }
    const row = { actor: "a", action: "b", subject: "c", details: "{}" };
    await old.db.insertInto("audit").values(row).execute(); // identities go on
  });
});
