import { describe, expect, it } from "vitest";
import { createMemoryTokenStore } from "./memory-token-store.js";

describe("tokens in memory", () => {
  it("gives back what was saved last, key by key", async () => {
    const store = createMemoryTokenStore();
    await store.save("a", { accessToken: "1" });
    await store.save("a", { accessToken: "2" });
    expect(await store.load("a")).toEqual({ accessToken: "2" });
    expect(await store.load("b")).toBeUndefined();
  });

  it("is not changed through what went in or came out", async () => {
    const store = createMemoryTokenStore();
    const token = { accessToken: "1" };
    await store.save("a", token);
    token.accessToken = "changed";
    expect(await store.load("a")).toEqual({ accessToken: "1" });
    expect(Object.isFrozen(await store.load("a"))).toBe(true);
  });

  it("lets one at a time hold a key, in order of arrival, also after a failure", async () => {
    const store = createMemoryTokenStore();
    const log: string[] = [];
    const hold = (name: string) =>
      store.withLock("a", async () => {
        log.push(`${name} begins`);
        await Promise.resolve();
        log.push(`${name} ends`);
        if (name === "second") throw new Error("failed inside");
        return name;
      });
    const [first, second, third] = await Promise.allSettled([hold("first"), hold("second"), hold("third")]);
    expect(log).toEqual(["first begins", "first ends", "second begins", "second ends", "third begins", "third ends"]);
    expect(first).toMatchObject({ value: "first" });
    expect(second).toMatchObject({ reason: new Error("failed inside") });
    expect(third).toMatchObject({ value: "third" });
  });

  it("lets different keys be held at once", async () => {
    const store = createMemoryTokenStore();
    const { promise, resolve } = Promise.withResolvers<void>();
    const blocked = store.withLock("a", () => promise);
    expect(await store.withLock("b", async () => "free")).toBe("free");
    resolve();
    await blocked;
  });
});
