import { describe, expect, it } from "vitest";
import { createCall, createDeps, createThing, failure, settled } from "../../test/pipeline-fixture.js";
import { createJsonReply, createReply } from "../http/reply.js";
import type { Reply } from "../http/transport.js";
import { idempotency } from "./idempotency.js";
import type { Call, Next } from "./policy.js";

const setUp = (overrides: Parameters<typeof createDeps>[0] = {}) => {
  const deps = createDeps(overrides);
  const policy = idempotency(deps);
  let sent = 0;
  const create: Next = async () => {
    sent += 1;
    return createJsonReply({ created: sent });
  };
  const write = (overrides: Partial<Call> = {}, next: Next = create) =>
    policy(
      createCall({ operation: createThing, idempotencyKey: "key-1", idempotencyKeySupplied: true, ...overrides }),
      next,
    );
  return { ...deps, policy, write, sent: () => sent };
};

const fails: (...args: Parameters<typeof failure>) => Next =
  (...args) =>
  () =>
    Promise.reject(failure(...args));

describe("idempotency", () => {
  it("answers a repeat with the first reply", async () => {
    const { write, sent } = setUp();
    await write();
    expect((await write()).json()).toEqual({ created: 1 });
    expect(sent()).toBe(1);
  });

  it("makes a repeat wait for the first while that is running", async () => {
    const { write } = setUp();
    const first = Promise.withResolvers<Reply>();
    let sent = 0;
    const next: Next = () => {
      sent += 1;
      return first.promise;
    };
    const answers = [write({}, next), write({}, next)];
    await settled();
    first.resolve(createJsonReply({ created: 1 }));
    expect((await Promise.all(answers)).map((reply) => reply.json())).toEqual([{ created: 1 }, { created: 1 }]);
    expect(sent).toBe(1);
  });

  it("sends once even if the ledger takes its time to answer", async () => {
    const inner = createDeps().ledger;
    const { write, sent } = setUp({ ledger: { begin: async (intent) => inner.begin(intent) } });
    await Promise.all([write(), write(), write()]);
    expect(sent()).toBe(1);
  });

  it("refuses another input under the key, also while the first is running", async () => {
    const { write } = setUp();
    const running = write();
    await expect(write({ input: { id: "2" } })).rejects.toMatchObject({
      code: "IDEMPOTENCY_MISMATCH",
      outcome: "not_executed",
    });
    await running;
    await expect(write({ input: { id: "2" } })).rejects.toMatchObject({ code: "IDEMPOTENCY_MISMATCH" });
  });

  it("knows the same input again whatever the order of its fields", async () => {
    const { write, sent } = setUp();
    await write({ input: { id: "1", tags: { a: "1", b: "2" } } });
    await write({ input: { tags: { b: "2", a: "1" }, id: "1" } });
    expect(sent()).toBe(1);
  });

  it("keeps keys of operations and connections apart", async () => {
    const { write, sent } = setUp();
    await write();
    await write({ operation: { ...createThing, id: "test.things.replace" } });
    await write({ connectionKey: "other/test/default" });
    await write({ idempotencyKey: "key-2" });
    expect(sent()).toBe(4);
  });

  it("leaves reads alone", async () => {
    const { policy } = setUp({ ledger: { begin: () => Promise.reject(new Error("must not be asked")) } });
    const read = createCall({ idempotencyKey: "key-1" });
    expect((await policy(read, async () => createJsonReply(1))).json()).toBe(1);
  });

  it("knows a minted key again, since the answer has told it", async () => {
    const { write, sent } = setUp();
    await write({ idempotencyKeySupplied: false });
    await write({ idempotencyKeySupplied: true });
    expect(sent()).toBe(1);
  });

  it("forgets a first call that certainly was not carried out", async () => {
    const { write, sent } = setUp();
    await write({}, fails("RATE_LIMITED")).catch(() => {});
    await write();
    expect(sent()).toBe(1);
  });

  it("gives the same failure again when a first call's effect is unknown and repeating is not harmless", async () => {
    const { write, sent } = setUp();
    await write({}, fails("NETWORK", { outcome: "unknown" })).catch(() => {});
    await expect(write({ idempotency: "none" })).rejects.toMatchObject({
      code: "NETWORK",
      outcome: "unknown",
      retryable: false,
      message: expect.stringContaining("reading cannot tell"),
      help: expect.stringContaining("/admin/writes"),
    });
    expect(sent()).toBe(0);
  });

  it.each(["natural", "key"] as const)(
    "sends such a call again when the operation's idempotency is %s",
    async (kind) => {
      const { write, sent } = setUp();
      await write({ idempotency: kind }, fails("NETWORK", { outcome: "unknown" })).catch(() => {});
      expect((await write({ idempotency: kind })).json()).toEqual({ created: 1 });
      expect((await write({ idempotency: kind })).json()).toEqual({ created: 1 });
      expect(sent()).toBe(1);
    },
  );

  it("does not send again what failed after it was carried out", async () => {
    const { write, sent } = setUp();
    await write({ idempotency: "key" }, fails("CONTRACT_VIOLATION", { outcome: "executed" })).catch(() => {});
    await expect(write({ idempotency: "key" })).rejects.toMatchObject({ outcome: "executed" });
    expect(sent()).toBe(0);
  });

  it("refuses another input after an unknown outcome too", async () => {
    const { write } = setUp();
    await write({}, fails("NETWORK", { outcome: "unknown" })).catch(() => {});
    await expect(write({ input: { id: "2" } })).rejects.toMatchObject({ code: "IDEMPOTENCY_MISMATCH" });
  });

  it("lets one who waits give up alone", async () => {
    const { write } = setUp();
    const first = Promise.withResolvers<Reply>();
    const running = write({}, () => first.promise);
    const caller = new AbortController();
    const waiting = write({ signal: caller.signal });
    const reason = failure("CANCELLED");
    caller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    first.resolve(createReply({ body: "ok" }));
    expect((await running).text()).toBe("ok");
  });

  it("lets one who waits go ahead when the first lost patience before anything happened", async () => {
    const { write, sent } = setUp();
    const first = Promise.withResolvers<Reply>();
    const running = write({}, () => first.promise);
    const waiting = [write(), write()];
    first.reject(failure("CANCELLED"));
    await expect(running).rejects.toMatchObject({ code: "CANCELLED" });
    expect((await Promise.all(waiting)).map((reply) => reply.json())).toEqual([{ created: 1 }, { created: 1 }]);
    expect(sent()).toBe(1);
  });

  it("gives one who waits the first's refusal", async () => {
    const { write, sent } = setUp();
    const running = write({}, fails("REJECTED"));
    const waiting = write();
    await expect(running).rejects.toMatchObject({ code: "REJECTED" });
    await expect(waiting).rejects.toMatchObject({ code: "REJECTED" });
    expect(sent()).toBe(0);
  });

  it("remembers for 24 hours", async () => {
    const { clock, write, sent } = setUp();
    await write();
    await clock.advance(24 * 3_600_000 - 1);
    await write();
    expect(sent()).toBe(1);
    await clock.advance(1);
    await write();
    expect(sent()).toBe(2);
  });

  it("gives every caller data of its own", async () => {
    const { write } = setUp();
    const reply = (await write({}, async () => createJsonReply({ tags: [] }))).json() as { tags: string[] };
    reply.tags.push("mine");
    expect((await write()).json()).toEqual({ tags: [] });
  });

  it("sends nothing when the ledger cannot be reached", async () => {
    const { write, sent } = setUp({ ledger: { begin: () => Promise.reject(new Error("database is gone")) } });
    await expect(write()).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      outcome: "not_executed",
      retryable: true,
    });
    expect(sent()).toBe(0);
  });

  it("still answers when the answer cannot be written down, and says so in the journal", async () => {
    const finish = () => Promise.reject(new Error("database is gone"));
    const { write } = setUp({ ledger: { begin: () => ({ state: "started", write: { finish } }) } });
    const { journal } = createCall();
    expect((await write({ journal })).json()).toEqual({ created: 1 });
    expect(journal.unrecorded).toBe(true);
  });
});

