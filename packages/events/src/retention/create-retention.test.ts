import { noMetrics, systemClock } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { orderEvent } from "../durable.fixture.js";
import type { NewEvent } from "../event.js";
import { createInbox } from "../inbox/create-inbox.js";
import { enqueue } from "../queue/enqueue.js";
import { createRetention } from "./create-retention.js";

let store: Store;
beforeEach(async () => {
  store = await openTestStore();
});
afterEach(() => store.close());

const retentionOf = (batchSize = 1_000) =>
  createRetention({ store, clock: systemClock, metrics: noMetrics, batchSize, pauseMs: 0 });
const run = (statement: string) => sql.raw(statement).execute(store.db);
const idsOf = async (table: "event" | "work" | "write" | "feed") =>
  (await store.db.selectFrom(table).select("id").orderBy("id").execute()).map(({ id }) => id);

/** Events that were received 60 days ago, with work in each of the states. */
const putOldEvents = async (states: readonly string[], more: Partial<NewEvent> = {}): Promise<void> => {
  const accepted = await createInbox({ store, metrics: noMetrics }).accept(
    states.map((_, at) => orderEvent(at, 1, more)),
  );
  await enqueue(
    store.db,
    accepted.map(({ id }) => ({ queue: "q", key: "k", eventId: id, maxAttempts: 1, payload: { secret: "ada" } })),
  );
  await run("update event set relayed = true, received_at = received_at - interval '60 days'");
  for (const [at, state] of states.entries())
    await run(
      `update work set state = '${state}', finished_at = now() - interval '59 days' where event_id = ${accepted[at]?.id}`,
    );
  await run(
    'insert into attempt (work_id, attempt, worker, started_at, error) select id, 1, \'w\', now() - interval \'59 days\', \'{"code":"X","message":"ada"}\' from work',
  );
};

describe("a sweep", () => {
  it("removes events with their finished work, and leaves what somebody still has to do something about", async () => {
    await putOldEvents(["done", "discarded", "ready", "running", "dead"]);
    const [recent] = await createInbox({ store, metrics: noMetrics }).accept([orderEvent(99, 1)]);
    await run(`update event set relayed = true where id = ${recent?.id}`);
    expect(await retentionOf().sweep()).toMatchObject({ event: 2, work: 2 });
    expect(await idsOf("event")).toEqual([3, 4, 5, recent?.id]);
    expect(await idsOf("work")).toEqual([3, 4, 5]);
    expect(await store.db.selectFrom("attempt").select("work_id").execute()).toHaveLength(3);
  });

  it("leaves events that are not relayed yet, however old", async () => {
    await createInbox({ store, metrics: noMetrics }).accept([orderEvent(1, 1)]);
    await run("update event set received_at = received_at - interval '60 days'");
    expect(await retentionOf().sweep()).toMatchObject({ event: 0 });
  });

  it("goes on in bounded statements until all is gone", async () => {
    await putOldEvents(Array.from({ length: 25 }, () => "done"));
    const removed = await retentionOf(10).sweep();
    expect(removed).toMatchObject({ work: 25, event: 25 });
    expect(await idsOf("event")).toEqual([]);
  });

  it("removes tries before the work they belong to", async () => {
    await putOldEvents(["done", "dead"]);
    await run(
      "update work set finished_at = now() - interval '20 days'; update event set received_at = now() - interval '20 days'",
    );
    expect(await retentionOf().sweep()).toMatchObject({ attempt: 1, work: 0, event: 0 });
  });

  it("removes writes that are settled, and none that is running or unknown", async () => {
    for (const state of ["done", "failed", "running", "unknown"])
      await run(`insert into write (connection, operation, key, key_supplied, input_hash, input, caller, state, request_id, started_at)
                 values ('c', 'o', '${state}', true, '', '{}', 'x', '${state}', 'r', now() - interval '90 days')`);
    await run(
      "insert into feed (message_id, connection, connector, type, ordering_key, data, occurred_at, at) values ('m', 'c', 'c', 't', 'k', '{}', now(), now() - interval '8 days'), ('n', 'c', 'c', 't', 'k', '{}', now(), now())",
    );
    await run("insert into audit (actor, action, subject, at) values ('a', 'b', 'c', now() - interval '401 days')");
    expect(await retentionOf().sweep()).toMatchObject({ write: 2, feed: 1, audit: 1 });
    expect(await idsOf("write")).toEqual([3, 4]);
  });

  it("refuses a window that is none", () => {
    expect(() => createRetention({ store, clock: systemClock, metrics: noMetrics, windows: { feedDays: 0 } })).toThrow(
      /feedDays must be more than 0/,
    );
  });
});

