import { expect, it } from "vitest";
import { parseStoreSettings } from "./settings.js";

it("has defaults for all but where the database is", () => {
  expect(parseStoreSettings({ dataDir: "data" })).toEqual({
    dataDir: "data",
    schema: "trunkline",
    poolSize: 10,
    statementTimeoutMs: 30_000,
    connectTimeoutMs: 5_000,
    startTimeoutMs: 60_000,
  });
});

it.each([
  "postgres://u:p%40ss@db.example.com:5432/app?sslmode=require",
  "postgresql://db/app",
  "postgres://trunkline@/postgres?host=%2Frun%2Fpostgresql",
])("takes %s", (databaseUrl) => {
  expect(parseStoreSettings({ databaseUrl }).databaseUrl).toBe(databaseUrl);
});

it.each([
  [{}, /dataDir: is needed .* no databaseUrl/],
  [{ databaseUrl: "mysql://u:hunter2@db/app" }, /databaseUrl: must look like postgres:\/\//],
  [{ databaseUrl: "postgres://u:hunter2@db:notaport/app" }, /databaseUrl: must look like/],
  [{ databaseUrl: "postgres://u:hunter2%@[/app" }, /databaseUrl: must look like/],
  [{ dataDir: "data", schema: 'x"; drop table event' }, /schema: must be a lower case name/],
  [{ dataDir: "data", poolSize: 1 }, /poolSize: /],
  [{ dataDir: "data", statementTimeoutMs: 0 }, /statementTimeoutMs: /],
  [{ dataDir: "data", pollSize: 3 }, /pollSize/],
])("refuses %j, naming the field and never the value", (given, sentence) => {
  let failure: unknown;
  try {
    parseStoreSettings(given);
  } catch (error) {
    failure = error;
  }
  expect(failure).toMatchObject({ code: "BAD_SETTING", message: expect.stringMatching(sentence) });
  expect(String(failure)).not.toContain("hunter2");
});
