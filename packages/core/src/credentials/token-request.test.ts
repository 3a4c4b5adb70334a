import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { ConnectorError } from "../errors/connector-error.js";
import type { Reply } from "../http/transport.js";
import { createCredentialWorld, formOf, replyOf, tokenReply } from "./credentials.fixture.js";
import { requestToken, type TokenRequest } from "./token-request.js";
import { createVendorClock } from "./vendor-clock.js";

const canary = "canary-7f3a9c";
const request: TokenRequest = {
  url: "https://accounts.example.com/token",
  form: { grant_type: "refresh_token", refresh_token: `${canary}-refresh`, scope: undefined },
  client: { clientId: "id with space", clientSecret: `${canary}+secret:ä` },
  refusedGrant: "NEEDS_REAUTH",
};

const setUp = (answer: Reply | Error, latencyMs = 0) => {
  const world = createCredentialWorld([
    async () => {
      await world.clock.advance(latencyMs);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  ]);
  const vendorClock = createVendorClock(world.clock);
  const { transport, clock, signal } = world;
  const ask = (changes: Partial<TokenRequest> = {}) =>
    requestToken({ ...request, ...changes }, { transport, clock, vendorClock, signal });
  return { ...world, vendorClock, ask };
};

const failureOf = async (answer: Reply, changes: Partial<TokenRequest> = {}): Promise<ConnectorError> => {
  const error: unknown = await setUp(answer)
    .ask(changes)
    .catch((caught: unknown) => caught);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(canary);
  expect(error).toMatchObject({ name: "ConnectorError", outcome: "not_executed" });
  return error as ConnectorError;
};

describe("the request", () => {
  it("posts the grant and the client as form fields, and leaves out what is not given", async () => {
    const { ask, transport } = setUp(tokenReply("t"));
    await ask();
    const [sent] = transport.requests;
    expect(sent).toMatchObject({
      method: "POST",
      url: request.url,
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    });
    expect(sent && formOf(sent)).toEqual({
      grant_type: "refresh_token",
      refresh_token: `${canary}-refresh`,
      client_id: "id with space",
      client_secret: `${canary}+secret:ä`,
    });
    expect(sent?.auth).toBeUndefined();
  });

  it("authenticates the client with encoded basic credentials where the vendor wants them, apart from the body", async () => {
    const { ask, transport } = setUp(tokenReply("t"));
    await ask({ client: { clientId: "id with space", clientSecret: "a:b/ä", in: "basic" } });
    const [sent] = transport.requests;
    const header = sent?.auth?.headers?.authorization ?? "";
    expect(Buffer.from(header.replace("Basic ", ""), "base64").toString()).toBe("id+with+space:a%3Ab%2F%C3%A4");
    expect(sent && formOf(sent)).not.toHaveProperty("client_secret");
    expect(sent?.headers).not.toHaveProperty("authorization");
  });
});

describe("a token", () => {
  it("is read with everything that came with it", async () => {
    const { ask, clock } = setUp(
      tokenReply("t", {
        refresh_token: "r",
        refresh_token_expires_in: 7_776_000,
        scope: "a b",
        api_domain: "https://api.example.com",
        other: "left out",
      }),
    );
    expect(await ask({ keep: ["api_domain", "absent"] })).toEqual({
      accessToken: "t",
      expiresAtMs: clock.now() + 3_600_000,
      refreshToken: "r",
      refreshExpiresAtMs: clock.now() + 7_776_000_000,
      scope: "a b",
      extra: { api_domain: "https://api.example.com" },
    });
  });

  it("lives from the moment its request was sent", async () => {
    const { ask, clock } = setUp(tokenReply("t"), 2_000);
    const sentAtMs = clock.now();
    expect((await ask()).expiresAtMs).toBe(sentAtMs + 3_600_000);
  });

  it.each([
    ["3599", 3_599_000],
    [3_599.5, 3_599_500],
  ])("reads expires_in written as %j", async (expires_in, lifeMs) => {
    const { ask, clock } = setUp(tokenReply("t", { expires_in }));
    expect((await ask()).expiresAtMs).toBe(clock.now() + lifeMs);
  });

  it.each([undefined, null, 0, -1, "soon", {}])(
    "leaves the expiry unknown when expires_in is %j",
    async (expires_in) => {
      const { ask } = setUp(tokenReply("t", { expires_in }));
      expect(await ask()).toEqual({ accessToken: "t" });
    },
  );

  it.each([{ scope: 5 }, { refresh_token: "" }, { refresh_token: null }, { refresh_token_expires_in: "never" }])(
    "is not refused for an odd field beside it: %j",
    async (odd) => {
      expect(await setUp(tokenReply("t", odd)).ask()).toMatchObject({ accessToken: "t" });
    },
  );

  it("reads scopes given as a list", async () => {
    expect(await setUp(tokenReply("t", { scope: ["a", "b"] })).ask()).toMatchObject({ scope: "a b" });
  });
});

describe("a vendor's clock", () => {
  it("decides when ours is wrong", async () => {
    const { ask, clock, vendorClock } = setUp(tokenReply("t", { expires_in: 3_600 }));
    const before = vendorClock.now();
    await ask();
    expect(vendorClock.now()).toBe(before);
    const vendorNowMs = clock.now() - 7_200_000;
    const skewed = setUp(
      replyOf(200, { access_token: "t", expires_in: 3_600 }, { date: new Date(vendorNowMs).toUTCString() }),
    );
    expect((await skewed.ask()).expiresAtMs).toBe(vendorNowMs + 3_600_000);
    expect(skewed.vendorClock.now()).toBe(vendorNowMs);
  });

  it.each([0, 1_000, -4_000])(
    "that differs by %s ms is taken for ours: the header has whole seconds",
    async (differenceMs) => {
      const start = Date.UTC(2026, 0, 1);
      const date = new Date(start + differenceMs).toUTCString();
      const { ask, vendorClock, clock } = setUp(replyOf(200, { access_token: "t" }, { date }));
      await ask();
      expect(vendorClock.now()).toBe(clock.now());
    },
  );

  it("is not changed by a date that cannot be read", async () => {
    const { ask, vendorClock, clock } = setUp(replyOf(200, { access_token: "t" }, { date: "yesterday" }));
    await ask();
    expect(vendorClock.now()).toBe(clock.now());
  });
});

describe("a failure", () => {
  it.each([
    [400, { error: "invalid_grant", error_description: "Token has been expired or revoked." }, "NEEDS_REAUTH"],
    [200, { error: "invalid_code" }, "NEEDS_REAUTH"],
    [400, { error: "admin_policy_enforced" }, "NEEDS_REAUTH"],
    [401, { error: "invalid_client" }, "NOT_CONFIGURED"],
    [200, { error: "invalid_client_secret" }, "NOT_CONFIGURED"],
    [401, { error: "unauthorized_client" }, "NOT_CONFIGURED"],
    [404, "<html>not here</html>", "NOT_CONFIGURED"],
    [403, { error: "something_new" }, "UPSTREAM_UNAUTHORIZED"],
    [200, { error: "something_new" }, "UPSTREAM_UNAUTHORIZED"],
    [400, "", "UPSTREAM_UNAUTHORIZED"],
    [429, "", "RATE_LIMITED"],
    [200, { error: "Access Denied" }, "RATE_LIMITED"],
    [400, { error: "access_denied", error_description: "Access Denied" }, "NEEDS_REAUTH"],
    [400, { error: { code: 429, status: "RESOURCE_EXHAUSTED", message: "Quota" } }, "RATE_LIMITED"],
    [503, "<html>down</html>", "UPSTREAM_UNAVAILABLE"],
    [500, { error: "internal_failure" }, "UPSTREAM_UNAVAILABLE"],
    [500, { error: { code: 500, status: "INTERNAL" } }, "UPSTREAM_UNAVAILABLE"],
    [200, "<html>maintenance</html>", "UPSTREAM_UNAVAILABLE"],
    [200, "", "UPSTREAM_UNAVAILABLE"],
    [200, "null", "UPSTREAM_UNAVAILABLE"],
    [200, { token_type: "Bearer" }, "UPSTREAM_UNAVAILABLE"],
    [200, { access_token: "line\nbreak" }, "UPSTREAM_UNAVAILABLE"],
  ])("with status %s and body %j is %s", async (status, body, code) => {
    expect(await failureOf(replyOf(status, body))).toMatchObject({ code, status });
  });

  it("is a matter of configuration where no person logs in", async () => {
    const error = await failureOf(replyOf(400, { error: "invalid_grant" }), { refusedGrant: "NOT_CONFIGURED" });
    expect(error.code).toBe("NOT_CONFIGURED");
  });

  it("carries the vendor's words and the pause it asks for", async () => {
    const error = await failureOf(
      replyOf(429, { error: "slow_down", error_description: "Too  many\nrequests" }, { "retry-after": "7" }),
    );
    expect(error).toMatchObject({
      code: "RATE_LIMITED",
      retryable: true,
      retryAfterMs: 7_000,
      upstream: { code: "slow_down", message: "Too many requests" },
      message: expect.stringContaining("slow_down: Too many requests"),
    });
  });

  it("never quotes what was sent or what looks like a token", async () => {
    const jwt = `${"eyJhbGciOiJSUzI1NiJ9abcdef"}.${"x".repeat(40)}`;
    const error = await failureOf(
      replyOf(400, {
        error: `unknown ${canary}-refresh`,
        error_description: `token ${canary}-refresh of ${canary}+secret:ä, ${jwt} is bad`,
      }),
    );
    expect(error.message).not.toContain("eyJhbGci");
    expect(error.upstream?.message).toBe("token [secret] of [secret], [secret].[secret] is bad");
  });

  it("of the transport passes through", async () => {
    const broken = new Error("socket");
    await expect(setUp(broken).ask()).rejects.toBe(broken);
  });
});
