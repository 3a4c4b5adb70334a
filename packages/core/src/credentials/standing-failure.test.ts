import { describe, expect, it } from "vitest";
import { ConnectorError } from "../errors/connector-error.js";
import { createFailingStore, dead, down, hourMs, key, minuteMs, setUp } from "./renewing.fixture.js";
import type { StoredToken } from "./token-store.js";

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
