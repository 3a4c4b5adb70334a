import { describe, expect, it } from "vitest";
import { createCall, createDeps, createThing, failure, readThing } from "../../test/pipeline-fixture.js";
import { defaultLimits } from "../config/limits.js";
import { createReply } from "../http/reply.js";
import type { Reply } from "../http/transport.js";
import type { Call, Next } from "./policy.js";
import { retry } from "./retry.js";

/** Fails with these, one after the other, then succeeds. */
const failing = (...errors: readonly unknown[]) => {
  const calls: Call[] = [];
  const next: Next = async (call): Promise<Reply> => {
    calls.push(call);
    if (calls.length <= errors.length) throw errors[calls.length - 1];
    return createReply();
  };
  return { next, calls };
};

const setUp = (overrides: Parameters<typeof createDeps>[0] = {}) => {
  const deps = createDeps(overrides);
  return { ...deps, policy: retry(deps) };
};

const down = (fields = {}) => failure("UPSTREAM_UNAVAILABLE", { status: 503, ...fields });

/** Runs a call to its end, however long it sleeps, and tells its result and when it came. */
const finish = async (setup: ReturnType<typeof setUp>, call: Call, next: Next) => {
  const startMs = setup.clock.now();
  const tookMs = () => setup.clock.now() - startMs;
  const ended = setup.policy(call, next).then(
    (reply) => ({ reply, error: undefined, tookMs: tookMs() }),
    (error: unknown) => ({ reply: undefined, error, tookMs: tookMs() }),
  );
  await setup.clock.advance(60_000);
  return ended;
};

