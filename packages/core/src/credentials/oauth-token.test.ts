import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { ConnectorError } from "../errors/connector-error.js";
import { bearer } from "./bearer.js";
import { createCredentialWorld } from "./credentials.fixture.js";
import { createMemoryTokenStore } from "./memory-token-store.js";
import { renewingCredential } from "./oauth-token.js";
import type { StoredToken, TokenStore } from "./token-store.js";

const key = "tokens";
const hourMs = 3_600_000;
const minuteMs = 60_000;

type Answer = Partial<StoredToken> | Error | (() => Promise<StoredToken>);

/** A credential whose tokens are `t1`, `t2`, … each good for an hour, unless the answers say otherwise. */
const setUp = (
  answers: readonly Answer[] = [],
  tokens: TokenStore = createMemoryTokenStore(),
  renewBeforeMs?: number,
) => {
  const world = createCredentialWorld([], tokens);
  const { clock, deps, signal } = world;
  const previous: (StoredToken | undefined)[] = [];
  const create = () =>
    renewingCredential({
      kind: "test",
      key,
      deps,
      renewBeforeMs,
      toParts: bearer,
      async obtain(stored) {
        const answer = answers[previous.length] ?? {};
        previous.push(stored);
        if (answer instanceof Error) throw answer;
        if (typeof answer === "function") return answer();
        return { accessToken: `t${previous.length}`, expiresAtMs: clock.now() + hourMs, ...answer };
      },
    });
  const credential = create();
  const token = async () => (await credential.authorize(signal)).headers?.authorization;
  return { ...world, credential, create, token, previous };
};

const dead = () => new ConnectorError("NEEDS_REAUTH", { message: "dead" });
const down = () => new ConnectorError("UPSTREAM_UNAVAILABLE", { message: "down", outcome: "unknown" });

/** A store whose writes or reads fail as long as told. */
const createFailingStore = () => {
  const inner = createMemoryTokenStore();
  const failing = { save: 0, load: 0, lock: 0 };
  const fails = (what: keyof typeof failing) => {
    if (failing[what] <= 0) return;
    failing[what] -= 1;
    throw Object.assign(new Error("row was canary-secret"), { code: "ECONNREFUSED" });
  };
  const store: TokenStore = {
    load: async (name) => {
      fails("load");
      return inner.load(name);
    },
    save: async (name, token) => {
      fails("save");
      return inner.save(name, token);
    },
    withLock: async (name, work) => {
      fails("lock");
      return inner.withLock(name, work);
    },
  };
  return { store, failing, inner };
};

