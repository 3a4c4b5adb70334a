import { describe, expect, it } from "vitest";
import {
  createCall,
  createDeps,
  createThing,
  failure,
  readCachedFor,
  readLive,
  readThing,
} from "../../test/pipeline-fixture.js";
import { defaultLimits } from "../config/limits.js";
import { createJsonReply, createReply } from "../http/reply.js";
import type { KeyValueStore } from "../stores/key-value-store.js";
import { cache } from "./cache.js";
import { cacheKey } from "./cache-key.js";
import type { Call, Next } from "./policy.js";

const setUp = (overrides: Parameters<typeof createDeps>[0] = {}) => {
  const deps = createDeps(overrides);
  let exchanges = 0;
  const next: Next = async () => {
    exchanges += 1;
    return createJsonReply({ exchange: exchanges });
  };
  const policy = cache(deps);
  return {
    ...deps,
    policy,
    exchanges: () => exchanges,
    read: async (overrides: Partial<Call> = {}, below: Next = next) => {
      const call = createCall(overrides);
      const reply = await policy(call, below);
      return { json: reply.json(), cache: call.journal.cache };
    },
    write: (below: Next = async () => createReply()) => policy(createCall({ operation: createThing }), below),
  };
};

const fails: (...args: Parameters<typeof failure>) => Next =
  (...args) =>
  () =>
    Promise.reject(failure(...args));

