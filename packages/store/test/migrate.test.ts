import { sql } from "kysely";
import { expect, it } from "vitest";
import { appliedMigrations, type Migrations, migrate } from "../src/migrate.js";
import { migrations } from "../src/migrations/index.js";
import { openTestStore, testDatabaseUrl } from "../src/testing/index.js";
import { startChild } from "./child.js";
import { describeSchema } from "./schema/describe-schema.js";
import { openSchemaClient } from "./schema/schema-client.js";

const halves: Migrations = {
  ...migrations,
  "0999-halves": {
    up: async (db) => {
      await sql`create table first_half (id int)`.execute(db);
      await sql`create table second_half (id int)`.execute(db);
    },
  },
};

it("lets four processes that start at once on a new database all succeed", async () => {
  const { schema, close } = await openTestStore();
  const name = `${schema}_fresh`;
  const stores = await Promise.all(Array.from({ length: 4 }, () => openTestStore({ schema: name })));
  const [first] = stores;
  expect(await appliedMigrations(first!.db, name)).toEqual(Object.keys(migrations));
  await sql`drop schema ${sql.id(name)} cascade`.execute(first!.db);
  await Promise.all([...stores.map((store) => store.close()), close()]);
});

it("does nothing to a schema that is up to date", async () => {
  await using at = await openSchemaClient();
  expect(await migrate(at.db, at.schema)).toEqual(Object.keys(migrations));
  expect(await migrate(at.db, at.schema)).toEqual([]);
});

it("refuses a schema that a newer version has been at, and leaves it alone", async () => {
  await using at = await openSchemaClient();
  await migrate(at.db, at.schema, halves);
  const before = await describeSchema(at.client);
  await expect(openTestStore({ schema: at.schema })).rejects.toMatchObject({
    code: "SCHEMA_TOO_NEW",
    message: expect.stringContaining("0999-halves"),
  });
  expect(await describeSchema(at.client)).toEqual(before);
});

it("leaves the schema as it was when a migration fails, and says what PostgreSQL said", async () => {
  await using at = await openSchemaClient();
  await migrate(at.db, at.schema);
  const before = await describeSchema(at.client);
  const broken: Migrations = {
    ...halves,
    "1000-broken": { up: async (db) => void (await sql`alter table nowhere add x int`.execute(db)) },
  };
  await expect(migrate(at.db, at.schema, broken)).rejects.toMatchObject({
    code: "MIGRATION_FAILED",
    message: expect.stringMatching(/1000-broken failed.*"nowhere" does not exist \(42P01\)/),
  });
  expect(await describeSchema(at.client)).toEqual(before);
});

it("leaves the old schema or the new one when its process is killed in the middle, and then goes on", async () => {
  await using at = await openSchemaClient();
  await migrate(at.db, at.schema);
  const before = await describeSchema(at.client);
  await using child = startChild("migrate-half.ts", [await testDatabaseUrl(), at.schema]);
  expect(await child.nextLine()).toBe("half");
  await child.kill();
  expect(await describeSchema(at.client)).toEqual(before);
  expect(await migrate(at.db, at.schema, halves)).toEqual(["0999-halves"]);
});
