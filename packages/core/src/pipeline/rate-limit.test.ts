import { describe, expect, it } from "vitest";
import { createCall, createDeps, failure, readLive, testConnector } from "../../test/pipeline-fixture.js";
import { defineOperation } from "../define-operation.js";
import { createReply } from "../http/reply.js";
import type { AnyExchangeOperation } from "../operation.js";
import type { QuotaFeedback } from "../quotas/bucket.js";
import type { QuotaGate, ReserveRequest } from "../quotas/gate.js";
import type { Call, Next } from "./policy.js";
import { quotaUses, rateLimit } from "./rate-limit.js";

const withQuota = (quota: AnyExchangeOperation["quota"]): AnyExchangeOperation =>
  defineOperation({ ...readLive, effect: "read", idempotency: undefined, cache: undefined, quota });

const priced = withQuota([{ bucket: "points", cost: ({ id }: { id: string }) => Number(id) }, { bucket: "calls" }]);

const setUp = ({
  waitedMs = 0,
  feedback = undefined as ((text: string) => readonly QuotaFeedback[]) | undefined,
} = {}) => {
  const requests: ReserveRequest[] = [];
  const settlements: { feedback: readonly QuotaFeedback[] | undefined; executed: boolean }[] = [];
  const quotas: QuotaGate = {
    reserve: async (request) => {
      requests.push(request);
      request.signal.throwIfAborted();
      return { waitedMs, settle: (told, executed) => void settlements.push({ feedback: told, executed }) };
    },
    meta: (bucket) =>
      bucket === "unknown" ? undefined : { bucket, remaining: bucket === "points" ? 7 : 3, resetMs: 10 },
    leastLeft: () => undefined,
    states: () => [],
    obstacles: () => [],
    close: () => {},
  };
  const connector = {
    ...testConnector,
    quotas: { buckets: [], ...(feedback && { feedback: (reply: { text(): string }) => feedback(reply.text()) }) },
  };
  const deps = createDeps({ quotas, connector });
  const policy = rateLimit(deps);
  const run = async (next: Next, overrides: Partial<Call> = {}) => {
    const call = createCall({ operation: priced, ...overrides });
    const result = await policy(call, next).catch((error: unknown) => error);
    return { call, result };
  };
  return { ...deps, requests, settlements, run };
};

const sent: (end: () => Promise<never> | ReturnType<Next>) => Next = (end) => (call) => {
  call.journal.attempts += 1;
  return end();
};

describe("quotaUses", () => {
  it("prices a call by its input", () =>
    expect(quotaUses(priced, { id: "5" })).toEqual([
      { bucket: "points", cost: 5 },
      { bucket: "calls", cost: 1 },
    ]));

  it("takes 1 where the input that decides is unknown", () =>
    expect(quotaUses(priced, undefined)).toEqual([
      { bucket: "points", cost: 1 },
      { bucket: "calls", cost: 1 },
    ]));

  it("reads a single use and none", () => {
    expect(quotaUses(withQuota({ bucket: "a", cost: 3 }), {})).toEqual([{ bucket: "a", cost: 3 }]);
    expect(quotaUses(readLive, {})).toEqual([]);
  });
});

