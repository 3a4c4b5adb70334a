import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { classifyFailure } from "../src/classify-failure.js";
import type { Store } from "../src/store.js";
import { openTestStore, type TestStoreOptions } from "../src/testing/index.js";
import { waitUntil } from "./wait-until.js";

const row = { actor: "a", action: "b", subject: "c", details: "{}" };

describe("the store", () => {
  let store: Store;
  /** Another pool, which sees what happens to the first. */
  let watcher: Store;
  let troubles: unknown[];
  const reopen = async (options: TestStoreOptions): Promise<void> => {
    await store.close();
    store = await openTestStore({ onTrouble: (error) => troubles.push(error), ...options });
  };
  const terminate = (pid: number) => sql`select pg_terminate_backend(${pid})`.execute(watcher.db);
  const pidOf = async (db: Store["db"]): Promise<number> =>
    (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]!.pid;

  beforeEach(async () => {
    troubles = [];
    [store, watcher] = await Promise.all([
      openTestStore({ onTrouble: (error) => troubles.push(error) }),
      openTestStore(),
    ]);
  });
  afterEach(() => Promise.all([store.close(), watcher.close()]));

  it("commits what a transaction did when it resolves, and its answer is the work's", async () => {
    const answer = await store.transaction(async (tx) => {
      await tx.insertInto("audit").values(row).execute();
      return 7;
    });
    expect(answer).toBe(7);
    expect(await store.db.selectFrom("audit").select("id").execute()).toEqual([{ id: 1 }]);
  });

  it("rolls a transaction back when it rejects", async () => {
    const work = store.transaction(async (tx) => {
      await tx.insertInto("audit").values(row).execute();
      throw new Error("no");
    });
    await expect(work).rejects.toThrow("no");
    expect(await store.db.selectFrom("audit").select("id").execute()).toEqual([]);
  });

  it("ends a statement that runs too long, and goes on with the next", async () => {
    await reopen({ statementTimeoutMs: 150, poolSize: 2 });
    const failure = await sql`select pg_sleep(20)`.execute(store.db).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "57014" });
    expect(classifyFailure(failure)).toBe("passing");
    expect((await store.health()).status).toBe("up");
  });

  it("replaces a connection that broke while it was idle, and tells of it once", async () => {
    await reopen({ poolSize: 1 });
    await terminate(await pidOf(store.db));
    await waitUntil(() => troubles.length > 0);
    expect(await pidOf(store.db)).toBeGreaterThan(0);
    expect(troubles.map(classifyFailure)).toEqual(["gone"]);
  });

  it("survives a connection that breaks between two statements of a transaction", async () => {
    const work = store.transaction(async (tx) => {
      await tx.insertInto("audit").values(row).execute();
      await terminate(await pidOf(tx));
      await waitUntil(() => troubles.length > 0);
      await tx.insertInto("audit").values(row).execute();
    });
    expect(classifyFailure(await work.catch((error: unknown) => error))).toBe("gone");
    expect(await store.db.selectFrom("audit").select("id").execute()).toEqual([]);
  });

  it("answers health with what the pool holds", async () => {
    expect(await store.health()).toEqual({
      status: "up",
      kind: store.kind,
      latencyMs: expect.any(Number),
      pool: { total: 1, idle: 1, waiting: 0 },
    });
  });

  it("answers health when it has closed, and closes once however often it is asked", async () => {
    await Promise.all([store.close(), store.close()]);
    expect(await store.health()).toMatchObject({ status: "down", reason: expect.stringContaining("pool") });
  });

  it("passes notices on, each with its text", async () => {
    const heard: string[] = [];
    const subscription = store.listen(store.schema, (payload) => heard.push(payload));
    await waitUntil(() => heard.length === 1); // it listens now
    await sql`select pg_notify(${store.schema}, 'one'), pg_notify(${store.schema}, 'two')`.execute(watcher.db);
    await waitUntil(() => heard.length === 3);
    expect(heard).toEqual(["", "one", "two"]);
    await subscription.stop();
  });

  it("listens again after its connection broke, and says that notices may have been missed", async () => {
    const heard: string[] = [];
    const subscription = store.listen(store.schema, (payload) => heard.push(payload));
    await waitUntil(() => heard.length === 1);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where query = ${`listen "${store.schema}"`}`.execute(watcher.db);
    await waitUntil(() => heard.length === 2);
    await sql`select pg_notify(${store.schema}, 'after')`.execute(watcher.db);
    await waitUntil(() => heard.length === 3);
    expect(heard).toEqual(["", "", "after"]);
    expect(troubles.map(classifyFailure)).toEqual(["gone"]);
    await subscription.stop();
  });

  it("hears nothing more once stopped", async () => {
    const heard: string[] = [];
    const subscription = store.listen(store.schema, (payload) => heard.push(payload));
    await waitUntil(() => heard.length === 1);
    await subscription.stop();
    const { rows } = await sql`select from pg_stat_activity where query = ${`listen "${store.schema}"`}`.execute(
      watcher.db,
    );
    expect(rows).toEqual([]);
    expect(troubles).toEqual([]);
  });

  it("reads counts as numbers, and keeps what a number cannot hold", async () => {
    const { rows } = await sql`select 9007199254740991 as safe, 9007199254740993 as large`.execute(store.db);
    expect(rows).toEqual([{ safe: 9007199254740991, large: 9007199254740993n }]);
  });
});
