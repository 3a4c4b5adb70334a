import { describe, expect, it } from "vitest";
import { createCall, failure } from "../../test/pipeline-fixture.js";
import type { Credential } from "../credentials/credential.js";
import { createReply } from "../http/reply.js";
import { authenticate } from "./authenticate.js";
import type { Call, Next } from "./policy.js";

const refuse = () => Promise.reject(failure("UPSTREAM_UNAUTHORIZED", { status: 401 }));

const setUp = (renewals: number, authorize?: Credential["authorize"]) => {
  let token = 0;
  let left = renewals;
  const refused: unknown[] = [];
  const credential: Credential = {
    kind: "test",
    authorize: authorize ?? (async () => ({ headers: { authorization: `token-${token}` } })),
    refused: (parts) => {
      refused.push(parts.headers?.authorization);
      if (left === 0) return false;
      left -= 1;
      token += 1;
      return true;
    },
    state: () => "ready",
  };
  const tokens: unknown[] = [];
  const policy = authenticate({ credential });
  const run = (next: Next, overrides: Partial<Call> = {}) =>
    policy(createCall(overrides), (call) => {
      tokens.push(call.request.auth?.headers?.authorization);
      return next(call);
    }).catch((error: unknown) => error);
  return { run, tokens, refused };
};

describe("authenticate", () => {
  it("puts the credential apart from the request's own headers", async () => {
    const { run, tokens } = setUp(0);
    let headers: unknown;
    await run(async (call) => {
      headers = call.request.headers;
      return createReply();
    });
    expect(tokens).toEqual(["token-0"]);
    expect(headers).toEqual({});
  });

  it("tries a renewed credential once after a 401", async () => {
    const { run, tokens, refused } = setUp(1);
    let refusals = 0;
    const reply = createReply();
    const result = await run(() => {
      refusals += 1;
      return refusals === 1 ? refuse() : Promise.resolve(reply);
    });
    expect(result).toBe(reply);
    expect(tokens).toEqual(["token-0", "token-1"]);
    expect(refused).toEqual(["token-0"]);
  });

  it("does not try a third time", async () => {
    const { run, tokens } = setUp(9);
    expect(await run(refuse)).toMatchObject({ code: "UPSTREAM_UNAUTHORIZED" });
    expect(tokens).toEqual(["token-0", "token-1"]);
  });

  it("gives up when the credential cannot be renewed", async () => {
    const { run, tokens } = setUp(0);
    expect(await run(refuse)).toMatchObject({ code: "UPSTREAM_UNAUTHORIZED", outcome: "not_executed" });
    expect(tokens).toHaveLength(1);
  });

  it.each(["UPSTREAM_FORBIDDEN", "NETWORK"] as const)("does not renew because of %s", async (code) => {
    const { run, refused } = setUp(1);
    await run(() => Promise.reject(failure(code)));
    expect(refused).toEqual([]);
  });

  it("does not renew for a call that has ended", async () => {
    const { run, refused } = setUp(1);
    await run(refuse, { signal: AbortSignal.abort() });
    expect(refused).toEqual([]);
  });

  it("passes on why there is no credential, without sending anything", async () => {
    const { run, tokens } = setUp(0, () => Promise.reject(failure("NEEDS_REAUTH")));
    expect(await run(async () => createReply())).toMatchObject({ code: "NEEDS_REAUTH" });
    expect(tokens).toEqual([]);
  });

  it("turns a fault of the credential's code into INTERNAL", async () => {
    const { run } = setUp(0, () => Promise.reject(new TypeError("bug")));
    expect(await run(async () => createReply())).toMatchObject({ code: "INTERNAL", outcome: "not_executed" });
  });
});