describe("retry", () => {
  it("counts attempts from 1", async () => {
    const { next, calls } = failing(down(), down());
    await finish(setUp(), createCall(), next);
    expect(calls.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it("repeats at most maxRetries times and then gives the last error", async () => {
    const { next, calls } = failing(down(), down(), down(), failure("NETWORK"), down());
    const { error } = await finish(setUp(), createCall(), next);
    expect(error).toMatchObject({ code: "NETWORK" });
    expect(calls).toHaveLength(1 + defaultLimits.maxRetries);
  });

  it("makes one attempt when maxRetries is 0", async () => {
    const { next, calls } = failing(down());
    await finish(setUp({ limits: { ...defaultLimits, maxRetries: 0 } }), createCall(), next);
    expect(calls).toHaveLength(1);
  });

  it("waits as long as Retry-After asks", async () => {
    const { next } = failing(down({ retryAfterMs: 7_000 }));
    expect((await finish(setUp(), createCall(), next)).tookMs).toBe(7_000);
  });

  it("waits through a storm of 429s that say when to come back, as long as the deadline allows", async () => {
    const throttled = Array.from({ length: 9 }, () => failure("RATE_LIMITED", { status: 429, retryAfterMs: 1_000 }));
    const stormy = failing(...throttled);
    const { reply, tookMs } = await finish(setUp(), createCall(), stormy.next);
    expect(reply?.status).toBe(200);
    expect(tookMs).toBe(9_000);
    const endless = failing(
      ...Array.from({ length: 99 }, () => failure("RATE_LIMITED", { status: 429, retryAfterMs: 1_000 })),
    );
    const given = await finish(setUp(), createCall(), endless.next);
    expect(given.error).toMatchObject({ code: "RATE_LIMITED" });
    expect(given.tookMs).toBeLessThan(defaultLimits.deadlineMs);
  });

  it("does not repeat a 429 when maxRetries is 0", async () => {
    const { next, calls } = failing(failure("RATE_LIMITED", { status: 429, retryAfterMs: 1_000 }));
    await finish(setUp({ limits: { ...defaultLimits, maxRetries: 0 } }), createCall(), next);
    expect(calls).toHaveLength(1);
  });

  it("doubles the bound of its backoff each time", async () => {
    const { next } = failing(down(), down(), down());
    expect((await finish(setUp(), createCall(), next)).tookMs).toBe(250 + 500 + 1_000);
  });

  it("spreads the backoff over everything below its bound", async () => {
    const { next } = failing(down());
    expect((await finish(setUp({ random: () => 0.5 }), createCall(), next)).tookMs).toBe(125);
  });

  it("never backs off longer than its cap", async () => {
    const limits = { ...defaultLimits, maxRetries: 10, retryMaxDelayMs: 300 };
    const { next } = failing(down(), down(), down(), down());
    expect((await finish(setUp({ limits }), createCall(), next)).tookMs).toBe(250 + 300 + 300 + 300);
  });

  it("backs off when Retry-After is 0, so as not to hammer", async () => {
    const { next } = failing(down({ retryAfterMs: 0 }));
    expect((await finish(setUp(), createCall(), next)).tookMs).toBe(250);
  });

  it("gives up at once with the attempt's own error when Retry-After outlasts the deadline", async () => {
    const { next, calls } = failing(failure("RATE_LIMITED", { retryAfterMs: 30_000 }));
    const { error, tookMs } = await finish(setUp(), createCall(), next);
    expect(error).toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 30_000 });
    expect([calls.length, tookMs]).toEqual([1, 0]);
  });

  it.each([
    "NOT_FOUND",
    "CIRCUIT_OPEN",
    "QUOTA_EXHAUSTED",
    "REJECTED",
    "CANCELLED",
    "DEADLINE_EXCEEDED",
    "SHUTTING_DOWN",
  ] as const)("does not repeat %s", async (code) => {
    const { next, calls } = failing(failure(code));
    await finish(setUp(), createCall(), next);
    expect(calls).toHaveLength(1);
  });

  it("does not repeat what is no ConnectorError", async () => {
    const { next, calls } = failing(new TypeError("bug"));
    const { error } = await finish(setUp(), createCall(), next);
    expect(error).toBeInstanceOf(TypeError);
    expect(calls).toHaveLength(1);
  });

  it.each([
    ["none", "unknown", 1],
    ["none", "not_executed", 2],
    ["natural", "unknown", 2],
    ["key", "unknown", 2],
  ] as const)(
    "of a write with idempotency %s and outcome %s makes %i attempts",
    async (idempotency, outcome, attempts) => {
      const { next, calls } = failing(down({ outcome }));
      await finish(setUp(), createCall({ operation: createThing, idempotency }), next);
      expect(calls).toHaveLength(attempts);
    },
  );

  it("keeps a write's outcome unknown although the last attempt was refused", async () => {
    const { next } = failing(down({ outcome: "unknown" }), failure("CIRCUIT_OPEN"));
    const { error } = await finish(setUp(), createCall({ operation: createThing, idempotency: "key" }), next);
    expect(error).toMatchObject({ code: "CIRCUIT_OPEN", outcome: "unknown" });
  });

  it("ends at once and makes no further call when aborted while sleeping", async () => {
    const setup = setUp();
    const { next, calls } = failing(down({ retryAfterMs: 10_000 }));
    const controller = new AbortController();
    const answer = setup.policy(createCall({ signal: controller.signal }), next).catch((error: unknown) => error);
    await setup.clock.advance(100);
    const reason = failure("CANCELLED");
    controller.abort(reason);
    expect(await answer).toBe(reason);
    await setup.clock.advance(20_000);
    expect(calls).toHaveLength(1);
  });

  it("does not sleep when the signal was aborted during the attempt", async () => {
    const setup = setUp();
    const error = down();
    const answer = setup.policy(createCall({ signal: AbortSignal.abort() }), failing(error).next);
    await expect(answer).rejects.toBe(error);
    expect(setup.clock.sleeping()).toBe(0);
  });

  it("counts repeats by the failure's code", async () => {
    const setup = setUp();
    await finish(setup, createCall(), failing(down(), failure("NETWORK")).next);
    expect(setup.metrics.lines).toEqual([
      `connector_retries_total{connector=test,connection=default,operation=${readThing.id},code=UPSTREAM_UNAVAILABLE} 1`,
      `connector_retries_total{connector=test,connection=default,operation=${readThing.id},code=NETWORK} 1`,
    ]);
  });
});
