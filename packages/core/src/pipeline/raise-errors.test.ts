import { describe, expect, it } from "vitest";
import { createCall, createDeps, createThing, failure, testConnector } from "../../test/pipeline-fixture.js";
import type { AnyConnector } from "../connector.js";
import { createReply } from "../http/reply.js";
import type { Call, Next } from "./policy.js";
import { raiseErrors } from "./raise-errors.js";

const run = async (next: Next, overrides: Partial<Call> = {}, mapError: AnyConnector["mapError"] = () => undefined) => {
  const policy = raiseErrors(createDeps({ connector: { ...testConnector, mapError } }));
  const call = createCall(overrides);
  const result = await policy(call, next).catch((error: unknown) => error);
  return { call, result };
};

const replies =
  (parts: Parameters<typeof createReply>[0]): Next =>
  async () =>
    createReply(parts);

const parsesBody: AnyConnector["mapError"] = (reply) => {
  reply.json();
  return undefined;
};

describe("raiseErrors", () => {
  it("passes a success on", async () => {
    const reply = createReply();
    expect((await run(async () => reply)).result).toBe(reply);
  });

  it("raises what a failed status means, with the reply for quota feedback", async () => {
    const reply = createReply({ status: 404 });
    const { result } = await run(async () => reply);
    expect(result).toMatchObject({ code: "NOT_FOUND", status: 404 });
    expect((result as { reply: unknown }).reply).toBe(reply);
  });

  it("asks the connector first, also about a 200", async () => {
    const throttled = () => failure("RATE_LIMITED", { retryAfterMs: 70 });
    const { result } = await run(replies({ headers: { "X-Request-Id": "up-1" } }), {}, throttled);
    expect(result).toMatchObject({
      code: "RATE_LIMITED",
      retryAfterMs: 70,
      status: 200,
      upstream: { requestId: "up-1" },
    });
  });

  it("completes the connector's error with what the headers say, but overrules nothing", async () => {
    const parts = { status: 429, headers: { "Retry-After": "3", "X-Request-Id": "up-1" } };
    const bare = await run(replies(parts), {}, () => failure("RATE_LIMITED"));
    expect(bare.result).toMatchObject({ retryAfterMs: 3_000, upstream: { requestId: "up-1" } });
    const stated = await run(replies(parts), {}, () =>
      failure("RATE_LIMITED", { retryAfterMs: 1, status: 400, upstream: { code: "SLOW", requestId: "body-1" } }),
    );
    expect(stated.result).toMatchObject({
      retryAfterMs: 1,
      status: 400,
      upstream: { code: "SLOW", requestId: "body-1" },
    });
  });

  it("leaves a write open after a 5xx even if the connector forgot to say so", async () => {
    const forgets = () => failure("UPSTREAM_UNAVAILABLE");
    expect((await run(replies({ status: 500 }), { operation: createThing }, forgets)).result).toMatchObject({
      outcome: "unknown",
    });
    expect((await run(replies({ status: 500 }), {}, forgets)).result).toMatchObject({ outcome: "not_executed" });
    const rejects = () => failure("REJECTED");
    expect((await run(replies({ status: 500 }), { operation: createThing }, rejects)).result).toMatchObject({
      outcome: "not_executed",
    });
  });

  it("goes by the status when the connector stumbles over an HTML error page", async () => {
    const { result } = await run(replies({ status: 502, body: "<html>" }), {}, parsesBody);
    expect(result).toMatchObject({ code: "UPSTREAM_UNAVAILABLE", status: 502 });
  });

  it("calls a 200 that the connector cannot read a broken contract, open for writes", async () => {
    const html = replies({ body: "<html>CANARY" });
    const { result } = await run(html, { operation: createThing }, parsesBody);
    expect(result).toMatchObject({ code: "CONTRACT_VIOLATION", outcome: "unknown", status: 200 });
    expect((result as Error).message).not.toContain("CANARY");
    expect((await run(html, {}, parsesBody)).result).toMatchObject({ outcome: "not_executed" });
  });

  it("takes an empty success for one, although the connector wanted JSON", async () => {
    const reply = createReply({ status: 204 });
    expect((await run(async () => reply, {}, parsesBody)).result).toBe(reply);
  });

  it("leaves a write settled after a 501: the upstream cannot do such a thing", async () => {
    const { result } = await run(replies({ status: 501 }), { operation: createThing });
    expect(result).toMatchObject({ code: "UPSTREAM_UNAVAILABLE", outcome: "not_executed", retryable: false });
  });

  it("passes failures of the transport on as they are", async () => {
    const error = failure("NETWORK", { outcome: "unknown" });
    expect((await run(() => Promise.reject(error))).result).toBe(error);
  });

  it("turns anything else into INTERNAL, open if a write may have left", async () => {
    const bug: Next = async (call) => {
      call.journal.unsettled = true;
      throw new TypeError("bug");
    };
    expect((await run(bug)).result).toMatchObject({ code: "INTERNAL", outcome: "not_executed" });
    expect((await run(bug, { operation: createThing })).result).toMatchObject({ code: "INTERNAL", outcome: "unknown" });
  });

  it.each([
    ["not_executed", false, false],
    ["not_executed", true, true],
    ["unknown", false, true],
  ] as const)("after %s, unsettled before: %s, the journal says unsettled: %s", async (outcome, before, after) => {
    const journal = { attempts: 0, queuedMs: 0, cache: "none" as const, unsettled: before };
    const { call } = await run(
      async (passedOn) => {
        passedOn.journal.unsettled = true;
        throw failure("NETWORK", { outcome });
      },
      { operation: createThing, journal },
    );
    expect(call.journal.unsettled).toBe(after);
  });
});