describe("a write whose outcome is unknown", () => {
  const lost = fails("NETWORK", { outcome: "unknown" });

  it("is answered with what reading finds, and from then on", async () => {
    const { write, sent } = setUp();
    await write({}, lost).catch(() => {});
    const { journal } = createCall();
    const verify = async () => ({ outcome: "executed", data: { id: "7" } }) as const;
    await write({ journal, verify });
    expect(journal).toMatchObject({
      replayed: true,
      known: { data: { id: "7" }, warnings: [{ code: "FOUND_BY_READING" }] },
    });
    const later = createCall().journal;
    await write({ journal: later });
    expect(later.known?.data).toEqual({ id: "7" });
    expect(sent()).toBe(0);
  });

  it("is sent again when reading shows that it did not happen", async () => {
    const { write, sent } = setUp();
    await write({}, lost).catch(() => {});
    expect((await write({ verify: async () => ({ outcome: "not_executed" }) })).json()).toEqual({ created: 1 });
    expect(sent()).toBe(1);
  });

  it("is sent once when several learn together that it did not happen", async () => {
    const { write, sent } = setUp();
    await write({}, lost).catch(() => {});
    const verify = async () => ({ outcome: "not_executed" }) as const;
    await Promise.all([write({ verify }), write({ verify }), write({ verify })]);
    expect(sent()).toBe(1);
  });

  it("stays unknown, with when to ask again, while reading cannot tell yet", async () => {
    const { write, sent } = setUp();
    await write({}, lost).catch(() => {});
    const verify = async () => ({ outcome: "unknown", reason: "too early", retryAfterMs: 5_000 }) as const;
    await expect(write({ verify })).rejects.toMatchObject({ outcome: "unknown", retryable: true, retryAfterMs: 5_000 });
    expect(sent()).toBe(0);
  });

  it("stays unknown when its harmless repeat is refused", async () => {
    const { write } = setUp();
    await write({ idempotency: "natural" }, lost).catch(() => {});
    await expect(write({ idempotency: "natural" }, fails("RATE_LIMITED"))).rejects.toMatchObject({
      code: "RATE_LIMITED",
      outcome: "unknown",
    });
    await expect(write({ idempotency: "none" })).rejects.toMatchObject({ outcome: "unknown" });
  });

  it("is not trusted to the upstream's memory of its key after a day", async () => {
    const { clock, write, sent } = setUp();
    await write({ idempotency: "key" }, lost).catch(() => {});
    await clock.advance(23 * 3_600_000);
    await expect(write({ idempotency: "key" })).rejects.toMatchObject({ outcome: "unknown" });
    expect(sent()).toBe(0);
  });

  it("may have been done, says the journal of a repeat that is cut short while it waits", async () => {
    const { write } = setUp();
    const first = Promise.withResolvers<Reply>();
    const running = write({}, () => first.promise);
    const { journal } = createCall();
    const waiting = write({ journal });
    await settled();
    expect(journal).toMatchObject({ unsettled: true, inProgress: { code: "IN_PROGRESS", retryAfterMs: 1_000 } });
    first.resolve(createReply());
    await Promise.all([running, waiting]);
    expect(journal.inProgress).toBeUndefined();
  });
});
