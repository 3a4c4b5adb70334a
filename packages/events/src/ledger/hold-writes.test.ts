import { setImmediate as turn } from "node:timers/promises";
import { createManualClock } from "@trunkline/core/testing";
import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { until } from "../../test/until.js";
import { createHeldWrites } from "./hold-writes.js";
import { insertWrite } from "./statements.js";

const owner = { replicaId: "replica", leaseMs: 15_000 };
let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
beforeEach(() => sql`truncate write`.execute(store.db).then(() => {}));
afterAll(() => store.close());

const setUp = async () => {
  const clock = createManualClock();
  const troubles: unknown[] = [];
  const held = createHeldWrites({ db: store.db, owner, clock, onTrouble: (error) => void troubles.push(error) });
  const hold = await insertWrite(store.db, owner, {
    connection: "default/post/default",
    operation: "post.letters.send",
    key: "k",
    keySupplied: true,
    inputHash: "h",
    input: {},
    inputComplete: true,
    caller: "",
    requestId: "r",
  });
  if (!hold) throw new Error("The row could not be made.");
  return { clock, troubles, held, hold };
};
const rowIs = async (condition: ReturnType<typeof sql>) => {
  const { rows } = await sql<{ holds: boolean }>`select ${condition} as holds from write`.execute(store.db);
  return rows[0]?.holds === true;
};
const done = { kind: "data", data: 1, warnings: [] } as const;

it("renews leases while writes are under way, and not after", async () => {
  const { clock, held, hold } = await setUp();
  held.add(hold);
  await sql`update write set lease_until = clock_timestamp()`.execute(store.db);
  await clock.advance(owner.leaseMs / 3);
  await until("the lease was renewed", () => rowIs(sql`lease_until > clock_timestamp() + interval '10 seconds'`));
  await held.end(hold, done);
  await turn();
  await clock.advance(owner.leaseMs / 3);
  expect(clock.sleeping()).toBe(0);
  expect(await rowIs(sql`state = 'done' and lease_until is null`)).toBe(true);
});

it("records late what could not be recorded at once, and keeps no lease meanwhile", async () => {
  const { clock, troubles, held, hold } = await setUp();
  held.add(hold);
  await sql`alter table write rename to write_away`.execute(store.db);
  await expect(held.end(hold, done)).rejects.toThrow("write");
  await sql`alter table write_away rename to write`.execute(store.db);
  await sql`update write set lease_until = clock_timestamp() - interval '1 second', state = 'unknown'`.execute(
    store.db,
  );
  await clock.advance(owner.leaseMs / 3);
  await until("the end was recorded", () => rowIs(sql`state = 'done'`));
  expect(troubles).toHaveLength(1);
  held.stop();
});

it("does not say what is no longer its own to say", async () => {
  const { held, hold } = await setUp();
  held.add(hold);
  await sql`update write set attempts = 2`.execute(store.db);
  await held.end(hold, done);
  expect(await rowIs(sql`state = 'running'`)).toBe(true);
  held.stop();
});
