import { describe, expect, it } from "vitest";
import { z } from "zod";
import { create, createFakeConnector, createTwice, get, list, send, waitLong } from "../test/fake-connector.js";
import { bind } from "./client.js";
import type { ConnectionOptions } from "./connection.js";
import { defineComposedOperation } from "./define-operation.js";
import { unwrap } from "./envelope.js";
import { isConnectorError } from "./errors/connector-error.js";
import { createFeatureFlags, parseFlags } from "./flags.js";
import { createJsonReply } from "./http/reply.js";
import { openConnection } from "./open-connection.js";
import { noMetrics } from "./telemetry/sink.js";
import { createManualClock } from "./testing/manual-clock.js";
import { createScriptedTransport, type ScriptedAnswer } from "./testing/scripted-transport.js";

const tea = { id: "1", name: "Tea" };

const setUp = (
  answers: readonly ScriptedAnswer[],
  options: ConnectionOptions = {},
  config: { key: string; version?: string } = { key: "k" },
) => {
  const transport = createScriptedTransport(answers);
  let minted = 0;
  const connector = createFakeConnector();
  const connection = openConnection(connector, config, {
    transport,
    ids: () => `id-${++minted}`,
    random: () => 0,
    ...options,
  });
  return { transport, connection, client: bind(connector.operations, connection) };
};

describe("a call that succeeds", () => {
  it("gives data, warnings and how it went", async () => {
    const { connection } = setUp([createJsonReply({ things: [{ ...tea, unknown: 1 }], hint: "filter ignored" })]);
    const answer = await connection.execute(list, {});
    expect(answer).toMatchObject({
      ok: true,
      data: { things: [tea] },
      warnings: [{ code: "HINT", message: "filter ignored" }],
      meta: {
        connector: "fake",
        connectorVersion: "1.2.3",
        apiVersion: "v2",
        connection: "default",
        operation: "fake.things.list",
        requestId: "id-1",
        attempts: 1,
        queuedMs: 0,
        quota: { bucket: "calls" },
      },
    });
  });

  it("joins base URL and path and sends the credential apart from the request", async () => {
    const { connection, transport } = setUp([createJsonReply(tea)]);
    await connection.execute(get, { id: "1" });
    expect(transport.requests[0]).toMatchObject({
      method: "GET",
      url: "https://fake.example/api/things/1",
      auth: { headers: { "x-key": "k" } },
    });
    expect(transport.requests[0]?.headers).not.toHaveProperty("x-key");
  });

  it("keeps the caller's request id", async () => {
    const { connection } = setUp([createJsonReply(tea)]);
    expect((await connection.execute(get, { id: "1" }, { requestId: "mine" })).meta.requestId).toBe("mine");
  });
});

describe("a cached answer", () => {
  it("is one frozen value for callers that only read it", async () => {
    const { connection, transport } = setUp([createJsonReply({ ...tea, hint: "x" })]);
    const call = () => connection.execute(get, { id: "1" }, { sharedData: true }).then(unwrap);
    const fetched = await call();
    const [first, second] = [await call(), await call()];
    expect(transport.requests).toHaveLength(1);
    expect(first).toEqual(fetched);
    expect(second).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
  });

  it("is each other caller's own", async () => {
    const { connection } = setUp([createJsonReply(tea)]);
    await connection.execute(get, { id: "1" });
    await connection.execute(get, { id: "1" }, { sharedData: true });
    const call = () => connection.execute(get, { id: "1" }).then(unwrap);
    const own = (await call()) as { name: string };
    own.name = "changed";
    expect(await call()).toEqual(tea);
  });
});

