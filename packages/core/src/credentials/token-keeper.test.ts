import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { ConnectorError } from "../errors/connector-error.js";
import { createFailingStore, hourMs, key, setUp } from "./renewing.fixture.js";

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
