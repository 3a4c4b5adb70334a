import { randomUUID } from "node:crypto";
import { createManualClock } from "@trunkline/core/testing";
import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { expect, onTestFinished, vi } from "vitest";
import type { StoredEvent } from "../src/event.js";
import { createFeed } from "../src/feed/create-feed.js";
import { createFeedHandler } from "../src/feed/feed-handler.js";
import type { EventHandler } from "../src/handler.js";

/** A store of its own that is dropped when the test ends. */
export const openStore = async (): Promise<Store> => {
  const store = await openTestStore({ poolSize: 10 });
  onTestFinished(() => store.close());
  return store;
};

/** What a test wants to be different about an event. */
export interface EventFields {
  readonly connection?: string;
  readonly type?: string;
  readonly orderingKey?: string;
  readonly payload?: string;
  readonly dedupeKey?: string;
}

/** Stores an event as the inbox would, and gives it as a handler gets it. */
export const storeEvent = async (store: Store, fields: EventFields = {}): Promise<StoredEvent> => {
  const { connection = "acme/shopify/eu", type = "orders/create", orderingKey = "order:1" } = fields;
  const { payload = '{"id":1}', dedupeKey = randomUUID() } = fields;
  const row = await store.db
    .insertInto("event")
    .values({
      connection,
      connector: connection.split("/")[1] ?? "",
      type,
      source: "webhook",
      dedupe_key: dedupeKey,
      ordering_key: orderingKey,
      headers: "{}",
      payload,
      trace: null,
      occurred_at: "2026-01-02T03:04:05.678Z",
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return {
    id: row.id,
    connection,
    connector: row.connector,
    type,
    source: "webhook",
    dedupeKey,
    orderingKey,
    subjects: [],
    headers: {},
    payload: row.payload,
    receivedAt: row.received_at.toISOString(),
  };
};

/** Runs the feed's handler on an event in a transaction, with what `during` does before the commit. */
export const handle = async (
  store: Store,
  event: StoredEvent,
  during: () => Promise<void> = async () => {},
  handler: EventHandler = createFeedHandler({ clock: createManualClock() }),
): Promise<readonly string[]> => {
  const notes: string[] = [];
  await store.transaction(async (tx) => {
    await handler.run({
      event,
      tx,
      signal: new AbortController().signal,
      attempt: 1,
      dryRun: false,
      call: () => Promise.reject(new Error("The feed calls nothing.")),
      note: (text) => void notes.push(text),
    });
    await during();
  });
  return notes;
};

/** Rows can be read once every transaction that is older than theirs is over, also those of other tests on the server. */
export const untilReadable = (store: Store) =>
  vi.waitFor(async () => expect((await createFeed({ store }).read({ after: "oldest", limit: 1 })).held).toBe(false), {
    timeout: 15_000,
    interval: 20,
  });

/** Stores events and tells them, one after the other, and waits until they can be read. */
export const tellEvents = async (store: Store, ...all: readonly EventFields[]): Promise<void> => {
  for (const fields of all) await handle(store, await storeEvent(store, fields));
  await untilReadable(store);
};