describe("a call that fails never rejects", () => {
  it("lists every problem of the input with its path and sends nothing", async () => {
    const { connection, transport } = setUp([]);
    const answer = await connection.execute(get, { id: "", idd: 1 });
    expect(answer).toMatchObject({
      ok: false,
      error: {
        code: "INVALID_INPUT",
        outcome: "not_executed",
        retryable: false,
        issues: [{ path: "id" }, { path: "" }],
      },
      meta: { attempts: 0 },
    });
    expect(transport.requests).toEqual([]);
  });

  it("asks the connector first what a reply means", async () => {
    const { connection } = setUp([createJsonReply({}, { status: 418 })]);
    expect(await connection.execute(get, { id: "1" })).toMatchObject({
      ok: false,
      error: { code: "REJECTED", message: "It is a teapot." },
    });
  });

  it("calls a reply of another shape a broken contract, once, with the upstream's request id", async () => {
    const { connection, transport } = setUp([
      createJsonReply({ nothing: true }, { headers: { "x-request-id": "up-7" } }),
    ]);
    const answer = await connection.execute(get, { id: "1" });
    expect(answer).toMatchObject({
      ok: false,
      error: {
        code: "CONTRACT_VIOLATION",
        outcome: "not_executed",
        upstream: { requestId: "up-7" },
        issues: [{ path: "id" }],
      },
    });
    expect(transport.requests).toHaveLength(1);
  });

  it("does not keep a reply that it could not read", async () => {
    const { connection, transport } = setUp([createJsonReply({ nothing: true }), createJsonReply(tea)]);
    expect((await connection.execute(get, { id: "1" })).ok).toBe(false);
    expect((await connection.execute(get, { id: "1" })).ok).toBe(true);
    expect(transport.requests).toHaveLength(2);
  });

  it("says of a write with an unreadable reply that it was carried out", async () => {
    const { connection } = setUp([createJsonReply({ nothing: true })]);
    expect(await connection.execute(create, { name: "Tea" })).toMatchObject({
      ok: false,
      error: { code: "CONTRACT_VIOLATION", outcome: "executed" },
    });
  });

  it("never repeats a write that may have happened, and says so", async () => {
    const { connection, transport } = setUp([createJsonReply({}, { status: 500 })]);
    const answer = await connection.execute(send, { to: "you" });
    expect(answer).toMatchObject({
      ok: false,
      error: { code: "UPSTREAM_UNAVAILABLE", outcome: "unknown" },
      meta: { attempts: 1 },
    });
    expect(transport.requests).toHaveLength(1);
  });

  it("seals a fault of its own without a stack trace", async () => {
    const { connection } = setUp([new TypeError("secret detail")]);
    const answer = await connection.execute(get, { id: "1" });
    expect(answer).toMatchObject({ ok: false, error: { code: "INTERNAL" } });
    expect(JSON.stringify(answer)).not.toContain("secret detail");
  });

  it("can be turned into an exception", async () => {
    const { connection } = setUp([createJsonReply({}, { status: 404 })]);
    const answer = await connection.execute(get, { id: "1" });
    expect(() => unwrap(answer)).toThrowError(expect.objectContaining({ code: "NOT_FOUND" }));
  });
});

describe("idempotency keys", () => {
  it("are minted once and kept for every attempt", async () => {
    const { connection, transport } = setUp([createJsonReply({}, { status: 503 }), createJsonReply(tea)]);
    expect((await connection.execute(create, { name: "Tea" })).ok).toBe(true);
    const keys = transport.requests.map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  it("are the caller's where it brings one", async () => {
    const { connection, transport } = setUp([createJsonReply(tea)]);
    await connection.execute(create, { name: "Tea" }, { idempotencyKey: "order-77" });
    expect(transport.requests[0]?.headers["idempotency-key"]).toBe("order-77");
  });

  it("are refused when they are not visible characters", async () => {
    const { connection } = setUp([]);
    expect(await connection.execute(create, { name: "Tea" }, { idempotencyKey: "a b" })).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT", issues: [{ path: "idempotencyKey" }] },
    });
  });

  it("are not sent to an API version that does not know them, and the write is then not repeated", async () => {
    const { connection, transport } = setUp([createJsonReply({}, { status: 503 })], {}, { key: "k", version: "v1" });
    expect(await connection.execute(create, { name: "Tea" })).toMatchObject({
      ok: false,
      error: { outcome: "unknown" },
    });
    expect(transport.requests).toHaveLength(1);
    expect(transport.requests[0]?.headers).not.toHaveProperty("idempotency-key");
  });
});

describe("cache metrics", () => {
  it("count a joined read once, as coalesced", async () => {
    const counted: string[] = [];
    const metrics = {
      ...noMetrics,
      count: (name: string, { cache }: Record<string, string>) => void (cache && counted.push(`${name} ${cache}`)),
    };
    const { connection } = setUp([createJsonReply(tea)], { metrics });
    await Promise.all([connection.execute(get, { id: "1" }), connection.execute(get, { id: "1" })]);
    await connection.execute(get, { id: "1" });
    expect(counted.sort()).toEqual([
      "connector_cache_total coalesced",
      "connector_cache_total hit",
      "connector_cache_total miss",
    ]);
  });
});

