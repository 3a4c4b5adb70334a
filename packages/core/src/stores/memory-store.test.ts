import { describe, expect, it } from "vitest";
import { createManualClock } from "../testing/manual-clock.js";
import { createMemoryStore } from "./memory-store.js";

const hour = { ttlMs: 3_600_000 };

describe("createMemoryStore", () => {
  it("gives back what was put in, and undefined values too", () => {
    const store = createMemoryStore({ clock: createManualClock() });
    store.set("a", 1, hour);
    store.set("b", undefined, hour);
    expect(store.get("a")).toMatchObject({ value: 1 });
    expect(store.get("b")).toHaveProperty("value", undefined);
    expect(store.get("c")).toBeUndefined();
  });

  it("forgets an entry exactly when its time is over and frees its bytes", async () => {
    const clock = createManualClock();
    const store = createMemoryStore({ clock });
    store.set("a", 1, { ttlMs: 100 });
    await clock.advance(99);
    expect(store.get("a")).toBeDefined();
    await clock.advance(1);
    expect(store.get("a")).toBeUndefined();
    expect([store.entries, store.sizeBytes]).toEqual([0, 0]);
  });

  it("pushes out what was used longest ago when there are too many entries", () => {
    const store = createMemoryStore({ clock: createManualClock(), maxEntries: 2 });
    store.set("a", 1, hour);
    store.set("b", 2, hour);
    store.get("a");
    store.set("c", 3, hour);
    expect(["a", "b", "c"].map((key) => store.get(key) !== undefined)).toEqual([true, false, true]);
  });

  it("stays within its bytes", () => {
    const store = createMemoryStore({ clock: createManualClock(), maxBytes: 10_000 });
    for (let index = 0; index < 1_000; index += 1) store.set(`key-${index}`, index, { ...hour, sizeBytes: 1_000 });
    expect(store.sizeBytes).toBeLessThanOrEqual(10_000);
    expect(store.entries).toBe(8);
    expect(store.get("key-999")).toBeDefined();
  });

  it("keeps nothing that is larger than itself, nor the older value it was to replace", () => {
    const store = createMemoryStore({ clock: createManualClock(), maxBytes: 1_000 });
    store.set("other", 1, hour);
    store.set("a", "small", hour);
    store.set("a", "large", { ...hour, sizeBytes: 2_000 });
    expect(store.get("a")).toBeUndefined();
    expect(store.get("other")).toBeDefined();
  });

  it("counts a replaced value once", () => {
    const store = createMemoryStore({ clock: createManualClock() });
    store.set("a", 1, { ...hour, sizeBytes: 500 });
    const { sizeBytes } = store;
    store.set("a", 2, { ...hour, sizeBytes: 500 });
    expect(store.sizeBytes).toBe(sizeBytes);
  });

  it.each([0, -1, Number.NaN])("keeps nothing for %d ms", (ttlMs) => {
    const store = createMemoryStore({ clock: createManualClock() });
    store.set("a", 1, { ttlMs });
    expect(store.entries).toBe(0);
  });

  it("keeps nothing when it may hold no bytes", () => {
    const store = createMemoryStore({ clock: createManualClock(), maxBytes: 0 });
    store.set("a", 1, { ...hour, sizeBytes: 0 });
    expect(store.entries).toBe(0);
  });

  it("guesses the size of strings and bytes", () => {
    const store = createMemoryStore({ clock: createManualClock() });
    store.set("a", "x".repeat(1_000), hour);
    store.set("b", new Uint8Array(1_000), hour);
    expect(store.sizeBytes).toBeGreaterThan(3_000);
  });

  it("deletes one entry and clears all", () => {
    const store = createMemoryStore({ clock: createManualClock() });
    store.set("a", 1, hour);
    store.set("b", 1, hour);
    store.delete("a");
    store.delete("unknown");
    expect(store.entries).toBe(1);
    store.clear();
    expect([store.entries, store.sizeBytes, store.get("b")]).toEqual([0, 0, undefined]);
  });
});
