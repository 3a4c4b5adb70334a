import { sql } from "kysely";
import { expect, it } from "vitest";
import { openTestStore } from "../src/testing/index.js";

it("opens stores that do not see each other's rows", async () => {
  const [one, other] = await Promise.all([openTestStore(), openTestStore()]);
  const row = { actor: "a", action: "b", subject: "c", details: "{}" };
  await one.db.insertInto("audit").values(row).execute();
  expect(await one.db.selectFrom("audit").select("actor").execute()).toEqual([{ actor: "a" }]);
  expect(await other.db.selectFrom("audit").select("actor").execute()).toEqual([]);
  await Promise.all([one.close(), other.close()]);
});

it("drops the schema when the store closes", async () => {
  const store = await openTestStore();
  const watcher = await openTestStore();
  await store.close();
  const { rows } = await sql`select 1 from pg_namespace where nspname = ${store.schema}`.execute(watcher.db);
  expect(rows).toEqual([]);
  await watcher.close();
});
