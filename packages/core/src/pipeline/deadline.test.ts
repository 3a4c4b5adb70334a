import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import {
  createCall,
  createDeps,
  createThing,
  deafForever,
  failure,
  readLive,
  settled,
  untilAbort,
} from "../../test/pipeline-fixture.js";
import { createReply } from "../http/reply.js";
import { deadline } from "./deadline.js";
import type { Next } from "./policy.js";

const setUp = () => {
  const deps = createDeps();
  return { clock: deps.clock, policy: deadline(deps) };
};

describe("deadline", () => {
  it("ends the call at its deadline even if what is below hears nothing", async () => {
    const { clock, policy } = setUp();
    const outcome = policy(createCall({ operation: readLive }), deafForever).catch((error: unknown) => error);
    await clock.advance(29_999);
    await clock.advance(1);
    expect(await outcome).toMatchObject({
      code: "DEADLINE_EXCEEDED",
      outcome: "not_executed",
      message: "test.things.watch did not finish within the 30000 ms it was allowed.",
    });
  });

  it("does not end it before", async () => {
    const { clock, policy } = setUp();
    let ended = false;
    policy(createCall({ operation: readLive }), deafForever).catch(() => {
      ended = true;
    });
    await clock.advance(29_999);
    expect(ended).toBe(false);
  });

  it("refuses a call that comes too late without passing it on", async () => {
    const { clock, policy } = setUp();
    let passedOn = false;
    const call = createCall({ deadlineMs: clock.now() });
    const answer = policy(call, async () => {
      passedOn = true;
      return createReply();
    });
    await expect(answer).rejects.toMatchObject({ code: "DEADLINE_EXCEEDED", outcome: "not_executed" });
    expect(passedOn).toBe(false);
  });

  it("gives what is below the error as the reason of the abort", async () => {
    const { clock, policy } = setUp();
    let reason: unknown;
    const answer = policy(createCall(), (call) =>
      untilAbort(call).catch((error: unknown) => {
        reason = error;
        throw error;
      }),
    );
    answer.catch(() => {});
    await clock.advance(30_000);
    expect(reason).toMatchObject({ code: "DEADLINE_EXCEEDED" });
  });

  it("answers CANCELLED at once when the caller gives up", async () => {
    const { policy } = setUp();
    const caller = new AbortController();
    const answer = policy(createCall({ signal: caller.signal }), deafForever);
    caller.abort();
    await expect(answer).rejects.toMatchObject({ code: "CANCELLED", outcome: "not_executed" });
  });

  it("refuses a call that was cancelled before it began", async () => {
    const { policy } = setUp();
    await expect(policy(createCall({ signal: AbortSignal.abort() }), deafForever)).rejects.toMatchObject({
      code: "CANCELLED",
    });
  });

  it("passes on why the whole connection ends", async () => {
    const { policy } = setUp();
    const signal = AbortSignal.abort(failure("SHUTTING_DOWN"));
    await expect(policy(createCall({ signal }), deafForever)).rejects.toMatchObject({ code: "SHUTTING_DOWN" });
  });

  it.each([
    ["unknown", true],
    ["not_executed", false],
    ["not_executed", undefined],
  ])("says %s of a write whose exchange is unsettled: %s", async (outcome, unsettled) => {
    const { clock, policy } = setUp();
    const journal = { attempts: 1, queuedMs: 0, cache: "none" as const, unsettled };
    const answer = policy(createCall({ operation: createThing, journal }), deafForever).catch(
      (error: unknown) => error,
    );
    await clock.advance(30_000);
    expect(await answer).toMatchObject({ code: "DEADLINE_EXCEEDED", outcome });
  });

  it.each<[string, Next]>([
    ["a reply", async () => createReply()],
    ["a failure", async () => Promise.reject(failure("NOT_FOUND"))],
  ])("leaves no timer and no listener behind after %s", async (_, next) => {
    const { clock, policy } = setUp();
    const caller = new AbortController();
    await policy(createCall({ signal: caller.signal }), next).catch(() => {});
    await settled();
    expect(clock.sleeping()).toBe(0);
    expect(getEventListeners(caller.signal, "abort")).toHaveLength(0);
  });
});
