import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { storeEvent, storeWork } from "../../test/stored-events.js";
import { createDeadLetters, type DeadLetters } from "./create-dead-letters.js";

let store: Store;
let letters: DeadLetters;
let retried = 0;
beforeEach(async () => {
  store = await openTestStore();
  retried = 0;
  letters = createDeadLetters({ store, onRetried: () => (retried += 1) });
});
afterEach(() => store.close());

const error = { code: "INTERNAL", message: "No such field." };
const die = async (values: object = {}): Promise<number> => {
  const eventId = await storeEvent(store);
  const id = await storeWork(store, {
    event_id: eventId,
    state: "dead",
    attempts: 2,
    last_error: JSON.stringify(error),
    finished_at: new Date(),
    ...values,
  });
  for (const attempt of [1, 2])
    await store.db
      .insertInto("attempt")
      .values({
        work_id: id,
        attempt,
        worker: "a",
        outcome: attempt === 1 ? "retry" : "dead",
        error: JSON.stringify(error),
      })
      .execute();
  return id;
};

describe("list", () => {
  it("pages through them, newest first, with how many there are", async () => {
    const ids = [await die(), await die(), await die()];
    await storeWork(store, { state: "done" });
    const first = await letters.list({ limit: 2 });
    expect(first).toMatchObject({
      total: 3,
      items: [{ id: ids[2], error }, { id: ids[1] }],
      nextCursor: String(ids[1]),
    });
    const second = await letters.list({ limit: 2, cursor: first.nextCursor as string });
    expect(second.items.map(({ id }) => id)).toEqual([ids[0]]);
    expect(second.nextCursor).toBeUndefined();
  });

  it.each([
    [{ queue: "fe*" }, 1],
    [{ queue: "other" }, 0],
    [{ connection: "*/shopify/*" }, 1],
    [{ type: "orders/*" }, 1],
    [{ code: "INTERNAL" }, 1],
    [{ code: "REJECTED" }, 0],
  ])("reads %j", async (query, total) => {
    await die();
    expect(await letters.list(query)).toMatchObject({ total });
  });

  it("refuses a cursor that is none", async () => {
    await expect(letters.list({ cursor: "1 or 1=1" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("get", () => {
  it("tells everything: payload, tries, event, repeats", async () => {
    const id = await die();
    expect(await letters.get(id)).toMatchObject({
      id,
      state: "dead",
      payload: { number: 0 },
      event: { type: "orders/create" },
      tries: [
        { attempt: 1, outcome: "retry", error },
        { attempt: 2, outcome: "dead" },
      ],
      repeats: [],
    });
  });

  it("knows none that is not dead", async () => {
    expect(await letters.get(await storeWork(store))).toBeUndefined();
  });
});

describe("retry", () => {
  it("puts a repeat into the queue and keeps the original", async () => {
    const id = await die();
    const { workId } = await letters.retry(id, "key:1");
    expect(retried).toBe(1);
    const repeat = await store.db.selectFrom("work").selectAll().where("id", "=", workId).executeTakeFirstOrThrow();
    expect(repeat).toMatchObject({ queue: "feed", state: "ready", attempts: 0, origin_id: id, payload: null });
    expect(await letters.get(id)).toMatchObject({
      state: "discarded",
      payload: { number: 0 },
      repeats: [{ id: workId, state: "ready" }],
    });
    expect(await letters.list()).toMatchObject({ total: 0 });
  });

  it("takes an edited payload, and leaves the event as it came", async () => {
    const id = await die();
    const { workId } = await letters.retry(id, "key:1", { payload: { number: 1, fixed: true } });
    const repeat = await store.db.selectFrom("work").selectAll().where("id", "=", workId).executeTakeFirstOrThrow();
    expect(repeat.payload).toEqual({ number: 1, fixed: true });
    const event = await store.db.selectFrom("event").select("payload").executeTakeFirstOrThrow();
    expect(event.payload).toEqual({ number: 0 });
  });

  it("happens once, whoever asks twice", async () => {
    const id = await die();
    const answers = await Promise.allSettled([letters.retry(id, "a"), letters.retry(id, "b")]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(letters.retry(id, "c")).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(letters.retry(0, "c")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("can die and be repeated again", async () => {
    const first = await die();
    const { workId } = await letters.retry(first, "a");
    await store.db.updateTable("work").set({ state: "dead" }).where("id", "=", workId).execute();
    await expect(letters.retry(workId, "a")).resolves.toMatchObject({ workId: expect.any(Number) });
  });
});

describe("discard", () => {
  it("takes it out of the list, with the reason and who said so", async () => {
    const id = await die();
    await letters.discard(id, "key:1", "a test order");
    expect(await letters.list()).toMatchObject({ total: 0 });
    expect(await store.db.selectFrom("audit").selectAll().executeTakeFirst()).toMatchObject({
      actor: "key:1",
      action: "dead-letter.discard",
      subject: `work:${id}`,
      details: { reason: "a test order" },
    });
    await expect(letters.discard(id, "key:1", "again")).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
