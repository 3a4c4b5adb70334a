import { connect } from "node:net";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { classifyFailure } from "./classify-failure.js";
import type { Store } from "./store.js";
import { StoreError } from "./store-error.js";
import { openTestStore } from "./testing/index.js";

describe("what PostgreSQL says", () => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore({ statementTimeoutMs: 1_000 });
  });
  afterAll(() => store.close());

  it.each([
    ["passing", "a deadlock", sql`do $$ begin raise sqlstate '40P01'; end $$`],
    ["passing", "a statement that took too long", sql`select pg_sleep(5)`],
    ["passing", "too many connections", sql`do $$ begin raise sqlstate '53300'; end $$`],
    ["full", "a full disk", sql`do $$ begin raise sqlstate '53100'; end $$`],
    [
      "full",
      "no room for the log",
      sql`do $$ begin raise sqlstate '58030' using message = 'could not write to file: No space left on device'; end $$`,
    ],
    ["read_only", "no writes here", sql`do $$ begin set transaction read only; create table x (); end $$`],
    ["gone", "the server stops", sql`do $$ begin raise sqlstate '57P01'; end $$`],
    ["bug", "a row that is there already", sql`insert into token values ('a', 'b', '{}'), ('a', 'b', '{}')`],
    ["bug", "a wrong statement", sql`selekt 1`],
  ])("is %s: %s", async (expected, _title, statement) => {
    const failure = await store.transaction((tx) => statement.execute(tx)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(classifyFailure(failure)).toBe(expected);
  });
});

describe("what never reached it", () => {
  it("is gone: a port where nobody listens", async () => {
    const failure = await new Promise((resolve) => connect(1, "127.0.0.1").once("error", resolve));
    expect(classifyFailure(failure)).toBe("gone");
  });

  it.each([
    ["gone", new Error("Connection terminated unexpectedly")],
    ["gone", new Error("timeout exceeded when trying to connect")],
    ["gone", new AggregateError([Object.assign(new Error("x"), { code: "ECONNREFUSED" })])],
    ["gone", new StoreError("CLOSED", "x")],
    ["full", new StoreError("DISK_FULL", "x")],
    ["full", new Error("wrapped", { cause: Object.assign(new Error("x"), { code: "53100" }) })],
    ["bug", new StoreError("BAD_SETTING", "x")],
    ["bug", new TypeError("x is not a function")],
    ["bug", "a string"],
  ])("is %s: %s", (expected, failure) => {
    expect(classifyFailure(failure)).toBe(expected);
  });
});
