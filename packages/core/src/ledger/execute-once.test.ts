import { describe, expect, it } from "vitest";
import { z } from "zod";
import { create, createFakeConnector, createTwice, list, send } from "../../test/fake-connector.js";
import { settled } from "../../test/pipeline-fixture.js";
import type { ConnectionOptions } from "../connection.js";
import { ConnectorError } from "../errors/connector-error.js";
import { createJsonReply } from "../http/reply.js";
import type { Reply } from "../http/transport.js";
import { openConnection } from "../open-connection.js";
import { defineOperation } from "../operation.js";
import { createManualClock } from "../testing/manual-clock.js";
import { createScriptedTransport, type ScriptedAnswer } from "../testing/scripted-transport.js";
import { createMemoryLedger } from "./memory-ledger.js";
import { verdictOf } from "./verification.js";
import type { WriteIntent } from "./write-ledger.js";

const tea = { id: "1", name: "Tea" };
const reset = () => new ConnectorError("NETWORK", { message: "The connection broke.", outcome: "unknown" });

const setUp = (answers: readonly ScriptedAnswer[], options: ConnectionOptions = {}) => {
  const clock = createManualClock();
  const transport = createScriptedTransport(answers);
  let minted = 0;
  const ids = () => `id-${++minted}`;
  const connection = openConnection(createFakeConnector(), { key: "k" }, { transport, ids, clock, ...options });
  return { clock, transport, connection };
};

/** A letter that can be looked for, its date in the future: the manual clock starts in 2026. */
const post = (madeAt = "2030-01-01T00:00:00Z") =>
  defineOperation({
    id: "fake.letters.post",
    summary: "Post a letter",
    docs: "https://example.com/letters",
    effect: "write",
    idempotency: "none",
    input: z.object({ name: z.string(), seal: z.string().optional() }),
    output: z.object({ id: z.string() }),
    secretInputs: ["seal"],
    request: (body) => ({ method: "POST", path: "/letters", body }),
    response: (reply) => ({ id: (reply.json() as { id: string }).id }),
    verify: {
      read: async (call, write) => {
        const { things } = await call.run(list, {});
        const alike = things.filter(({ name }) => name === write.input.name);
        return verdictOf(
          alike.map(({ id }) => ({ data: { id }, madeAt })),
          write,
        );
      },
    },
  });