describe("rateLimit", () => {
  it("lets an operation without quota pass", async () => {
    const { requests, run } = setUp();
    await run(async () => createReply(), { operation: readLive });
    expect(requests).toEqual([]);
  });

  it("reserves for the call's lane, caller, signal and deadline", async () => {
    const { requests, run } = setUp();
    const { call } = await run(async () => createReply(), { lane: "bulk", caller: "ann", input: { id: "5" } });
    const { lane, caller, signal, deadlineMs } = call;
    expect(requests).toEqual([
      { uses: quotaUses(priced, { id: "5" }), input: { id: "5" }, lane, caller, signal, deadlineMs },
    ]);
  });

  it("settles with what the reply says", async () => {
    const { settlements, run } = setUp({ feedback: (text) => [{ bucket: "points", remaining: Number(text) }] });
    await run(sent(async () => createReply({ body: "41" })));
    expect(settlements).toEqual([{ feedback: [{ bucket: "points", remaining: 41 }], executed: true }]);
  });

  it("settles with what a failed reply says", async () => {
    const { settlements, run } = setUp({ feedback: (text) => [{ bucket: "points", remaining: Number(text) }] });
    await run(sent(() => Promise.reject(failure("NOT_FOUND", { reply: createReply({ status: 404, body: "5" }) }))));
    expect(settlements).toEqual([{ feedback: [{ bucket: "points", remaining: 5 }], executed: true }]);
  });

  it.each([
    ["a failure before anything was sent", () => Promise.reject(failure("BULKHEAD_FULL"))],
    ["an abort before anything was sent", () => Promise.reject(failure("CANCELLED"))],
    ["a host that could not be reached", sent(() => Promise.reject(failure("NETWORK")))],
    ["a throttled attempt", sent(() => Promise.reject(failure("RATE_LIMITED")))],
  ] as const)("asks for a refund after %s", async (_, next) => {
    const { settlements, run } = setUp();
    await run(next);
    expect(settlements).toMatchObject([{ executed: false }]);
  });

  it("asks for no refund when the request may have arrived", async () => {
    const { settlements, run } = setUp();
    await run(sent(() => Promise.reject(failure("NETWORK", { outcome: "unknown" }))));
    await run(sent(() => Promise.reject(failure("ATTEMPT_TIMEOUT"))));
    expect(settlements).toMatchObject([{ executed: true }, { executed: true }]);
  });

  it("closes the buckets for as long as a 429 asks", async () => {
    const { settlements, run } = setUp();
    const error = failure("RATE_LIMITED", { retryAfterMs: 900, reply: createReply({ status: 429 }) });
    await run(sent(() => Promise.reject(error)));
    expect(settlements[0]?.feedback).toEqual([
      { bucket: "points", blockedForMs: 900 },
      { bucket: "calls", blockedForMs: 900 },
    ]);
  });

  it("leaves that to a connector that speaks of a pause itself", async () => {
    const told = [{ bucket: "calls", blockedForMs: 5 }];
    const { settlements, run } = setUp({ feedback: () => told });
    const error = failure("RATE_LIMITED", { retryAfterMs: 900, reply: createReply({ status: 429 }) });
    await run(sent(() => Promise.reject(error)));
    expect(settlements[0]?.feedback).toEqual(told);
  });

  it("does not stumble over a body that feedback cannot read", async () => {
    const { settlements, run } = setUp({
      feedback: () => {
        throw new SyntaxError("not JSON");
      },
    });
    const reply = createReply({ body: "<html>" });
    expect((await run(async () => reply)).result).toBe(reply);
    expect(settlements).toEqual([{ feedback: undefined, executed: true }]);
  });

  it("notes the wait in journal and metrics", async () => {
    const { metrics, run } = setUp({ waitedMs: 250 });
    const { call } = await run(async () => createReply());
    expect(call.journal.queuedMs).toBe(250);
    expect(metrics.lines).toContain(
      "connector_queue_wait_seconds{connector=test,connection=default,lane=interactive} 0.25",
    );
  });

  it("shows the first bucket in the journal and all of them as gauges, after failures too", async () => {
    const { metrics, run } = setUp();
    const { call } = await run(() => Promise.reject(failure("NETWORK")));
    expect(call.journal.quota).toEqual({ bucket: "points", remaining: 7, resetMs: 10 });
    expect(metrics.lines).toEqual([
      "connector_quota_remaining{connector=test,connection=default,bucket=points} 7",
      "connector_quota_remaining{connector=test,connection=default,bucket=calls} 3",
    ]);
  });

  it("makes no call when the reservation is refused", async () => {
    const { run, settlements } = setUp();
    let called = false;
    const reason = failure("CANCELLED");
    const next: Next = async () => {
      called = true;
      return createReply();
    };
    expect((await run(next, { signal: AbortSignal.abort(reason) })).result).toBe(reason);
    expect([called, settlements]).toEqual([false, []]);
  });
});
