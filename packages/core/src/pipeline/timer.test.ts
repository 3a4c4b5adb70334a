import { afterEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "../clock.js";
import { createManualClock } from "../testing/manual-clock.js";
import { startTimer } from "./timer.js";

afterEach(() => void vi.useRealTimers());

describe("startTimer", () => {
  it("fires on a clock that can only sleep", async () => {
    const clock = createManualClock();
    const fire = vi.fn();
    startTimer(clock, 100, fire);
    await clock.advance(99);
    expect(fire).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(fire).toHaveBeenCalledOnce();
  });

  it("does not fire when stopped, and leaves no sleeper behind", async () => {
    const clock = createManualClock();
    const fire = vi.fn();
    startTimer(clock, 100, fire)();
    await clock.advance(200);
    expect(fire).not.toHaveBeenCalled();
    expect(clock.sleeping()).toBe(0);
  });

  it("uses the machine's timers on the machine's clock", () => {
    vi.useFakeTimers();
    const fire = vi.fn();
    startTimer(systemClock, 100, fire);
    const stop = startTimer(systemClock, 100, fire);
    stop();
    vi.advanceTimersByTime(100);
    expect(fire).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });
});
