import { describe, expect, it } from "vitest";
import { setUp, slots } from "./gate.fixture.js";

describe("leaving", () => {
  it("rejects an aborted waiter at once with the signal's reason and gives its place to the next", async () => {
    const { clock, ask, note, spend, granted } = setUp();
    await spend(100);
    const controller = new AbortController();
    const big = ask(100, { signal: controller.signal });
    const small = note("small", 10);
    await clock.advance(1_000);
    expect(granted).toEqual([]);
    controller.abort(new Error("changed my mind"));
    await expect(big).rejects.toThrow("changed my mind");
    await small;
    expect(granted).toEqual(["small"]);
    expect(clock.sleeping()).toBe(0);
  });

  it("does not even queue a call that is aborted already", async () => {
    const { ask, remaining } = setUp();
    await expect(ask(10, { signal: AbortSignal.abort(new Error("too late")) })).rejects.toThrow("too late");
    expect(remaining()).toBe(100);
  });

  it("does not mind an abort after the grant", async () => {
    const { clock, ask, spend, remaining } = setUp();
    await spend(100);
    const controller = new AbortController();
    const waiting = ask(10, { signal: controller.signal });
    await clock.advance(1_000);
    controller.abort();
    (await waiting).settle(undefined, false);
    expect(remaining()).toBe(10);
  });

  it("refuses a waiter at its deadline when no time could be told beforehand", async () => {
    const { clock, ask } = setUp([slots]);
    await ask({ slots: 2 });
    const waiting = ask({ slots: 1 }, { withinMs: 1_000 });
    const refused = expect(waiting).rejects.toMatchObject({ code: "RATE_LIMITED", outcome: "not_executed" });
    await clock.advance(1_000);
    await refused;
  });

  it("keeps one timer whatever the number of waiters, and none without", async () => {
    const { clock, note, spend } = setUp();
    await spend(100);
    const all = Array.from({ length: 50 }, (_, index) => note(`${index}`, 1, { caller: `${index}` }));
    await clock.advance(0);
    expect(clock.sleeping()).toBe(1);
    await clock.advance(5_000);
    await Promise.all(all);
    expect(clock.sleeping()).toBe(0);
  });

  it("refuses waiters and newcomers once closed", async () => {
    const { clock, gate, ask, spend } = setUp();
    await spend(100);
    const waiting = ask(10);
    gate.close();
    await expect(waiting).rejects.toMatchObject({ code: "SHUTTING_DOWN", outcome: "not_executed" });
    await expect(ask(10)).rejects.toMatchObject({ code: "SHUTTING_DOWN" });
    expect(clock.sleeping()).toBe(0);
  });
});
