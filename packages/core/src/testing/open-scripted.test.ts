import { describe, expect, it } from "vitest";
import { createReply } from "../http/reply.js";
import { createManualClock } from "./manual-clock.js";
import { openScripted, settle } from "./open-scripted.js";

describe("openScripted", () => {
  it("gives the client the script, the clock and the jitter that the test holds", async () => {
    const opened = openScripted([createReply({ status: 204 })], (options) => options, { nowMs: 5, repeatLast: true });
    expect([opened.client.clock, opened.client.transport]).toEqual([opened.clock, opened.transport]);
    expect([opened.clock.now(), opened.client.random()]).toEqual([5, 0.5]);
    const exchange = () =>
      opened.client.transport.exchange(
        { method: "GET", url: "https://tea.test", headers: {} },
        { signal: new AbortController().signal },
      );
    expect([(await exchange()).status, (await exchange()).status]).toEqual([204, 204]);
  });
});

describe("settle", () => {
  it("lets waits pass one after the other and tells how long they took", async () => {
    const clock = createManualClock();
    const work = clock
      .sleep(1_000)
      .then(() => clock.sleep(500))
      .then(() => "tea");
    expect(await settle(clock, work)).toEqual({ value: "tea", tookMs: 1_500 });
  });

  it("passes a failure on", async () => {
    const clock = createManualClock();
    const work = clock.sleep(10).then(() => Promise.reject(new Error("cold")));
    await expect(settle(clock, work)).rejects.toThrow("cold");
  });
});