describe("obtaining", () => {
  it("obtains one token for all who ask at once, saves it and uses it on", async () => {
    const { token, previous, tokens, outcomes } = setUp();
    expect(await Promise.all([token(), token(), token()])).toEqual(["Bearer t1", "Bearer t1", "Bearer t1"]);
    expect(await token()).toBe("Bearer t1");
    expect(previous).toEqual([undefined]);
    expect(await tokens.load(key)).toMatchObject({ accessToken: "t1" });
    expect(outcomes).toEqual(["ok"]);
  });

  it("uses a token that is in the store without asking for one", async () => {
    const { token, tokens, clock, previous } = setUp();
    await tokens.save(key, { accessToken: "stored", expiresAtMs: clock.now() + hourMs });
    expect(await token()).toBe("Bearer stored");
    expect(previous).toEqual([]);
  });

  it("passes on a stored token that has expired, for its refresh token", async () => {
    const { token, tokens, clock, previous } = setUp();
    await tokens.save(key, { accessToken: "old", refreshToken: "r", expiresAtMs: clock.now() });
    expect(await token()).toBe("Bearer t1");
    expect(previous).toMatchObject([{ accessToken: "old", refreshToken: "r" }]);
  });

  it("goes on for the others when the call that began it is aborted", async () => {
    const { promise, resolve } = Promise.withResolvers<StoredToken>();
    const { credential, token } = setUp([() => promise]);
    const controller = new AbortController();
    const first = credential.authorize(controller.signal);
    const second = token();
    controller.abort(new Error("first gave up"));
    await expect(first).rejects.toThrow("first gave up");
    resolve({ accessToken: "late" });
    expect(await second).toBe("Bearer late");
  });

  it("does nothing for a call that is aborted already", async () => {
    const { credential, previous } = setUp();
    await expect(credential.authorize(AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
    expect(previous).toEqual([]);
  });
});

describe("renewing", () => {
  it("renews once beside the calls when five minutes are left, and serves the old token meanwhile", async () => {
    const { promise, resolve } = Promise.withResolvers<StoredToken>();
    const { token, clock, previous } = setUp([{}, () => promise]);
    await token();
    await clock.advance(hourMs - 5 * minuteMs - 1);
    await token();
    expect(previous).toHaveLength(1);
    await clock.advance(1);
    expect(await Promise.all([token(), token()])).toEqual(["Bearer t1", "Bearer t1"]);
    await clock.advance(0);
    expect(previous).toHaveLength(2);
    resolve({ accessToken: "t2", expiresAtMs: clock.now() + hourMs });
    await clock.advance(0);
    expect(await token()).toBe("Bearer t2");
  });

  it("waits for the new token when the old one is about to end", async () => {
    const { token, clock } = setUp();
    await token();
    await clock.advance(hourMs - 10_000);
    expect(await token()).toBe("Bearer t2");
  });

  it("tries again every half minute while a renewal beside the calls fails", async () => {
    const { token, clock, previous, outcomes } = setUp([{}, new ConnectorError("INTERNAL", { message: "no" })]);
    await token();
    await clock.advance(hourMs - 5 * minuteMs);
    expect(await token()).toBe("Bearer t1");
    await clock.advance(29_999);
    await token();
    expect(previous).toHaveLength(2);
    await clock.advance(hourMs);
    expect(await token()).toBe("Bearer t3");
    expect(outcomes).toEqual(["ok", "INTERNAL", "ok"]);
  });

  it("renews a short-lived token only when half of its life is over", async () => {
    const answers: Partial<StoredToken>[] = [{}];
    const { token, clock, previous } = setUp(answers);
    answers[0] = { expiresAtMs: clock.now() + 2 * minuteMs };
    await token();
    await clock.advance(minuteMs - 1);
    await token();
    await clock.advance(0);
    expect(previous).toHaveLength(1);
    await clock.advance(1);
    expect(await token()).toBe("Bearer t1");
    await clock.advance(0);
    expect(previous).toHaveLength(2);
  });

  it("renews a token of unknown lifetime after half an hour, beside the calls", async () => {
    const { token, clock, previous } = setUp([{ expiresAtMs: undefined }]);
    await token();
    await clock.advance(30 * minuteMs - 1);
    await token();
    await clock.advance(0);
    expect(previous).toHaveLength(1);
    await clock.advance(1);
    expect(await token()).toBe("Bearer t1");
    await clock.advance(0);
    expect(await token()).toBe("Bearer t2");
  });

  it("takes what another replica saved in place of renewing", async () => {
    const { token, clock, tokens, previous } = setUp();
    await token();
    await tokens.save(key, { accessToken: "theirs", expiresAtMs: clock.now() + 2 * hourMs });
    await clock.advance(hourMs);
    expect(await token()).toBe("Bearer theirs");
    expect(previous).toHaveLength(1);
  });

  it("renews once when two replicas find the token expired at the same moment", async () => {
    const { token, create, signal, clock, previous } = setUp();
    const replica = create();
    await token();
    await replica.authorize(signal);
    await clock.advance(hourMs);
    const [mine, theirs] = await Promise.all([token(), replica.authorize(signal)]);
    expect(mine).toBe("Bearer t2");
    expect(theirs).toEqual({ headers: { authorization: "Bearer t2" } });
    expect(previous).toHaveLength(2);
  });
});

describe("after a refusal", () => {
  it("renews when the parts are still the current ones", async () => {
    const { credential, signal, clock, previous } = setUp();
    const parts = await credential.authorize(signal);
    await clock.advance(minuteMs);
    expect(credential.refused?.({ headers: { ...parts.headers } })).toBe(true);
    expect(await credential.authorize(signal)).toEqual({ headers: { authorization: "Bearer t2" } });
    expect(previous).toHaveLength(2);
  });

  it("lets every call that was under way try the renewed one, with a single renewal", async () => {
    const { credential, signal, clock, previous } = setUp();
    const parts = await credential.authorize(signal);
    await clock.advance(minuteMs);
    expect([1, 2, 3].map(() => credential.refused?.(parts))).toEqual([true, true, true]);
    await Promise.all([credential.authorize(signal), credential.authorize(signal)]);
    expect(credential.refused?.(parts)).toBe(true);
    expect(await credential.authorize(signal)).toEqual({ headers: { authorization: "Bearer t2" } });
    expect(previous).toHaveLength(2);
  });

  it("does not renew what was obtained just now: it would be refused again", async () => {
    const { credential, signal, clock, previous } = setUp();
    const first = await credential.authorize(signal);
    expect(credential.refused?.(first)).toBe(false);
    await clock.advance(minuteMs);
    expect(credential.refused?.(first)).toBe(true);
    const second = await credential.authorize(signal);
    expect(credential.refused?.(second)).toBe(false);
    expect(await credential.authorize(signal)).toBe(second);
    expect(previous).toHaveLength(2);
  });

  it("does not take the refused token from the store again", async () => {
    const { credential, signal, tokens, clock } = setUp();
    await tokens.save(key, { accessToken: "revoked", expiresAtMs: clock.now() + hourMs });
    const parts = await credential.authorize(signal);
    expect(credential.refused?.(parts)).toBe(true);
    expect(await credential.authorize(signal)).toEqual({ headers: { authorization: "Bearer t1" } });
  });
});

describe("passing failures", () => {
  it("repeats twice with backoff, then succeeds", async () => {
    const { token, clock, previous, outcomes } = setUp([down(), down()]);
    const waiting = token();
    await clock.advance(250);
    expect(previous).toHaveLength(2);
    await clock.advance(1_000);
    expect(await waiting).toBe("Bearer t3");
    expect(outcomes).toEqual(["ok"]);
  });

  it("gives up after three tries with a retryable error: nothing was executed", async () => {
    const { token, clock, previous, outcomes, credential } = setUp([down(), down(), down()]);
    const failed = expect(token()).rejects.toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      retryable: true,
      outcome: "not_executed",
    });
    await clock.advance(1_250);
    await failed;
    expect(previous).toHaveLength(3);
    expect(outcomes).toEqual(["UPSTREAM_UNAVAILABLE"]);
    expect(credential.state()).toBe("ready");
    expect(await token()).toBe("Bearer t4");
  });

  it("waits as long as the vendor asks, and leaves a long pause to the caller", async () => {
    const asks = (retryAfterMs: number) => new ConnectorError("RATE_LIMITED", { message: "slow down", retryAfterMs });
    const short = setUp([asks(3_000)]);
    const waiting = short.token();
    await short.clock.advance(2_999);
    expect(short.previous).toHaveLength(1);
    await short.clock.advance(1);
    expect(await waiting).toBe("Bearer t2");
    const long = setUp([asks(60_000)]);
    await expect(long.token()).rejects.toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 60_000 });
    expect(long.previous).toHaveLength(1);
  });

  it("does not wait for ever for a token endpoint that is silent", async () => {
    const silent = () => new Promise<StoredToken>(() => {});
    const { token, clock } = setUp([silent, silent, silent]);
    const failed = expect(token()).rejects.toMatchObject({ code: "NETWORK", retryable: true, outcome: "not_executed" });
    await clock.advance(31_250);
    await failed;
  });

  it("answers a failure that no repeat mends without asking again for a minute", async () => {
    const wrong = new ConnectorError("NOT_CONFIGURED", { message: "wrong client" });
    const { token, clock, previous, credential } = setUp([wrong]);
    await expect(token()).rejects.toMatchObject({ code: "NOT_CONFIGURED", message: "wrong client" });
    expect(credential.state()).toBe("missing");
    await clock.advance(minuteMs - 1);
    await expect(token()).rejects.toMatchObject({ code: "NOT_CONFIGURED", message: "wrong client" });
    expect(previous).toHaveLength(1);
    await clock.advance(1);
    expect(await token()).toBe("Bearer t2");
    expect(credential.state()).toBe("ready");
  });
});

