import type { Envelope } from "@trunkline/core";
import { unwrap } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  countWork,
  createEffects,
  createTestPlane,
  orderEvent,
  readEffects,
  until,
  writeEffect,
} from "../durable.fixture.js";
import { defineHandler, type EventHandler, type HandlerContext } from "../handler.js";
import { runDry } from "./dry-run.js";
import type { HandlerCall } from "./handler-call.js";

let store: Store;
beforeEach(async () => {
  store = await openTestStore({ poolSize: 8 });
  await createEffects(store.db);
});
afterEach(() => store.close());

const handlerOf = (run: EventHandler["run"]) =>
  defineHandler({ name: "mailer", summary: "Writes a letter", on: ["shopify:*"], run });
const answer: Envelope<unknown> = { ok: true, data: { id: "1" }, warnings: [], meta: {} as never };

/** Handles one event, and what else `prepare` puts in; the calls that were made. */
const handle = async (
  run: EventHandler["run"],
  prepare: (eventId: number) => Promise<unknown> = async () => {},
): Promise<readonly HandlerCall[]> => {
  const calls: HandlerCall[] = [];
  const plane = createTestPlane(store, {
    handlers: [handlerOf(run)],
    call: async (call) => {
      calls.push(call);
      return answer;
    },
    random: () => 0,
  });
  const [accepted] = await plane.inbox.accept([orderEvent(1, 1)]);
  await plane.relay.relayBatch();
  await prepare(accepted?.id ?? 0);
  plane.start();
  await until("all is done", async () => {
    const { ready = 0, running = 0 } = await countWork(store.db);
    return ready + running === 0;
  });
  await plane.drain(1_000);
  return calls;
};

describe("a handler", () => {
  it("gets its event, and calls with a key that is the same for every try and every replay", async () => {
    const seen: HandlerContext[] = [];
    const calls = await handle(
      async (context) => {
        seen.push(context);
        unwrap(await context.call("send", "zoho-mail.messages.send", { to: "a" }, "acme/zoho-mail/eu"));
        if (seen.length === 1) throw new Error("The first try fails after its call.");
      },
      (id) =>
        sql`insert into work (queue, key, event_id, max_attempts, replay_id) values ('mailer', 'order:1', ${id}, 3, 5)`.execute(
          store.db,
        ),
    );
    expect(seen.map(({ attempt, replayId, dryRun }) => ({ attempt, replayId, dryRun }))).toEqual([
      { attempt: 1, replayId: undefined, dryRun: false },
      { attempt: 2, replayId: undefined, dryRun: false },
      { attempt: 1, replayId: 5, dryRun: false },
    ]);
    expect(seen[0]?.event).toMatchObject({
      connection: "acme/shopify/eu",
      connector: "shopify",
      type: "orders/updated",
      payload: { order: 1, number: 1 },
      receivedAt: expect.stringMatching(/Z$/),
    });
    expect(calls).toHaveLength(3);
    expect(new Set(calls.map(({ idempotencyKey }) => idempotencyKey))).toEqual(new Set(["h:mailer:1:send"]));
    expect(calls[0]).toMatchObject({
      connection: "acme/zoho-mail/eu",
      operation: "zoho-mail.messages.send",
      caller: "handler:mailer",
    });
  });

  it("gets the payload that a person gave instead, and then writes something else", async () => {
    const payloads: unknown[] = [];
    const calls = await handle(
      async ({ event, call }) => {
        payloads.push(event.payload);
        await call("send", "x.y.z", event.payload);
      },
      () => sql`update work set payload = '{"order":2}'`.execute(store.db),
    );
    expect(payloads).toEqual([{ order: 2 }]);
    expect(calls[0]).toMatchObject({ connection: "acme/shopify/eu" });
    expect(calls[0]?.idempotencyKey).toMatch(/^h:mailer:1:send:edited-\d+$/);
  });

  it("is a dead letter of its own, whatever other handlers do", async () => {
    await handle(async ({ call }) => {
      await call("a step with spaces", "x.y.z", {});
    });
    const row = await store.db.selectFrom("work").selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: "dead", attempts: 8 });
    expect(row.last_error?.message).toMatch(/step "a step with spaces"/);
  });
});

describe("a dry run", () => {
  const event = {
    ...orderEvent(1, 1),
    id: 7,
    connector: "shopify",
    orderingKey: "order:1",
    subjects: [],
    headers: {},
    receivedAt: "2026-01-01T00:00:00.000Z",
  };

  it("leaves nothing behind, and tells what would be done", async () => {
    const outcome = await runDry(
      store,
      handlerOf(async ({ tx, note, dryRun }) => {
        await writeEffect(tx, "letter", 1);
        note(`${dryRun ? "would write" : "writes"} a letter`);
      }),
      event,
    );
    expect(outcome).toEqual({
      handler: "mailer",
      eventId: 7,
      outcome: "done",
      notes: ["would write a letter"],
      calls: [],
    });
    expect(await readEffects(store.db)).toEqual([]);
  });

  it("makes no call: it tells which would be made and that it stopped there", async () => {
    const outcome = await runDry(
      store,
      handlerOf(async ({ call }) => {
        unwrap(await call("send", "zoho-mail.messages.send", { to: "a" }));
      }),
      event,
    );
    expect(outcome).toMatchObject({
      outcome: "called",
      calls: [{ operation: "zoho-mail.messages.send", input: { to: "a" }, idempotencyKey: "h:mailer:7:send" }],
      error: { code: "DISABLED" },
    });
  });

  it("tells why it would fail", async () => {
    const outcome = await runDry(
      store,
      handlerOf(() => Promise.reject(new Error("No such shop."))),
      event,
    );
    expect(outcome).toMatchObject({ outcome: "failed", error: { message: "No such shop." } });
  });
});
