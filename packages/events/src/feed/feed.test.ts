import { noMetrics, systemClock } from "@trunkline/core";
import { createManualClock } from "@trunkline/core/testing";
import type { Store } from "@trunkline/store";
import { sql } from "kysely";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { handle, openStore, storeEvent, tellEvents, untilReadable } from "../../test/outgoing-fixture.js";
import { createRetention } from "../retention/create-retention.js";
import { createFeed } from "./create-feed.js";
import type { FeedItem } from "./feed-item.js";

const openFeed = async () => {
  const store = await openStore();
  return { store, feed: createFeed({ store }) };
};
const idsOf = (items: readonly FeedItem[]) => items.map(({ dataJson }) => JSON.parse(dataJson).id);

describe("the feed", () => {
  it("has one row for each event, named as the outside knows it, with its numbers exact", async () => {
    const { store, feed } = await openFeed();
    await tellEvents(store, { payload: '{"id":12345678901234567890.10}' });
    const { items } = await feed.read({ after: "oldest" });
    expect(items).toEqual([
      {
        cursor: expect.stringMatching(/^\d+\.1$/),
        feedId: 1,
        messageId: expect.stringMatching(/^msg_[0-9a-f]{32}$/),
        type: "shopify.orders.create",
        connector: "shopify",
        connection: "acme/shopify/eu",
        key: "order:1",
        timestamp: "2026-01-02T03:04:05.678Z",
        dataJson: '{"id": 12345678901234567890.10}',
      },
    ]);
  });

  it("tells an event that is handled twice only once", async () => {
    const { store, feed } = await openFeed();
    const event = await storeEvent(store);
    expect(await handle(store, event)).toEqual(["shopify.orders.create is told to the stream and to 0 endpoints"]);
    expect(await handle(store, event)).toEqual(["was told before, so it is not told again"]);
    await untilReadable(store);
    expect((await feed.read({ after: "oldest" })).items).toHaveLength(1);
  });

  it("tells nothing of a transaction that is rolled back", async () => {
    const { store, feed } = await openFeed();
    const failed = handle(store, await storeEvent(store), () => Promise.reject(new Error("later part failed")));
    await expect(failed).rejects.toThrow("later part failed");
    expect((await feed.read({ after: "oldest" })).items).toEqual([]);
  });

  it("shows no row before one that may still come before it, and says that it holds some back", async () => {
    const { store, feed } = await openFeed();
    const gate = Promise.withResolvers<void>();
    const written = Promise.withResolvers<void>();
    const slow = handle(store, await storeEvent(store, { payload: '{"id":1}' }), async () => {
      written.resolve();
      await gate.promise;
    });
    await written.promise;
    await handle(store, await storeEvent(store, { payload: '{"id":2}' }));
    expect(await feed.read({ after: "oldest" })).toMatchObject({ items: [], held: true, cursor: "0.0" });
    gate.resolve();
    await slow;
    await untilReadable(store);
    const page = await feed.read({ after: "oldest" });
    expect([idsOf(page.items), page.held]).toEqual([[1, 2], false]);
  });

  it("is filtered by type and connection, and goes on behind what did not match", async () => {
    const { store, feed } = await openFeed();
    await tellEvents(
      store,
      { payload: '{"id":1}' },
      { payload: '{"id":2}', type: "orders/paid" },
      { payload: '{"id":3}', connection: "acme/zoho-mail/eu", type: "message.received" },
    );
    const read = async (filter: object) => idsOf((await feed.read({ after: "oldest", ...filter })).items);
    expect(await read({ types: ["shopify:orders/*"] })).toEqual([1, 2]);
    expect(await read({ types: ["shopify.orders.paid", "zoho-mail.*"] })).toEqual([2, 3]);
    expect(await read({ connections: ["*/zoho-mail/*"] })).toEqual([3]);
    const first = await feed.read({ after: "oldest", types: ["nothing"], limit: 2 });
    expect([first.items, first.more]).toEqual([[], true]);
    expect(idsOf((await feed.read({ after: first.cursor })).items)).toEqual([3]);
  });

  it("is read in pages of bounded size without loss or repeat", async () => {
    const { store, feed } = await openFeed();
    const blob = JSON.stringify(Array.from({ length: 40_000 }, () => Math.random()).join(""));
    const all = Array.from({ length: 8 }, (_, index) => ({ payload: `{"id":${index},"blob":${blob}}` }));
    await tellEvents(store, ...all);
    const sizes: number[] = [];
    const seen: number[] = [];
    for (let after = "oldest", more = true; more; ) {
      const page = await feed.read({ after });
      sizes.push(page.items.length);
      seen.push(...idsOf(page.items));
      ({ cursor: after, more } = page);
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(Math.max(...sizes)).toBeLessThan(8);
  });
});

describe("a reader of the feed", () => {
  it("is woken by a notice", async () => {
    const { store, feed } = await openFeed();
    feed.start();
    onTestFinished(() => feed.stop());
    const signal = new AbortController().signal;
    const page = feed.next({ after: await feed.latestCursor(), waitMs: 20_000, signal });
    await tellEvents(store, { payload: '{"id":7}' });
    expect(idsOf((await page).items)).toEqual([7]);
  });

  it("looks again without a notice, and is told when the wait is over", async () => {
    const store = await openStore();
    const clock = createManualClock();
    const feed = createFeed({ store, clock });
    const signal = new AbortController().signal;
    const after = await feed.latestCursor();
    const waiting = feed.next({ after, waitMs: 5_000, signal });
    const untilAsleep = () => vi.waitFor(() => expect(clock.sleeping()).toBe(1));
    await untilAsleep();
    await tellEvents(store, { payload: '{"id":7}' });
    await clock.advanceToNext();
    expect(idsOf((await waiting).items)).toEqual([7]);
    const idle = feed.next({ after: await feed.latestCursor(), waitMs: 40, signal });
    await untilAsleep();
    await clock.advanceToNext();
    expect((await idle).items).toEqual([]);
  });

  it("ends with its signal", async () => {
    const { feed } = await openFeed();
    const gone = new AbortController();
    const waiting = feed.next({ after: await feed.latestCursor(), waitMs: 60_000, signal: gone.signal });
    gone.abort(new Error("gone"));
    await expect(waiting).rejects.toThrow("gone");
  });

  it("misses nothing and sees nothing twice while writers commit out of order", async () => {
    const { store, feed } = await openFeed();
    feed.start();
    onTestFinished(() => feed.stop());
    const total = 120;
    const done = new AbortController();
    const reading = (async () => {
      const seen: FeedItem[] = [];
      for (let after = "0.0"; seen.length < total; ) {
        const page = await feed.next({ after, waitMs: 20_000, signal: done.signal, limit: 7 });
        seen.push(...page.items);
        after = page.cursor;
      }
      return seen;
    })();
    await writeOutOfOrder(store, total);
    const seen = await reading;
    expect([...idsOf(seen)].sort((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, id) => id));
    await untilReadable(store);
    const again = await feed.read({ after: "oldest", limit: total });
    expect(again.items).toEqual(seen);
    // Otherwise the test has not tested what it says.
    const feedIds = seen.map(({ feedId }) => feedId);
    expect(feedIds).not.toEqual([...feedIds].sort((a, b) => a - b));
  });
});

/** Three writers, each of which keeps its transaction open for a while after writing. */
const writeOutOfOrder = async (store: Store, total: number): Promise<void> => {
  let next = 0;
  const writer = async (turns: number) => {
    while (next < total) {
      const id = next++;
      const event = await storeEvent(store, { payload: `{"id":${id}}`, orderingKey: `order:${id}` });
      await store.transaction(async (tx) => {
        // The transaction has its number now; the row comes after other transactions' rows.
        await sql`select pg_current_xact_id()`.execute(tx);
        for (let turn = 0; turn < turns * (id % 3); turn++) await sql`select 1`.execute(tx);
        await sql`insert into feed (event_id, message_id, connection, connector, type, ordering_key, data, occurred_at)
          values (${event.id}, ${`m${id}`}, 'acme/shopify/eu', 'shopify', 'orders/create', ${`order:${id}`},
            ${`{"id":${id}}`}, clock_timestamp())`.execute(tx);
      });
    }
  };
  await Promise.all([writer(1), writer(4), writer(9)]);
};

describe("a cursor", () => {
  it.each(["", "1", "1.", "a.b", "1.2.3", "-1.2", "1.99999999999999999999", "9223372036854775808.1"])(
    "%j is refused with what it may be",
    async (after) => {
      const { feed } = await openFeed();
      await expect(feed.read({ after })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    },
  );

  it("that retention has overtaken is refused with the oldest one, from which reading goes on", async () => {
    const { store, feed } = await openFeed();
    await tellEvents(store, { payload: '{"id":1}' }, { payload: '{"id":2}' }, { payload: '{"id":3}' });
    const { items } = await feed.read({ after: "oldest" });
    const [one, two] = items;
    await sql`update feed set at = at - interval '2 days' where id in (1, 2)`.execute(store.db);
    expect(await feed.prune({ maxAgeMs: 86_400_000, limit: 100 })).toBe(2);
    expect(await feed.oldestCursor()).toBe(two?.cursor);
    await expect(feed.read({ after: one?.cursor ?? "" })).rejects.toMatchObject({
      code: "CURSOR_EXPIRED",
      message: expect.stringContaining(`the oldest cursor is ${two?.cursor}`),
    });
    for (const after of [two?.cursor ?? "", "oldest"]) expect(idsOf((await feed.read({ after })).items)).toEqual([3]);
    expect(await feed.prune({ maxAgeMs: 86_400_000, limit: 100 })).toBe(0);
  });

  it("stays good while what is pruned is not the head of the feed", async () => {
    const { store, feed } = await openFeed();
    await tellEvents(store, { payload: '{"id":1}' }, { payload: '{"id":2}' });
    await sql`update feed set at = at - interval '2 days' where id = 2`.execute(store.db);
    expect(await feed.prune({ maxAgeMs: 86_400_000, limit: 100 })).toBe(0);
    expect(idsOf((await feed.read({ after: "0.0" })).items)).toEqual([1, 2]);
  });

  it("is told of what the sweep of retention has removed", async () => {
    const { store, feed } = await openFeed();
    await tellEvents(store, {}, {});
    await sql`update feed set at = at - interval '8 days'`.execute(store.db);
    const { items } = await feed.read({ after: "oldest" });
    const retention = createRetention({ store, clock: systemClock, metrics: noMetrics, batchSize: 1, pauseMs: 0 });
    expect(await retention.sweep()).toMatchObject({ feed: 2 });
    expect(await feed.oldestCursor()).toBe(items[1]?.cursor);
    await expect(feed.read({ after: "0.0" })).rejects.toMatchObject({ code: "CURSOR_EXPIRED" });
  });

  it("from another database is refused", async () => {
    const { feed } = await openFeed();
    await expect(feed.read({ after: "9000000000000000000.1" })).rejects.toMatchObject({ code: "CURSOR_EXPIRED" });
  });
});