describe("cache", () => {
  it("answers from memory while fresh", async () => {
    const { clock, read, exchanges } = setUp();
    expect(await read()).toEqual({ json: { exchange: 1 }, cache: "miss" });
    await clock.advance(59_999);
    expect(await read()).toEqual({ json: { exchange: 1 }, cache: "hit" });
    expect(exchanges()).toBe(1);
  });

  it("asks again when the answer is no longer fresh", async () => {
    const { clock, read } = setUp();
    await read();
    await clock.advance(60_000);
    expect(await read()).toEqual({ json: { exchange: 2 }, cache: "miss" });
  });

  it("tells inputs, URLs, operations and connections apart", async () => {
    const { read, exchanges } = setUp();
    const request = { method: "GET" as const, url: "https://api.example.com/v2/things/1", headers: {} };
    await read();
    await read({ input: { id: "2" } });
    await read({ request });
    await read({ operation: { ...readThing, id: "test.things.other" } });
    await read({ connectionKey: "default/test/other" });
    expect(exchanges()).toBe(5);
  });

  it("knows an input again whatever the order of its fields", async () => {
    const { read, exchanges } = setUp();
    await read({ input: { id: "1", tags: { a: "1", b: "2" } } });
    await read({ input: { tags: { b: "2", a: "1" }, id: "1", cursor: undefined } });
    expect(exchanges()).toBe(1);
  });

  it("skips what it has for a fresh read, and keeps the new answer", async () => {
    const { read } = setUp();
    await read();
    expect(await read({ fresh: true })).toEqual({ json: { exchange: 2 }, cache: "miss" });
    expect(await read()).toEqual({ json: { exchange: 2 }, cache: "hit" });
  });

  it("keeps nothing of operations without cache facts", async () => {
    const { read, exchanges } = setUp();
    await read({ operation: readLive });
    expect(await read({ operation: readLive })).toMatchObject({ cache: "none" });
    expect(exchanges()).toBe(2);
  });

  it("is off when it may hold no bytes", async () => {
    const { read, exchanges } = setUp({ limits: { ...defaultLimits, cacheMaxBytes: 0 } });
    await read();
    expect(await read()).toMatchObject({ cache: "none" });
    expect(exchanges()).toBe(2);
  });

  it("does not keep a 304", async () => {
    const { read, exchanges } = setUp();
    await read({}, async () => createReply({ status: 304, body: "{}" }));
    await read();
    expect(exchanges()).toBe(1);
  });

  it.each(["revalidated", "hit", "miss"] as const)("reports what the HTTP cache did: %s", async (outcome) => {
    const { read } = setUp();
    expect(await read({}, async () => createReply({ body: "{}", cache: outcome }))).toMatchObject({ cache: outcome });
  });

  it("always asks when the answer is never fresh, and can still serve it stale", async () => {
    const { read } = setUp();
    const operation = readCachedFor({ ttlMs: 0, staleIfErrorMs: 1_000, conditional: true });
    await read({ operation });
    expect(await read({ operation })).toEqual({ json: { exchange: 2 }, cache: "miss" });
    expect(await read({ operation }, fails("NETWORK"))).toEqual({ json: { exchange: 2 }, cache: "stale" });
  });

  it("gives every reader data of its own", async () => {
    const { policy, read } = setUp();
    const first = await policy(createCall(), async () => createJsonReply({ tags: ["a"] }));
    (first.json() as { tags: string[] }).tags.push("mine");
    const second = await read();
    (second.json as { tags: string[] }).tags.push("mine");
    expect((await read()).json).toEqual({ tags: ["a"] });
  });

  describe("when the upstream fails", () => {
    it.each([
      "UPSTREAM_UNAVAILABLE",
      "NETWORK",
      "ATTEMPT_TIMEOUT",
      "CONTRACT_VIOLATION",
      "CIRCUIT_OPEN",
      "RATE_LIMITED",
      "DEADLINE_EXCEEDED",
    ] as const)("serves a stale answer for %s", async (code) => {
      const { clock, read } = setUp();
      await read();
      await clock.advance(61_000);
      expect(await read({}, fails(code))).toEqual({ json: { exchange: 1 }, cache: "stale" });
    });

    it.each(["NOT_FOUND", "UPSTREAM_UNAUTHORIZED", "UPSTREAM_FORBIDDEN", "CANCELLED", "NEEDS_REAUTH"] as const)(
      "passes on %s: it says something about the thing or the caller",
      async (code) => {
        const { clock, read } = setUp();
        await read();
        await clock.advance(61_000);
        await expect(read({}, fails(code))).rejects.toMatchObject({ code });
      },
    );

    it("serves no answer older than the operation allows", async () => {
      const { clock, read } = setUp();
      await read();
      await clock.advance(660_000);
      await expect(read({}, fails("NETWORK"))).rejects.toMatchObject({ code: "NETWORK" });
    });

    it("goes by the connection's setting where the operation has none", async () => {
      const { clock, read } = setUp({ limits: { ...defaultLimits, staleIfErrorMs: 5_000 } });
      const operation = readCachedFor({ ttlMs: 1_000 });
      await read({ operation });
      await clock.advance(5_999);
      expect(await read({ operation }, fails("NETWORK"))).toMatchObject({ cache: "stale" });
      await clock.advance(1);
      await expect(read({ operation }, fails("NETWORK"))).rejects.toMatchObject({ code: "NETWORK" });
    });

    it("serves no stale answer to a fresh read", async () => {
      const { read } = setUp();
      await read();
      await expect(read({ fresh: true }, fails("NETWORK"))).rejects.toMatchObject({ code: "NETWORK" });
    });
  });

  describe("after a write through the connection", () => {
    it("forgets every answer", async () => {
      const { read, write } = setUp();
      await read();
      await write();
      expect(await read()).toEqual({ json: { exchange: 2 }, cache: "miss" });
    });

    it.each([
      ["unknown", "miss"],
      ["executed", "miss"],
      ["not_executed", "hit"],
    ] as const)("that failed with outcome %s the next read is a %s", async (outcome, expected) => {
      const { read, write } = setUp();
      await read();
      await write(fails("UPSTREAM_UNAVAILABLE", { outcome })).catch(() => {});
      expect(await read()).toMatchObject({ cache: expected });
    });

    it("does not keep what a read had begun to fetch before", async () => {
      const { read, write } = setUp();
      const slow = Promise.withResolvers<ReturnType<typeof createJsonReply>>();
      const reading = read({}, () => slow.promise);
      await write();
      slow.resolve(createJsonReply({ exchange: "before the write" }));
      await reading;
      expect(await read()).toEqual({ json: { exchange: 1 }, cache: "miss" });
    });

    it("does not serve as stale what was known before", async () => {
      const { clock, read, write } = setUp();
      await read();
      await clock.advance(61_000);
      const broken = Promise.withResolvers<never>();
      const reading = read({}, () => broken.promise);
      await write();
      broken.reject(failure("NETWORK"));
      await expect(reading).rejects.toMatchObject({ code: "NETWORK" });
    });
  });

  it("works without its store", async () => {
    const broken = () => {
      throw new Error("store is down");
    };
    const cacheStore: KeyValueStore = {
      get: () => Promise.reject(new Error("down")),
      set: broken,
      delete: broken,
      clear: broken,
    };
    const { read, write, exchanges } = setUp({ cacheStore });
    await read();
    expect(await read()).toMatchObject({ cache: "miss" });
    await write();
    expect(exchanges()).toBe(2);
  });

  it("works with a store that answers later", async () => {
    const { cacheStore: inner } = createDeps();
    const cacheStore: KeyValueStore = {
      get: async (key) => inner.get(key),
      set: async (...args) => inner.set(...args),
      delete: async (key) => inner.delete(key),
      clear: async () => inner.clear(),
    };
    const { read } = setUp({ cacheStore });
    await read();
    expect(await read()).toMatchObject({ cache: "hit" });
  });

  it("asks the upstream when the store does not answer in time", async () => {
    const cacheStore: KeyValueStore = { ...createDeps().cacheStore, get: () => new Promise(() => {}) };
    const { clock, read } = setUp({ cacheStore });
    const reading = read();
    await clock.advance(250);
    expect(await reading).toEqual({ json: { exchange: 1 }, cache: "miss" });
    expect(clock.sleeping()).toBe(0);
  });

  it("waits for no store when the caller gives up", async () => {
    const cacheStore: KeyValueStore = { ...createDeps().cacheStore, get: () => new Promise(() => {}) };
    const { clock, read } = setUp({ cacheStore });
    const caller = new AbortController();
    const reading = read({ signal: caller.signal }, fails("CANCELLED"));
    caller.abort();
    await expect(reading).rejects.toMatchObject({ code: "CANCELLED" });
    expect(clock.sleeping()).toBe(0);
  });

  it("counts the reply's bytes", async () => {
    const { cacheStore, policy } = setUp();
    await policy(createCall(), async () => createReply({ body: new Uint8Array(100_000) }));
    expect((cacheStore as unknown as { sizeBytes: number }).sizeBytes).toBeGreaterThan(100_000);
  });

  it("hands its key down so that it is made once", async () => {
    const { policy } = setUp();
    const call = createCall();
    let seen: string | undefined;
    await policy(call, async (passedOn) => {
      seen = passedOn.cacheKey;
      return createReply();
    });
    expect(seen).toBe(cacheKey(call));
  });
});
