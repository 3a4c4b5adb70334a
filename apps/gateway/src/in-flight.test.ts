import { describe, expect, it } from "vitest";
import { createInFlight } from "./in-flight.js";

describe("createInFlight", () => {
  it("is idle at once with nothing under way", async () => {
    await expect(createInFlight().idle()).resolves.toBeUndefined();
  });

  it("becomes idle when the last call leaves", async () => {
    const inFlight = createInFlight();
    const [first, second] = [inFlight.enter(), inFlight.enter()];
    let isIdle = false;
    const idle = inFlight.idle().then(() => {
      isIdle = true;
    });
    first.leave();
    first.leave();
    await Promise.resolve();
    expect([isIdle, inFlight.size]).toEqual([false, 1]);
    second.leave();
    await idle;
    expect(isIdle).toBe(true);
  });

  it("follows the caller's signal, also one that was aborted before", () => {
    const inFlight = createInFlight();
    const caller = new AbortController();
    const { signal } = inFlight.enter(caller.signal);
    caller.abort("gone");
    expect([signal.aborted, signal.reason]).toEqual([true, "gone"]);
    expect(inFlight.enter(AbortSignal.abort("before")).signal.reason).toBe("before");
  });

  it("cuts off what is under way and nothing that came to its end", () => {
    const inFlight = createInFlight();
    const done = inFlight.enter();
    const running = inFlight.enter();
    done.leave();
    expect(inFlight.cut("stop")).toBe(1);
    expect([done.signal.aborted, running.signal.reason]).toEqual([false, "stop"]);
  });
});
