import { describe, expect, it } from "vitest";
import { minute, setUp, slots } from "./gate.fixture.js";

describe("kinds of buckets", () => {
  it("opens a new window a whole window after the first use came back", async () => {
    const { clock, spend, ask, remaining } = setUp([minute]);
    await clock.advance(7_000);
    await spend({ minute: 3 });
    expect(remaining("minute")).toBe(0);
    const waiting = ask({ minute: 1 });
    await clock.advance(59_999);
    expect(remaining("minute")).toBe(0);
    await clock.advance(1);
    expect((await waiting).waitedMs).toBe(60_000);
    expect(remaining("minute")).toBe(2);
  });

  it("counts on a refill only once the upstream has seen a call, or after a second", async () => {
    const silent = setUp();
    await silent.ask(100);
    const waiting = silent.ask(10);
    await silent.clock.advance(5_000);
    expect((await waiting).waitedMs).toBe(2_000);
    const answered = setUp();
    const first = await answered.ask(100);
    const second = answered.ask(10);
    await answered.clock.advance(300);
    first.settle(undefined, true);
    await answered.clock.advance(5_000);
    expect((await second).waitedMs).toBe(1_300);
  });

  it("opens a new window later while no reply has shown when the upstream's began, and grants nothing in between", async () => {
    const { clock, ask } = setUp([minute]);
    await ask({ minute: 1 });
    await clock.advance(60_000);
    const waiting = ask({ minute: 1 });
    await clock.advance(5_000);
    expect((await waiting).waitedMs).toBe(1_000);
  });

  it("aligns windows to the clock where the upstream does", async () => {
    const { clock, spend, gate } = setUp([{ ...minute, alignTo: "clock" }]);
    await clock.advance(45_000);
    await spend({ minute: 3 });
    expect(gate.meta("minute")).toEqual({ bucket: "minute", remaining: 0, resetMs: 15_000 });
    await clock.advance(15_000);
    expect(gate.meta("minute")?.remaining).toBe(3);
  });

  it("does not hold the last window's reply against the new window", async () => {
    const { clock, ask, remaining } = setUp([{ ...minute, alignTo: "clock" }]);
    const slow = await ask({ minute: 1 });
    await clock.advance(60_000);
    const fresh = await ask({ minute: 1 });
    slow.settle([{ bucket: "minute", remaining: 0 }], true);
    expect(remaining("minute")).toBe(2);
    fresh.settle(undefined, true);
    expect(remaining("minute")).toBe(2);
  });

  it("follows a window's limit when replies state it", async () => {
    const { spend, gate } = setUp([minute]);
    await spend({ minute: 1 }, [{ bucket: "minute", capacity: 10 }]);
    expect(gate.states()[0]).toMatchObject({ capacity: 10, remaining: 9 });
  });

  it("counts calls at once, and frees a place with each settlement", async () => {
    const { ask, note, granted, remaining } = setUp([slots]);
    const first = await ask({ slots: 1 });
    await ask({ slots: 1 });
    const waiting = note("third", { slots: 1 });
    expect(remaining("slots")).toBe(0);
    first.settle([{ bucket: "slots", remaining: 0 }], true);
    await waiting;
    expect(granted).toEqual(["third"]);
  });
});