describe("a dead login", () => {
  it("is marked in the store and asked for no more", async () => {
    const { token, tokens, clock, previous, credential, create, signal } = setUp([dead()]);
    await tokens.save(key, { accessToken: "old", refreshToken: "r", expiresAtMs: clock.now() });
    await expect(token()).rejects.toMatchObject({ code: "NEEDS_REAUTH", retryable: false });
    expect(credential.state()).toBe("needs_reauth");
    expect(await tokens.load(key)).toMatchObject({ refreshToken: "r", dead: true });
    await clock.advance(24 * hourMs);
    await expect(token()).rejects.toMatchObject({ code: "NEEDS_REAUTH" });
    const restarted = create();
    await expect(restarted.authorize(signal)).rejects.toMatchObject({ code: "NEEDS_REAUTH" });
    expect(restarted.state()).toBe("needs_reauth");
    expect(previous).toHaveLength(1);
  });

  it("lives again as soon as a new token is saved", async () => {
    const { token, tokens, clock, credential } = setUp([dead()]);
    await expect(token()).rejects.toMatchObject({ code: "NEEDS_REAUTH" });
    await tokens.save(key, { accessToken: "reconnected", expiresAtMs: clock.now() + hourMs });
    expect(await token()).toBe("Bearer reconnected");
    expect(credential.state()).toBe("ready");
  });

  it("is remembered by this process when the mark cannot be written", async () => {
    const { store, failing } = createFailingStore();
    const { token, previous, clock } = setUp([dead()], store);
    failing.save = 1;
    await expect(token()).rejects.toMatchObject({ code: "NEEDS_REAUTH" });
    await clock.advance(hourMs);
    await expect(token()).rejects.toMatchObject({ code: "NEEDS_REAUTH" });
    expect(previous).toHaveLength(1);
  });
});

