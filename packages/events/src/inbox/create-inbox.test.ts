import { noMetrics } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openReplica, orderEvent } from "../durable.fixture.js";
import type { NewEvent } from "../event.js";
import { createInbox, type Inbox } from "./create-inbox.js";

let store: Store;
let replica: Store;
let inbox: Inbox;
beforeAll(async () => {
  store = await openTestStore({ poolSize: 8 });
  replica = await openReplica(store);
  inbox = createInbox({ store, metrics: noMetrics });
});
afterAll(async () => {
  await replica.close();
  await store.close();
});

let number = 0;
const fresh = (more: Partial<NewEvent> = {}): NewEvent => {
  number += 1;
  return orderEvent(1, number, more);
};
const stored = (id: number | undefined) =>
  store.db
    .selectFrom("event")
    .selectAll()
    .where("id", "=", id ?? 0)
    .executeTakeFirstOrThrow();
const acceptOne = async (event: NewEvent) => (await inbox.accept([event]))[0];

describe("accept", () => {
  it("stores an event as it came", async () => {
    const accepted = await acceptOne(
      fresh({
        subjects: ["customer:17", "customer:17"],
        headers: { "x-shopify-topic": "orders/updated" },
        occurredAt: "2026-01-02T03:04:05+02:00",
        trace: `00-${"a".repeat(32)}-${"b".repeat(16)}-01`,
      }),
    );
    expect(accepted?.duplicate).toBe(false);
    expect(await stored(accepted?.id)).toMatchObject({
      connection: "acme/shopify/eu",
      connector: "shopify",
      type: "orders/updated",
      ordering_key: "order:1",
      subjects: ["customer:17"],
      headers: { "x-shopify-topic": "orders/updated" },
      occurred_at: new Date("2026-01-02T01:04:05Z"),
      trace: `00-${"a".repeat(32)}-${"b".repeat(16)}-01`,
      relayed: false,
    });
  });

  it("knows a repeat: within one call, at once from two replicas, and later", async () => {
    const other = createInbox({ store: replica, metrics: noMetrics });
    const event = fresh();
    const answers = (
      await Promise.all([
        inbox.accept([event, event]),
        ...Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? inbox : other).accept([event])),
      ])
    ).flat();
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(await acceptOne(event)).toEqual({ id: answers[0]?.id, duplicate: true });
  });

  it("takes the same key of another connection for another event", async () => {
    const event = fresh();
    const [one, two] = await inbox.accept([event, { ...event, connection: "acme/shopify/us" }]);
    expect(one?.id).not.toBe(two?.id);
    expect(two?.duplicate).toBe(false);
  });

  it("survives two replicas that store the same repeats in opposite order", async () => {
    const other = createInbox({ store: replica, metrics: noMetrics });
    for (let round = 0; round < 10; round += 1) {
      const events = Array.from({ length: 60 }, () => fresh());
      const [one, two] = await Promise.all([inbox.accept(events), other.accept(events.toReversed())]);
      expect(one?.map(({ id }) => id)).toEqual(two?.map(({ id }) => id).toReversed());
    }
  });

  it("gives ids in the order of the calls", async () => {
    const ids = (await Promise.all(Array.from({ length: 50 }, () => inbox.accept([fresh()]))))
      .flat()
      .map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((one, other) => one - other));
  });

  it("exists or not with the transaction of the caller", async () => {
    const event = fresh();
    await expect(
      store.transaction(async (tx) => {
        await inbox.acceptIn(tx, [event]);
        throw new Error("The poll failed after all.");
      }),
    ).rejects.toThrow("The poll failed");
    expect(await acceptOne(event)).toMatchObject({ duplicate: false });
  });

  it("rejects when the database is away", async () => {
    const closed = await openReplica(store);
    await closed.close();
    await expect(createInbox({ store: closed, metrics: noMetrics }).accept([fresh()])).rejects.toThrow();
  });
});

describe("what jsonb cannot hold", () => {
  it.each([
    ["U+0000 in a text", { note: "a\0b" }, { note: "a\uFFFDb" }],
    ["U+0000 in a name, deep down", { list: [{ "a\0": 1 }] }, { list: [{ "a\uFFFD": 1 }] }],
    ["half of a surrogate pair", { note: "a\uD83D" }, { note: "a\uFFFD" }],
    ["but keeps an escape that only looks like one", { note: "\\u0000 \\ud800" }, { note: "\\u0000 \\ud800" }],
    ["and JSON null", null, null],
  ])("is replaced: %s", async (_what, payload, expected) => {
    const accepted = await acceptOne(fresh({ payload }));
    expect((await stored(accepted?.id)).payload).toEqual(expected);
  });
});

describe("times", () => {
  it.each([
    ["what is none is left out", "yesterday", null],
    ["what no calendar has is left out", "+275760-01-01T00:00:00Z", null],
    ["the distant past is kept", "0999-05-04T00:00:00Z", new Date("0999-05-04T00:00:00Z")],
  ])("%s", async (_what, occurredAt, expected) => {
    const accepted = await acceptOne(fresh({ occurredAt }));
    expect((await stored(accepted?.id)).occurred_at).toEqual(expected);
  });

  it("have not happened later than they were told of", async () => {
    const { occurred_at, received_at } = await stored(
      (await acceptOne(fresh({ occurredAt: "2999-01-01T00:00:00Z" })))?.id,
    );
    expect(Math.abs(Number(occurred_at) - Number(received_at))).toBeLessThan(1_000);
  });
});

describe("what can never be stored", () => {
  const deep = JSON.parse(`${"[".repeat(5_000)}${"]".repeat(5_000)}`);
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  it.each<[string, Partial<NewEvent>, string, string]>([
    ["a key of 10 kB", { dedupeKey: "k".repeat(10_000) }, "INVALID_INPUT", "dedupeKey"],
    ["an empty key", { dedupeKey: "" }, "INVALID_INPUT", "dedupeKey"],
    ["a key with a line break", { orderingKey: "a\nb" }, "INVALID_INPUT", "orderingKey"],
    ["a key with U+0000", { dedupeKey: "a\0" }, "INVALID_INPUT", "dedupeKey"],
    ["no connection", { connection: "shopify" }, "INVALID_INPUT", "connection"],
    ["no payload", { payload: undefined }, "INVALID_INPUT", "payload"],
    ["a payload without end", { payload: cycle }, "INVALID_INPUT", "payload"],
    ["a payload too deep", { payload: deep }, "INVALID_INPUT", "payload"],
    ["a payload too large", { payload: "x".repeat(6_000_000) }, "PAYLOAD_TOO_LARGE", "payload"],
    ["headers too large", { headers: { a: "x".repeat(20_000) } }, "PAYLOAD_TOO_LARGE", "headers"],
    ["too many subjects", { subjects: Array.from({ length: 65 }, (_, at) => `s:${at}`) }, "INVALID_INPUT", "subjects"],
  ])("is refused by name: %s", async (_what, broken, code, path) => {
    await expect(inbox.accept([fresh(), fresh(broken)])).rejects.toMatchObject({ code, issues: [{ path }] });
  });
});
