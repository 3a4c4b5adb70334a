import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import {
  createCall,
  createDeps,
  createThing,
  failure,
  readLive,
  readThing,
  untilAbort,
} from "../../test/pipeline-fixture.js";
import { defaultLimits, type Limits } from "../config/limits.js";
import { createJsonReply, createReply } from "../http/reply.js";
import type { Reply } from "../http/transport.js";
import { buildPipeline, buildTransferPipeline } from "./pipeline.js";
import { type Call, compose, type Next } from "./policy.js";

const setUp = (terminal: Next, limits: Partial<Limits> = {}) => {
  const deps = createDeps({ limits: { ...defaultLimits, ...limits } });
  let exchanges = 0;
  const send = compose(buildPipeline(deps), (call) => {
    exchanges += 1;
    return terminal(call);
  });
  /** How the call ends, once it has. */
  const run = async (overrides: Partial<Call> = {}, forMs = 60_000) => {
    const call = createCall({ deadlineMs: deps.clock.now() + 30_000, ...overrides });
    const startMs = deps.clock.now();
    let tookMs = Number.NaN;
    const result = send(call)
      .catch((error: unknown) => error)
      .finally(() => {
        tookMs = deps.clock.now() - startMs;
      });
    await deps.clock.advance(forMs);
    return { result: await result, journal: call.journal, tookMs };
  };
  return { ...deps, send, run, exchanges: () => exchanges };
};

const answers =
  (...replies: readonly (Reply | Error)[]): Next =>
  () => {
    const [reply, ...rest] = replies;
    if (rest.length > 0) replies = rest;
    return reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply ?? createReply());
  };

const broken = createReply({ status: 500 });

describe("buildTransferPipeline", () => {
  it("is the pipeline in its order, without what keeps or shares replies", () => {
    const keeping = new Set(["cache", "coalesce", "idempotency"]);
    const all = buildPipeline(createDeps()).map(({ name }) => name);
    expect(buildTransferPipeline(createDeps()).map(({ name }) => name)).toEqual(
      all.filter((name) => !keeping.has(name)),
    );
  });
});

describe("buildPipeline", () => {
  it("keeps its order", () =>
    expect(buildPipeline(createDeps()).map(({ name }) => name)).toEqual([
      "cache",
      "deadline",
      "coalesce",
      "idempotency",
      "retry",
      "circuitBreaker",
      "rateLimit",
      "bulkhead",
      "attemptTimeout",
      "authenticate",
      "raiseErrors",
      "traceAttempt",
    ]));
});

describe("compose", () => {
  it("runs the first policy outermost and the terminal innermost", async () => {
    const order: string[] = [];
    const note = (name: string) => async (call: Call, next: Next) => {
      order.push(`${name} in`);
      const reply = await next(call);
      order.push(`${name} out`);
      return reply;
    };
    const send = compose([note("a"), note("b")], async () => {
      order.push("exchange");
      return createReply();
    });
    await send(createCall());
    expect(order).toEqual(["a in", "b in", "exchange", "b out", "a out"]);
  });
});