describe("erasure", () => {
  it("blanks all that is stored about a subject, discards what was not done, and says so without the name", async () => {
    await putOldEvents(["done", "ready", "dead", "running"], {
      subjects: ["email:ada@example.com"],
      orderingKey: "email:ada@example.com",
      headers: { "x-name": "ada" },
      payload: { name: "ada" },
    });
    await run('update work set key = \'email:ada@example.com\', last_error = \'{"code":"X","message":"ada"}\'');
    await run(
      "insert into feed (message_id, ordering_key, occurred_at, event_id, connection, connector, type, data) values ('m', 'k', now(), 1, 'c', 'c', 't', '{\"name\":\"ada\"}')",
    );
    await run(`insert into write (connection, operation, key, key_supplied, input_hash, input, caller, state, request_id, reply_body)
               values ('c', 'o', 'handler:mail:h:mail:2:send', true, '', '{"to":"ada"}', 'handler:mail', 'done', 'r', 'ada'),
                      ('c', 'o', 'handler:mail:h:mail:99:send', true, '', '{"to":"bob"}', 'handler:mail', 'done', 'r', 'bob'),
                      ('c', 'o', 'key_1:a', true, '', '{"email":"Ada@Example.com"}', 'key_1', 'done', 'r', 'made'),
                      ('c', 'o', 'key_1:b', true, '', '{"id":"17"}', 'key_1', 'done', 'r', '{"email":"ada@example.com"}'),
                      ('c', 'o', 'key_1:c', true, '', '{"id":"gid://shop/Customer/17"}', 'key_1', 'done', 'r', 'ada')`);
    const [other] = await createInbox({ store, metrics: noMetrics }).accept([
      orderEvent(50, 1, { subjects: ["email:bob@example.com"] }),
    ]);
    const counts = await retentionOf(3).erase({
      subject: "email:ada@example.com",
      named: ['gid://shop/customer/17"'],
      by: "ops",
      reference: "event 7",
    });
    expect(counts).toEqual({ events: 4, work: 4, writes: 4, feed: 1, deliveries: 0 });

    expect(await store.db.selectFrom("work").select("state").orderBy("id").execute()).toMatchObject([
      { state: "done" },
      { state: "discarded" },
      { state: "discarded" },
      { state: "running" },
    ]);
    const everything = JSON.stringify(
      await Promise.all(
        (["event", "work", "attempt", "feed", "write", "audit"] as const).map((table) =>
          store.db.selectFrom(table).selectAll().execute(),
        ),
      ),
    );
    // The key of work that runs at this moment is its place in the order: it goes with retention.
    expect(everything.replaceAll('"key":"email:ada@example.com","event_id":4', "")).not.toContain("ada");
    expect(everything).toContain("bob");
    const untouched = await store.db
      .selectFrom("event")
      .selectAll()
      .where("id", "=", other?.id ?? 0)
      .executeTakeFirst();
    expect(untouched).toMatchObject({ erased_at: null, payload: { order: 50, number: 1 } });
    expect(await store.db.selectFrom("audit").selectAll().execute()).toMatchObject([
      { actor: "ops", action: "erase", subject: "email", details: { events: 4, reference: "event 7" } },
    ]);
  });

  it("keeps to one connection when told so, and still knows a repeat", async () => {
    const inbox = createInbox({ store, metrics: noMetrics });
    const event = orderEvent(1, 1, { subjects: ["customer:17"] });
    await inbox.accept([event, { ...event, connection: "acme/shopify/us" }]);
    const erasure = { subject: "customer:17", connection: "acme/shopify/us", by: "ops" };
    expect(await retentionOf().erase(erasure)).toMatchObject({ events: 1 });
    expect(await retentionOf().erase(erasure)).toMatchObject({ events: 0 });
    expect(await inbox.accept([{ ...event, connection: "acme/shopify/us" }])).toMatchObject([{ duplicate: true }]);
  });
});
