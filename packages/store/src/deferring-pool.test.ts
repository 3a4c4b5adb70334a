import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deferred } from "./deferred.js";
import type { Store, StoreTransaction } from "./store.js";
import { openTestStore } from "./testing/index.js";

let store: Store;
beforeAll(async () => {
  // Few connections, so that what one transaction leaves behind is found by the next.
  store = await openTestStore({ poolSize: 2 });
  await sql`create table note (id int primary key, text text)`.execute(store.db);
});
beforeEach(() => sql`truncate note`.execute(store.db));
afterAll(() => store.close());

const insert = (id: number, mark: RawBuilder<unknown> = sql``) =>
  sql`${mark} insert into note (id, text) values (${id}, ${`n${id}`})`;
const ids = async () =>
  (await sql<{ id: number }>`select id from note order by id`.execute(store.db)).rows.map(({ id }) => id);
const inTransaction = (work: (tx: StoreTransaction) => Promise<unknown>) => store.transaction(work);

describe("a deferred statement", () => {
  it("is run with the next one, before it", async () => {
    const { rows } = await store.transaction(async (tx) => {
      expect(await insert(1, deferred).execute(tx)).toMatchObject({ rows: [] });
      return sql<{ id: number; text: string }>`select id, text from note where id = ${1}`.execute(tx);
    });
    expect(rows).toEqual([{ id: 1, text: "n1" }]);
  });

  it("is run with the commit when no other follows", async () => {
    await inTransaction((tx) => insert(1, deferred).execute(tx));
    await inTransaction(async (tx) => {
      await insert(2).execute(tx);
      await insert(3, deferred).execute(tx);
      await insert(4, deferred).execute(tx);
    });
    expect(await ids()).toEqual([1, 2, 3, 4]);
  });

  it("that fails lets nothing be committed, whatever it was sent with, and the connection goes on", async () => {
    for (let round = 0; round < 3; round += 1) {
      const failed = inTransaction(async (tx) => {
        await insert(1).execute(tx);
        await insert(1, deferred).execute(tx);
      });
      await expect(failed).rejects.toMatchObject({ code: "23505" });
      const failedBefore = inTransaction(async (tx) => {
        await insert(1).execute(tx);
        await insert(1, deferred).execute(tx);
        await insert(2).execute(tx);
      });
      await expect(failedBefore).rejects.toMatchObject({ code: "23505" });
      expect(await ids()).toEqual([]);
    }
    await inTransaction((tx) => insert(7, deferred).execute(tx));
    expect(await ids()).toEqual([7]);
  });

  it("is forgotten when the transaction is rolled back", async () => {
    const gone = inTransaction(async (tx) => {
      await insert(1, deferred).execute(tx);
      throw new Error("No.");
    });
    await expect(gone).rejects.toThrow("No.");
    const goneLater = inTransaction(async (tx) => {
      await insert(1).execute(tx);
      await insert(2, deferred).execute(tx);
      throw new Error("No.");
    });
    await expect(goneLater).rejects.toThrow("No.");
    expect(await ids()).toEqual([]);
  });

  it("is run at once outside of a transaction", async () => {
    await insert(1, deferred).execute(store.db);
    expect(await ids()).toEqual([1]);
  });

  it("takes nulls and numbers, and goes on working however often it is used", async () => {
    for (let id = 0; id < 1_100; id += 1)
      await inTransaction((tx) => sql`${deferred} insert into note (id, text) values (${id}, ${null})`.execute(tx));
    expect(await ids()).toHaveLength(1_100);
  });
});

describe("a transaction", () => {
  it("is opened with its first statement", async () => {
    const pidOf = (tx: StoreTransaction) =>
      sql<{ pid: number }>`select pg_backend_pid() as pid, pg_sleep(0.05)`.execute(tx).then(({ rows }) => rows[0]?.pid);
    const pids = await Promise.all([store.transaction(pidOf), store.transaction(pidOf)]);
    const openOnes = async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*) from pg_stat_activity where pid = any(${pids}) and state = 'idle in transaction'`.execute(
        store.db,
      );
      return rows[0]?.count;
    };
    await inTransaction(async (tx) => {
      expect(await openOnes()).toBe(0);
      await insert(1).execute(tx);
      expect(await openOnes()).toBe(1);
    });
    await inTransaction(async () => {});
    expect(await openOnes()).toBe(0);
    expect(await ids()).toEqual([1]);
  });

  it("whose first statement fails is rolled back, and what follows outside is on its own", async () => {
    const failed = inTransaction(async (tx) => {
      await sql`select nothing from nowhere`.execute(tx);
    });
    await expect(failed).rejects.toMatchObject({ code: "42P01" });
    await insert(1).execute(store.db);
    await expect(inTransaction((tx) => insert(1).execute(tx))).rejects.toMatchObject({ code: "23505" });
    expect(await ids()).toEqual([1]);
  });

  it("that was aborted is not taken for committed", async () => {
    const aborted = inTransaction(async (tx) => {
      await insert(1).execute(tx);
      await insert(1)
        .execute(tx)
        .catch(() => {});
    });
    await expect(aborted).rejects.toThrow();
    expect(await ids()).toEqual([]);
  });

  it("has the isolation it asks for", async () => {
    const { rows } = await store.db
      .transaction()
      .setIsolationLevel("repeatable read")
      .execute((tx) => sql`show transaction_isolation`.execute(tx));
    expect(rows).toEqual([{ transaction_isolation: "repeatable read" }]);
  });
});