describe("a store that fails", () => {
  it("keeps a rotated pair back until it is saved, and does not ask for another", async () => {
    const { store, failing, inner } = createFailingStore();
    const { token, clock, previous } = setUp([{ refreshToken: "r2" }], store);
    await inner.save(key, { accessToken: "old", refreshToken: "r1", expiresAtMs: clock.now() });
    failing.save = 3;
    const failed = expect(token()).rejects.toMatchObject({
      code: "INTERNAL",
      retryable: true,
      message: expect.stringContaining("ECONNREFUSED"),
    });
    await clock.advance(600);
    await failed;
    expect(await inner.load(key)).toMatchObject({ refreshToken: "r1" });
    expect(await token()).toBe("Bearer t1");
    expect(await inner.load(key)).toMatchObject({ refreshToken: "r2" });
    expect(previous).toHaveLength(1);
  });

  it("gives way to a newer pair of another replica", async () => {
    const { store, failing, inner } = createFailingStore();
    const { token, clock } = setUp([{ refreshToken: "r2" }], store);
    failing.save = 3;
    const failed = expect(token()).rejects.toMatchObject({ code: "INTERNAL" });
    await clock.advance(600);
    await failed;
    await inner.save(key, { accessToken: "theirs", refreshToken: "r3", expiresAtMs: clock.now() + hourMs });
    expect(await token()).toBe("Bearer theirs");
    expect(await inner.load(key)).toMatchObject({ refreshToken: "r3" });
  });

  it("uses a token that rotated nothing although it could not be saved", async () => {
    const { store, failing } = createFailingStore();
    const { token, clock, outcomes } = setUp([], store);
    failing.save = 3;
    const waiting = token();
    await clock.advance(600);
    expect(await waiting).toBe("Bearer t1");
    expect(outcomes).toEqual(["ok"]);
  });

  it.each(["load", "lock"] as const)("reports a failing %s as ours, retryable and without the row", async (what) => {
    const { store, failing } = createFailingStore();
    const { token, credential } = setUp([], store);
    failing[what] = 1;
    const error = await token().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "INTERNAL", retryable: true });
    expect(inspect(error, { depth: 9 })).not.toContain("canary");
    expect(await token()).toBe("Bearer t1");
    expect(credential.state()).toBe("ready");
  });

  it("passes the renewal's own failure through the lock unchanged", async () => {
    const wrong = new ConnectorError("NOT_CONFIGURED", { message: "wrong client" });
    await expect(setUp([wrong]).token()).rejects.toMatchObject({ code: "NOT_CONFIGURED", message: "wrong client" });
  });

  it("does not show what a foreign error quotes", async () => {
    const error = await setUp([new TypeError("bad header canary-secret")])
      .token()
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "INTERNAL" });
    expect(inspect(error, { depth: 9 })).not.toContain("canary");
  });
});
