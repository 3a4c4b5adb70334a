import { expect, it } from "vitest";
import { createManualClock } from "./manual-clock.js";

it("stands still until told", async () => {
  const clock = createManualClock(1_000);
  expect([clock.now(), clock.monotonic()]).toEqual([1_000, 0]);
  await clock.advance(250);
  expect([clock.now(), clock.monotonic()]).toEqual([1_250, 250]);
});

it("wakes sleepers in the order of their time, at their time", async () => {
  const clock = createManualClock(0);
  const woken: string[] = [];
  const sleepFor = async (name: string, ms: number) => {
    await clock.sleep(ms);
    woken.push(`${name}@${clock.now()}`);
  };
  void sleepFor("late", 300);
  void sleepFor("early", 100);
  void sleepFor("never", 1_000);
  await clock.advance(500);
  expect(woken).toEqual(["early@100", "late@300"]);
  expect(clock.sleeping()).toBe(1);
});

it("wakes what a woken sleeper puts to sleep, if that falls due too", async () => {
  const clock = createManualClock(0);
  const times: number[] = [];
  void (async () => {
    for (;;) {
      await clock.sleep(100);
      times.push(clock.now());
    }
  })();
  await clock.advance(350);
  expect(times).toEqual([100, 200, 300]);
});

it("rejects a sleeper with the signal's reason and forgets it", async () => {
  const clock = createManualClock();
  const controller = new AbortController();
  const sleeping = clock.sleep(100, controller.signal);
  controller.abort("enough");
  await expect(sleeping).rejects.toBe("enough");
  expect(clock.sleeping()).toBe(0);
});

it("rejects at once when the signal is aborted already", async () => {
  await expect(createManualClock().sleep(1, AbortSignal.abort("before"))).rejects.toBe("before");
});

it("moves on to the next sleeper, and says when there is none", async () => {
  const clock = createManualClock(0);
  const sleeping = clock.sleep(86_400_000);
  expect(await clock.advanceToNext()).toBe(true);
  await sleeping;
  expect(clock.now()).toBe(86_400_000);
  expect(await clock.advanceToNext()).toBe(false);
});