describe("a write", () => {
  it("tells its key, whoever made it, and gives its first answer to a repeat with that", async () => {
    const { connection, transport } = setUp([createJsonReply(tea)]);
    const first = await connection.execute(send, { to: "Jana" });
    expect(first.meta.idempotencyKey).toMatch(/^id-/);
    expect(first.meta.replayed).toBeUndefined();
    const options = { idempotencyKey: first.meta.idempotencyKey ?? "" };
    const second = await connection.execute(send, { to: "Jana" }, options);
    expect(second).toMatchObject({ ok: true, meta: { ...options, replayed: true, attempts: 0 } });
    expect(transport.requests).toHaveLength(1);
    const other = await connection.execute(send, { to: "Otto" }, options);
    expect(other).toMatchObject({ ok: false, error: { code: "IDEMPOTENCY_MISMATCH" }, meta: options });
  });

  it("keeps callers' keys apart and within the upstream's length", async () => {
    const { connection, transport } = setUp([createJsonReply(tea)].concat(createJsonReply(tea), createJsonReply(tea)));
    for (const [caller, key] of [
      ["a", "order-1"],
      ["b", "order-1"],
      ["a", "x".repeat(255)],
    ] as const) {
      const { meta } = await connection.execute(create, { name: "Tea" }, { caller, idempotencyKey: key });
      expect(meta.idempotencyKey).toBe(key);
    }
    const keys = transport.requests.map(({ headers }) => headers["idempotency-key"] ?? "");
    expect(keys).toEqual(["a:order-1", "b:order-1", expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  it("has no key when it is a read", async () => {
    const { connection } = setUp([createJsonReply({ things: [] })]);
    expect((await connection.execute(list, {}, { idempotencyKey: "k" })).meta).not.toHaveProperty("idempotencyKey");
  });

  it("answers IN_PROGRESS when the deadline comes while its first call is running", async () => {
    const first = Promise.withResolvers<Reply>();
    const { clock, connection } = setUp([() => first.promise]);
    const running = connection.execute(send, { to: "Jana" }, { idempotencyKey: "k" });
    await settled();
    const waiting = connection.execute(send, { to: "Jana" }, { idempotencyKey: "k", deadlineMs: 2_000 });
    await clock.advance(2_000);
    expect(await waiting).toMatchObject({ error: { code: "IN_PROGRESS", retryable: true, retryAfterMs: 1_000 } });
    first.resolve(createJsonReply({}));
    expect((await running).ok).toBe(true);
  });

  it("warns when its answer could not be written down", async () => {
    const finish = () => Promise.reject(new Error("gone"));
    const ledger = { begin: () => ({ state: "started", write: { finish } }) as const };
    const { connection } = setUp([createJsonReply({})], { ledger });
    const answer = await connection.execute(send, { to: "Jana" });
    expect(answer).toMatchObject({ ok: true, warnings: [{ code: "NOT_RECORDED" }] });
  });
});

describe("a write whose answer was lost", () => {
  const sent = { idempotencyKey: "k" };

  it("is answered from what reading finds, once and for all", async () => {
    const found = createJsonReply({ things: [{ id: "7", name: "Jana" }] });
    const { connection, transport } = setUp([reset(), found]);
    const operation = post();
    expect(await connection.execute(operation, { name: "Jana" }, sent)).toMatchObject({
      error: { outcome: "unknown" },
    });
    for (let repeat = 0; repeat < 2; repeat += 1)
      expect(await connection.execute(operation, { name: "Jana" }, sent)).toMatchObject({
        data: { id: "7" },
        warnings: [{ code: "FOUND_BY_READING" }],
        meta: { replayed: true },
      });
    expect(transport.requests.map(({ method }) => method)).toEqual(["POST", "GET"]);
  });

  it("is not done again before its absence means something, and then is", async () => {
    const none = () => createJsonReply({ things: [] });
    const { clock, connection, transport } = setUp([reset(), none(), none(), createJsonReply({ id: "8" })]);
    const operation = post();
    const call = () => connection.execute(operation, { name: "Jana" }, sent);
    await call();
    await clock.advance(20_000);
    expect(await call()).toMatchObject({ error: { outcome: "unknown", retryable: true, retryAfterMs: 40_000 } });
    await clock.advance(40_000);
    expect(await call()).toMatchObject({ ok: true, data: { id: "8" } });
    expect(transport.requests.map(({ method }) => method)).toEqual(["POST", "GET", "GET", "POST"]);
  });

  it("stays unknown when something alike may have been there before", async () => {
    const found = createJsonReply({ things: [{ id: "7", name: "Jana" }] });
    const { connection } = setUp([reset(), found]);
    const operation = post("2025-12-31T23:59:30Z");
    await connection.execute(operation, { name: "Jana" }, sent);
    expect(await connection.execute(operation, { name: "Jana" }, sent)).toMatchObject({
      error: { outcome: "unknown", retryable: false, message: expect.stringContaining("perhaps just before") },
    });
  });

  it("stays unknown when it cannot be looked up", async () => {
    const { connection } = setUp([reset(), createJsonReply({}, { status: 418 })]);
    const operation = post();
    await connection.execute(operation, { name: "Jana" }, sent);
    expect(await connection.execute(operation, { name: "Jana" }, sent)).toMatchObject({
      error: { code: "NETWORK", outcome: "unknown", message: expect.stringContaining("teapot") },
    });
  });
});

describe("what the ledger is told", () => {
  it("has no secrets, and a rotated secret does not make another input", async () => {
    const told: WriteIntent[] = [];
    const clock = createManualClock();
    const inner = createMemoryLedger({ clock });
    const ledger = {
      begin: (intent: WriteIntent) => {
        told.push(intent);
        return inner.begin(intent);
      },
    };
    const { connection } = setUp([createJsonReply({ id: "1" })], { ledger, clock });
    const operation = post();
    for (const seal of ["canary-1", "canary-2"])
      expect((await connection.execute(operation, { name: "Jana", seal }, { idempotencyKey: "k" })).ok).toBe(true);
    expect(JSON.stringify(told)).not.toContain("canary");
    expect(told[0]).toMatchObject({ inputComplete: false, input: { name: "Jana", seal: "<hidden>" } });
  });
});

describe("a composed write", () => {
  it("goes on where it broke off: what was done in it is not done again", async () => {
    const { connection, transport } = setUp([
      createJsonReply(tea),
      createJsonReply({}, { status: 418 }),
      createJsonReply(tea),
    ]);
    const call = () => connection.execute(createTwice, { name: "Tea" }, { idempotencyKey: "once" });
    expect((await call()).ok).toBe(false);
    expect(await call()).toMatchObject({ ok: true, data: { ids: ["1", "1"] } });
    expect(transport.requests).toHaveLength(3);
    const again = await call();
    expect(again).toMatchObject({ ok: true, data: { ids: ["1", "1"] }, warnings: [{ code: "DOUBLE" }] });
    expect(again.meta).toMatchObject({ replayed: true, attempts: 0 });
    expect(await connection.execute(createTwice, { name: "Coffee" }, { idempotencyKey: "once" })).toMatchObject({
      error: { code: "IDEMPOTENCY_MISMATCH" },
    });
  });
});
