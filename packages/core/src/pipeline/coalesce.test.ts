import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { createCall, createDeps, createThing, failure, readLive, settled } from "../../test/pipeline-fixture.js";
import { createJsonReply, createReply } from "../http/reply.js";
import type { Reply } from "../http/transport.js";
import { coalesce } from "./coalesce.js";
import type { Call, Next } from "./policy.js";

const setUp = () => {
  const deps = createDeps();
  const exchanges: (PromiseWithResolvers<Reply> & { readonly call: Call })[] = [];
  const next: Next = (call) => {
    const exchange = Promise.withResolvers<Reply>();
    exchanges.push({ ...exchange, call });
    return exchange.promise;
  };
  const policy = coalesce(deps);
  const read = (overrides: Partial<Call> = {}) => {
    const caller = new AbortController();
    const call = createCall({ signal: caller.signal, ...overrides });
    const answer = policy(call, next);
    answer.catch(() => {});
    return { answer, call, caller };
  };
  const at = (index: number) => exchanges[index] ?? expect.unreachable(`no exchange ${index}`);
  return { ...deps, exchanges, at, read, policy, next };
};

describe("coalesce", () => {
  it("lets equal reads share one exchange", async () => {
    const { exchanges, at, read } = setUp();
    const reads = [read(), read(), read({ lane: "bulk" })];
    at(0).resolve(createJsonReply({ a: 1 }));
    const replies = await Promise.all(reads.map(({ answer }) => answer));
    expect(replies.map((reply) => reply.json())).toEqual([{ a: 1 }, { a: 1 }, { a: 1 }]);
    expect(exchanges).toHaveLength(1);
  });

  it("shares reads that are not cacheable too", () => {
    const { exchanges, read } = setUp();
    read({ operation: readLive });
    read({ operation: readLive });
    expect(exchanges).toHaveLength(1);
  });

  it("shares the failure too", async () => {
    const { at, read } = setUp();
    const [first, second] = [read(), read()];
    const error = failure("NOT_FOUND");
    at(0).reject(error);
    await expect(first.answer).rejects.toBe(error);
    await expect(second.answer).rejects.toBe(error);
  });

  it("keeps different reads apart", () => {
    const { exchanges, read } = setUp();
    read();
    read({ input: { id: "2" } });
    read({ connectionKey: "other/test/default" });
    expect(exchanges).toHaveLength(3);
  });

  it("makes a new exchange once the last one is over", async () => {
    const { exchanges, at, read } = setUp();
    const first = read();
    at(0).resolve(createReply());
    await first.answer;
    read();
    expect(exchanges).toHaveLength(2);
  });

  it("never joins writes", () => {
    const { exchanges, read } = setUp();
    read({ operation: createThing });
    read({ operation: createThing });
    expect(exchanges).toHaveLength(2);
  });

  it("lets a waiter leave at once without touching the others", async () => {
    const { at, read } = setUp();
    const [first, second] = [read(), read()];
    const reason = failure("CANCELLED");
    second.caller.abort(reason);
    await expect(second.answer).rejects.toBe(reason);
    expect(at(0).call.signal.aborted).toBe(false);
    at(0).resolve(createReply({ body: "ok" }));
    expect((await first.answer).text()).toBe("ok");
  });

  it("goes on for the others when the one who began it leaves", async () => {
    const { exchanges, at, read } = setUp();
    const [first, second] = [read(), read()];
    first.caller.abort(failure("CANCELLED"));
    expect(at(0).call.signal.aborted).toBe(false);
    at(0).resolve(createReply({ body: "ok" }));
    expect((await second.answer).text()).toBe("ok");
    read();
    expect(exchanges).toHaveLength(2);
  });

  it("aborts the exchange when the last waiter left, and lets no one join it afterwards", async () => {
    const { exchanges, at, read } = setUp();
    const [first, second] = [read(), read()];
    first.caller.abort(failure("CANCELLED"));
    const reason = failure("DEADLINE_EXCEEDED");
    second.caller.abort(reason);
    expect(at(0).call.signal.reason).toBe(reason);
    const third = read();
    expect(exchanges).toHaveLength(2);
    at(0).reject(reason);
    await settled();
    const fourth = read();
    expect(exchanges).toHaveLength(2);
    at(1).resolve(createReply({ body: "ok" }));
    expect((await third.answer).text()).toBe("ok");
    expect((await fourth.answer).text()).toBe("ok");
  });

  it("lets the exchange go on as long as the most patient waiter would", () => {
    const { at, read, clock } = setUp();
    read({ deadlineMs: clock.now() + 1_000 });
    read({ deadlineMs: clock.now() + 9_000 });
    read({ deadlineMs: clock.now() + 5_000 });
    expect(at(0).call.deadlineMs).toBe(clock.now() + 9_000);
  });

  it("does not let a fresh read join an older exchange, but others join the fresh one", () => {
    const { exchanges, read } = setUp();
    read();
    read({ fresh: true });
    read();
    expect(exchanges).toHaveLength(2);
    read({ fresh: true });
    expect(exchanges).toHaveLength(3);
  });

  it("does not let a read after a write join one from before", async () => {
    const { exchanges, at, read } = setUp();
    read();
    const write = read({ operation: createThing });
    at(1).resolve(createReply());
    await write.answer;
    read();
    expect(exchanges).toHaveLength(3);
  });

  it("refuses a call that is aborted already", async () => {
    const { exchanges, read } = setUp();
    const reason = failure("CANCELLED");
    await expect(read({ signal: AbortSignal.abort(reason) }).answer).rejects.toBe(reason);
    expect(exchanges).toHaveLength(0);
  });

  it("copies the leader's numbers to who joined, after failures too", async () => {
    const { at, read } = setUp();
    const [, second] = [read(), read()];
    Object.assign(at(0).call.journal, { attempts: 3, queuedMs: 12, quota: { bucket: "b", remaining: 1, resetMs: 0 } });
    at(0).reject(failure("NETWORK"));
    await second.answer.catch(() => {});
    expect(second.call.journal).toMatchObject({ attempts: 3, queuedMs: 12, quota: { bucket: "b" } });
  });

  it("gives every waiter data of its own", async () => {
    const { at, read } = setUp();
    const [first, second] = [read(), read()];
    at(0).resolve(createJsonReply({ tags: [] }));
    ((await first.answer).json() as { tags: string[] }).tags.push("mine");
    expect((await second.answer).json()).toEqual({ tags: [] });
  });

  it("counts those who joined", () => {
    const { metrics, read } = setUp();
    read();
    read();
    expect(metrics.lines).toEqual([
      "connector_cache_total{connector=test,connection=default,operation=test.things.get,cache=coalesced} 1",
    ]);
  });

  it("leaves no listener behind", async () => {
    const { at, read } = setUp();
    const [first, second] = [read(), read()];
    at(0).resolve(createReply());
    await Promise.all([first.answer, second.answer]);
    expect(getEventListeners(first.caller.signal, "abort")).toHaveLength(0);
    expect(getEventListeners(second.caller.signal, "abort")).toHaveLength(0);
  });
});
