import { describe, expect, it } from "vitest";
import {
  createCall,
  createDeps,
  createThing,
  deafForever,
  failure,
  readThing,
  untilAbort,
} from "../../test/pipeline-fixture.js";
import { createReply } from "../http/reply.js";
import { attemptTimeout } from "./attempt-timeout.js";

const setUp = () => {
  const deps = createDeps();
  return { clock: deps.clock, policy: attemptTimeout(deps) };
};
const unsettled = () => ({ attempts: 1, queuedMs: 0, cache: "none" as const, unsettled: true });

describe("attemptTimeout", () => {
  it("ends an attempt after the connection's attempt timeout", async () => {
    const { clock, policy } = setUp();
    const answer = policy(createCall(), untilAbort).catch((error: unknown) => error);
    await clock.advance(10_000);
    expect(await answer).toMatchObject({ code: "ATTEMPT_TIMEOUT", outcome: "not_executed", retryable: true });
  });

  it("ends it even if the exchange hears nothing", async () => {
    const { clock, policy } = setUp();
    const answer = policy(createCall(), deafForever).catch((error: unknown) => error);
    await clock.advance(10_000);
    expect(await answer).toMatchObject({ code: "ATTEMPT_TIMEOUT" });
  });

  it("goes by the operation's own timeout where it has one", async () => {
    const { clock, policy } = setUp();
    const answer = policy(createCall({ operation: { ...readThing, timeoutMs: 25_000 } }), untilAbort);
    let error: unknown;
    answer.catch((thrown: unknown) => {
      error = thrown;
    });
    await clock.advance(24_999);
    expect(error).toBeUndefined();
    await clock.advance(1);
    expect(error).toMatchObject({ code: "ATTEMPT_TIMEOUT", message: expect.stringContaining("25000 ms") });
  });

  it("leaves a write open that had been sent, and settles one that had not", async () => {
    const { clock, policy } = setUp();
    const sent = policy(createCall({ operation: createThing, journal: unsettled() }), untilAbort).catch(
      (error: unknown) => error,
    );
    const held = policy(createCall({ operation: createThing }), untilAbort).catch((error: unknown) => error);
    await clock.advance(10_000);
    expect(await sent).toMatchObject({ outcome: "unknown" });
    expect(await held).toMatchObject({ outcome: "not_executed" });
  });

  it("passes on the reason when the whole call ends first", async () => {
    const { policy } = setUp();
    const controller = new AbortController();
    const answer = policy(createCall({ signal: controller.signal }), deafForever);
    const reason = failure("CANCELLED");
    controller.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });

  it("makes no attempt for a call that has ended", async () => {
    const { policy } = setUp();
    const reason = failure("CANCELLED");
    let attempted = false;
    const answer = policy(createCall({ signal: AbortSignal.abort(reason) }), async () => {
      attempted = true;
      return createReply();
    });
    await expect(answer).rejects.toBe(reason);
    expect(attempted).toBe(false);
  });

  it("leaves no timer behind", async () => {
    const { clock, policy } = setUp();
    await policy(createCall(), async () => createReply());
    expect(clock.sleeping()).toBe(0);
  });
});
