import { openTestStore } from "@trunkline/store/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Background, neverInBackground } from "./background.js";
import { createTokenStore } from "./token-store.js";

const open = async () => {
  const store = await openTestStore();
  onTestFinished(() => store.close());
  const durable = { state: { status: "ready" }, whenReady: async () => ({ store }) } as unknown as Background<{
    readonly store: typeof store;
  }>;
  return { replica: () => createTokenStore(durable) };
};

const key = "default/shopify/default#oauth-refresh.abc123";

describe("renewed logins", () => {
  it("outlive the process that renewed them", async () => {
    const { replica } = await open();
    const token = { accessToken: "a", refreshToken: "r", expiresAtMs: 17 };
    await replica().save(key, token);
    expect(await replica().load(key)).toEqual(token);
  });

  it("are not given to other credentials of the same connection", async () => {
    const { replica } = await open();
    await replica().save(key, { accessToken: "a" });
    expect(await replica().load("default/shopify/default#oauth-refresh.other")).toBeUndefined();
  });

  it("are renewed by one replica at a time, and the next sees what it saved", async () => {
    const { replica } = await open();
    const order: string[] = [];
    const renew = (name: string) =>
      replica().withLock(key, async () => {
        order.push(`${name} in`);
        const seen = await replica().load(key);
        await replica().save(key, { accessToken: `${seen?.accessToken ?? ""}${name}` });
        order.push(`${name} out`);
      });
    await Promise.all([renew("a"), renew("b")]);
    expect([order[0]?.[0], order[2]?.[0]]).toEqual([order[1]?.[0], order[3]?.[0]]);
    expect((await replica().load(key))?.accessToken).toHaveLength(2);
  });

  it("live in memory where there is no database", async () => {
    const tokens = createTokenStore(neverInBackground("off."));
    await tokens.save(key, { accessToken: "a" });
    expect(await tokens.load(key)).toEqual({ accessToken: "a" });
  });
});