describe("the pipeline as a whole", () => {
  it("repeats a passing failure and tells how often it tried", async () => {
    const { run } = setUp(answers(broken, broken, createReply({ body: "ok" })));
    const { result, journal } = await run();
    expect((result as Reply).text()).toBe("ok");
    expect(journal).toMatchObject({ attempts: 3, cache: "miss" });
  });

  it("opens the circuit in the middle of the repeats and then stops calling", async () => {
    const { run, exchanges, breaker } = setUp(answers(broken), { breakerMinimumCalls: 2, maxRetries: 5 });
    const { result } = await run({ operation: readLive });
    expect(result).toMatchObject({ code: "CIRCUIT_OPEN" });
    expect(exchanges()).toBe(2);
    expect(breaker.state()).toBe("half-open"); // a minute later
  });

  it("never opens the circuit for 429s, however many", async () => {
    const { run, breaker, exchanges } = setUp(answers(createReply({ status: 429 })), {
      breakerMinimumCalls: 2,
      maxRetries: 10,
    });
    expect((await run({ operation: readLive })).result).toMatchObject({ code: "RATE_LIMITED" });
    expect(exchanges()).toBeGreaterThan(5);
    expect(breaker.state()).toBe("closed");
  });

  it("does not repeat a write that got a 500, but one that got a 429", async () => {
    const failed = setUp(answers(broken));
    expect((await failed.run({ operation: createThing })).result).toMatchObject({ outcome: "unknown" });
    expect(failed.exchanges()).toBe(1);
    const throttled = setUp(answers(createReply({ status: 429, headers: { "retry-after": "2" } }), createReply()));
    expect(await throttled.run({ operation: createThing })).toMatchObject({ result: { status: 200 }, tookMs: 2_000 });
  });

  it("cuts a sleeping repeat at the caller's abort and makes no further exchange", async () => {
    const { clock, send, exchanges } = setUp(answers(createReply({ status: 503, headers: { "retry-after": "20" } })));
    const caller = new AbortController();
    const answer = send(createCall({ operation: readLive, signal: caller.signal })).catch((error: unknown) => error);
    await clock.advance(5_000);
    caller.abort();
    expect(await answer).toMatchObject({ code: "CANCELLED" });
    await clock.advance(60_000);
    expect(exchanges()).toBe(1);
    expect(clock.sleeping()).toBe(0);
  });

  it("ends hanging attempts one by one and the call at its deadline", async () => {
    const { run, exchanges } = setUp(untilAbort);
    const { result, tookMs } = await run({ operation: readLive });
    expect(result).toMatchObject({ code: "DEADLINE_EXCEEDED", outcome: "not_executed" });
    expect([exchanges(), tookMs]).toEqual([3, 30_000]);
  });

  it("leaves a hanging write open: sent once, outcome unknown", async () => {
    const { run, exchanges } = setUp(untilAbort);
    const { result, tookMs } = await run({ operation: createThing });
    expect(result).toMatchObject({ code: "ATTEMPT_TIMEOUT", outcome: "unknown" });
    expect([exchanges(), tookMs]).toEqual([1, 10_000]);
  });

  it.each([
    ["not_executed", createReply({ status: 429, headers: { "retry-after": "20" } })],
    ["unknown", failure("NETWORK", { outcome: "unknown", retryAfterMs: 20_000 })],
  ])("says %s of a write cancelled while it slept after such an attempt", async (outcome, first) => {
    const { clock, send } = setUp(answers(first));
    const caller = new AbortController();
    const write = { operation: createThing, idempotency: "key" as const, signal: caller.signal };
    const answer = send(createCall(write)).catch((error: unknown) => error);
    await clock.advance(1_000);
    caller.abort();
    expect(await answer).toMatchObject({ code: "CANCELLED", outcome });
  });

  it("says not_executed of a write that never got a slot before its deadline", async () => {
    const { clock, send, bulkhead } = setUp(untilAbort, { bulkheadSlots: 1, attemptTimeoutMs: 50_000 });
    send(createCall({ operation: readLive, deadlineMs: clock.now() + 50_000 })).catch(() => {});
    const answer = send(createCall({ operation: createThing })).catch((error: unknown) => error);
    await clock.advance(30_000);
    expect(await answer).toMatchObject({ code: "DEADLINE_EXCEEDED", outcome: "not_executed" });
    expect([bulkhead.inFlight(), bulkhead.queued()]).toEqual([1, 0]);
  });

  it("serves a stale answer when the deadline passes", async () => {
    let hangs = false;
    const { run } = setUp((call) => (hangs ? untilAbort(call) : Promise.resolve(createJsonReply({ a: 1 }))));
    await run();
    hangs = true;
    const { result, journal, tookMs } = await run();
    expect((result as Reply).json()).toEqual({ a: 1 });
    expect(journal.cache).toBe("stale");
    expect(tookMs).toBe(30_000);
  });

  it("serves a stale answer at once while the circuit is open", async () => {
    let fails = false;
    const { clock, run } = setUp(async () => (fails ? broken : createJsonReply({ a: 1 })), { breakerMinimumCalls: 2 });
    await run();
    fails = true;
    await run({ operation: readLive }, 5_000);
    await run({ operation: readLive }, 1_000);
    const before = clock.now();
    const { journal, tookMs } = await run({}, 0);
    expect(journal).toMatchObject({ cache: "stale", attempts: 0 });
    expect([tookMs, clock.now()]).toEqual([0, before]);
  });

  it("lets many equal reads cost one exchange, and the one after them none", async () => {
    const { send, exchanges } = setUp(async () => createJsonReply({ a: 1 }));
    await Promise.all(Array.from({ length: 50 }, () => send(createCall())));
    const late = createCall();
    await send(late);
    expect(exchanges()).toBe(1);
    expect(late.journal).toMatchObject({ cache: "hit", attempts: 0 });
  });

  it("leaves neither timers nor listeners nor slots behind", async () => {
    const { clock, send, bulkhead } = setUp(answers(createReply(), failure("NOT_FOUND"), createReply({ status: 404 })));
    const { signal } = new AbortController();
    for (const operation of [readThing, readLive, createThing, readLive])
      await send(createCall({ operation, signal })).catch(() => {});
    expect(clock.sleeping()).toBe(0);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect([bulkhead.inFlight(), bulkhead.queued()]).toEqual([0, 0]);
  });
});