describe("feature flags", () => {
  it("switch an operation off and on while the connection is open", async () => {
    const flags = createFeatureFlags(parseFlags("fake.things.get=off"));
    const { connection } = setUp([createJsonReply(tea)], { flags });
    expect(await connection.execute(get, { id: "1" })).toMatchObject({ ok: false, error: { code: "DISABLED" } });
    expect(connection.explain(get).obstacles).toMatchObject([{ policy: "flags", effect: "refused" }]);
    flags.set([]);
    expect((await connection.execute(get, { id: "1" })).ok).toBe(true);
  });
});

describe("composed operations", () => {
  it("run their parts through the pipeline and gather what they report", async () => {
    const { connection, transport } = setUp([createJsonReply(tea), createJsonReply({ id: "2", name: "Tea again" })]);
    const steps: unknown[] = [];
    const answer = await connection.execute(
      createTwice,
      { name: "Tea" },
      { idempotencyKey: "once", onProgress: (step) => steps.push(step) },
    );
    expect(answer).toMatchObject({
      ok: true,
      data: { ids: ["1", "2"] },
      warnings: [{ code: "DOUBLE" }],
      meta: { attempts: 2 },
    });
    expect(steps).toEqual([{ done: 1, total: 2 }]);
    const keys = transport.requests.map(({ headers }) => headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(2);
  });

  it("keep the same keys when the same call is made again", async () => {
    const replies = () => [createJsonReply(tea), createJsonReply({ id: "2", name: "Tea again" })];
    const keysOf = async () => {
      const { connection, transport } = setUp(replies());
      await connection.execute(createTwice, { name: "Tea" }, { idempotencyKey: "once" });
      return transport.requests.map(({ headers }) => headers["idempotency-key"]);
    };
    expect(await keysOf()).toEqual(await keysOf());
  });

  it("pass on the failure of a part", async () => {
    const { connection } = setUp([createJsonReply({}, { status: 418 })]);
    expect(await connection.execute(createTwice, { name: "Tea" })).toMatchObject({
      ok: false,
      error: { code: "REJECTED" },
      meta: { attempts: 1 },
    });
  });

  it("run what belongs to another connector on its connection, whose warnings lose their place", async () => {
    const other = setUp([createJsonReply({ things: [tea], hint: "Look there" })]);
    const join = defineComposedOperation({
      id: "fake.things.join",
      summary: "Join things",
      docs: "https://example.com/things",
      effect: "read",
      uses: [list.id],
      input: z.object({}),
      output: z.object({ count: z.number() }),
      run: async (call) => ({ count: (await call.run(list, {})).things.length }),
    });
    const elsewhere = ({ id }: { readonly id: string }) => (id === list.id ? other.connection : undefined);
    const { connection, transport } = setUp([], { elsewhere });
    const message = `${list.id}: Look there`;
    expect(await connection.execute(join, {})).toMatchObject({
      ok: true,
      data: { count: 1 },
      warnings: [{ code: "HINT", message }],
      meta: { operation: join.id, attempts: 1 },
    });
    expect([transport.requests.length, other.transport.requests.length]).toEqual([0, 1]);
  });

  it("may name the other connector's connection, and know what time is left", async () => {
    const clock = createManualClock();
    const asked: (string | undefined)[] = [];
    const other = setUp([createJsonReply({ things: [] }), createJsonReply({ things: [] })]);
    const join = defineComposedOperation({
      id: "fake.things.join",
      summary: "Join things",
      docs: "https://example.com/things",
      effect: "read",
      uses: [list.id],
      input: z.object({}),
      output: z.object({ leftMs: z.number() }),
      run: async (call) => {
        await call.run(list, {});
        await call.run(list, { cursor: "2" }, { connection: "eu" });
        return { leftMs: call.timeLeftMs() };
      },
    });
    const elsewhere = ({ id }: { readonly id: string }, name?: string) => {
      if (id !== list.id) return undefined;
      asked.push(name);
      return other.connection;
    };
    const { connection } = setUp([], { clock, elsewhere });
    expect(await connection.execute(join, {}, { deadlineMs: 5_000 })).toMatchObject({ data: { leftMs: 5_000 } });
    expect(asked).toEqual([undefined, "eu"]);
  });

  it("end at their deadline", async () => {
    const clock = createManualClock();
    const { connection } = setUp([], { clock });
    const answer = connection.execute(waitLong, { ms: 60_000 }, { deadlineMs: 5_000 });
    await clock.advance(5_000);
    expect(await answer).toMatchObject({ ok: false, error: { code: "DEADLINE_EXCEEDED", outcome: "not_executed" } });
    expect(clock.sleeping()).toBe(0);
  });

  it("end when the caller gives up", async () => {
    const clock = createManualClock();
    const caller = new AbortController();
    const { connection } = setUp([], { clock });
    const answer = connection.execute(waitLong, { ms: 60_000 }, { signal: caller.signal });
    await clock.advance(10);
    caller.abort();
    expect(await answer).toMatchObject({ ok: false, error: { code: "CANCELLED" } });
  });
});

describe("the typed client", () => {
  it("iterates pages until there is no cursor", async () => {
    const { client, transport } = setUp([
      createJsonReply({ things: [tea], next: "a" }),
      createJsonReply({ things: [{ id: "2", name: null }] }),
    ]);
    const names: string[] = [];
    for await (const thing of client.things.list.items()) names.push(thing.name);
    expect(names).toEqual(["Tea", ""]);
    expect(transport.requests.map(({ url }) => url)).toEqual([
      "https://fake.example/api/things",
      "https://fake.example/api/things?cursor=a",
    ]);
  });

  it("gives a failed page as the last page, and throws it from items", async () => {
    const script = () => [createJsonReply({ things: [tea], next: "a" }), createJsonReply({}, { status: 418 })];
    const pages: boolean[] = [];
    for await (const page of setUp(script()).client.things.list.pages()) pages.push(page.ok);
    expect(pages).toEqual([true, false]);
    const reading = Array.fromAsync(setUp(script()).client.things.list.items());
    await expect(reading).rejects.toSatisfy((error) => isConnectorError(error) && error.code === "REJECTED");
  });

  it("does not turn in circles when the upstream gives the same cursor again", async () => {
    const { client } = setUp([
      createJsonReply({ things: [tea], next: "a" }),
      createJsonReply({ things: [tea], next: "a" }),
    ]);
    expect(await Array.fromAsync(client.things.list.items())).toHaveLength(2);
  });

  it("streams without end and stops when the reader does", async () => {
    const seen: number[] = [];
    for await (const number of setUp([]).client.numbers.list.items()) {
      seen.push(number);
      if (number === 3) break;
    }
    expect(seen).toEqual([0, 1, 2, 3]);
  });
});

describe("opening a connection", () => {
  it("refuses a configuration that does not fit, naming the field", () => {
    expect(() => setUp([], {}, { key: "" })).toThrowError(
      expect.objectContaining({ code: "NOT_CONFIGURED", issues: [expect.objectContaining({ path: "key" })] }),
    );
  });

  it("sends everything to a stand-in origin and names the real host", async () => {
    const { connection, transport } = setUp([createJsonReply(tea)], { baseUrl: "http://127.0.0.1:9" });
    await connection.execute(get, { id: "1" });
    expect(transport.requests[0]).toMatchObject({
      url: "http://127.0.0.1:9/api/things/1",
      headers: { "x-forwarded-host": "fake.example" },
    });
  });

  it.each([
    [401, "UPSTREAM_UNAUTHORIZED"],
    [404, undefined],
  ])("remembers a %i as a fault of the connection: %s", async (status, code) => {
    const { connection } = setUp(Array.from({ length: 2 }, () => createJsonReply({}, { status })));
    await connection.execute(get, { id: "1" });
    expect(connection.status().lastError?.code).toBe(code);
  });

  it("remembers the last success and the last fault of the upstream", async () => {
    const clock = createManualClock(1_000);
    const { connection } = setUp([createJsonReply(tea), createJsonReply({}, { status: 500 })], {
      clock,
      limits: { maxRetries: 0 },
    });
    await connection.execute(get, { id: "1" });
    await connection.execute(get, { id: "2" });
    expect(connection.status()).toMatchObject({
      lastSuccessMs: 1_000,
      lastError: { code: "UPSTREAM_UNAVAILABLE", atMs: 1_000 },
      inFlight: 0,
      breaker: "closed",
    });
  });
});
