import { describe, expect, it } from "vitest";
import { ConnectorError } from "../errors/connector-error.js";
import { hourMs, key, minuteMs, setUp } from "./renewing.fixture.js";
import type { StoredToken } from "./token-store.js";

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
