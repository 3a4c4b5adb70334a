import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { failure, settled } from "../../test/pipeline-fixture.js";
import type { Clock } from "../clock.js";
import { createManualClock } from "../testing/manual-clock.js";
import { createBulkhead, type SlotRequest } from "./bulkhead-slots.js";

const setUp = ({ bulkheadSlots = 1, bulkheadQueue = 100, bulkLaneShare = 0.25 } = {}) => {
  const clock = createManualClock();
  const bulkhead = createBulkhead({ limits: { bulkheadSlots, bulkheadQueue, bulkLaneShare }, clock });
  const started: string[] = [];
  const enter = (name: string, overrides: Partial<SlotRequest> = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const call = {
      signal: new AbortController().signal,
      lane: "interactive" as const,
      deadlineMs: clock.now() + 30_000,
      ...overrides,
    };
    const result = bulkhead
      .run(call, () => {
        started.push(name);
        return promise;
      })
      .catch((error: unknown) => error);
    return { result, finish: () => resolve(name), fail: reject };
  };
  return { clock, bulkhead, started, enter };
};

describe("createBulkhead", () => {
  it("runs as many at once as there are slots", async () => {
    const { bulkhead, started, enter } = setUp({ bulkheadSlots: 2 });
    const [first] = [enter("a"), enter("b"), enter("c")];
    expect(started).toEqual(["a", "b"]);
    expect([bulkhead.inFlight(), bulkhead.queued()]).toEqual([2, 1]);
    first?.finish();
    await settled();
    expect(started).toEqual(["a", "b", "c"]);
    expect([bulkhead.inFlight(), bulkhead.queued()]).toEqual([2, 0]);
  });

  it("gives the slot back after a failure", async () => {
    const { bulkhead, enter } = setUp();
    const only = enter("a");
    only.fail(failure("NETWORK"));
    expect(await only.result).toMatchObject({ code: "NETWORK" });
    expect(bulkhead.inFlight()).toBe(0);
  });

  it("tells how long a call waited", async () => {
    const { clock, enter } = setUp();
    const first = enter("a");
    const second = enter("b");
    await clock.advance(40);
    first.finish();
    second.finish();
    expect(await first.result).toEqual({ value: "a", waitedMs: 0 });
    expect(await second.result).toEqual({ value: "b", waitedMs: 40 });
  });

  it("refuses with BULKHEAD_FULL when too many wait", async () => {
    const { enter, started } = setUp({ bulkheadQueue: 1 });
    enter("a");
    enter("b");
    expect(await enter("c").result).toMatchObject({ code: "BULKHEAD_FULL", retryable: true, outcome: "not_executed" });
    expect(started).toEqual(["a"]);
  });

  it("keeps room for interactive calls when bulk work has filled its queue", async () => {
    const { bulkhead, enter } = setUp({ bulkheadQueue: 1 });
    enter("a");
    enter("b", { lane: "bulk" });
    enter("c");
    expect(await enter("d", { lane: "bulk" }).result).toMatchObject({ code: "BULKHEAD_FULL" });
    expect(bulkhead.queued()).toBe(2);
  });

  it("lets a queued call leave at once when aborted, and frees its place", async () => {
    const { bulkhead, enter, started } = setUp({ bulkheadQueue: 1 });
    const first = enter("a");
    const controller = new AbortController();
    const reason = failure("CANCELLED");
    const leaver = enter("b", { signal: controller.signal });
    controller.abort(reason);
    expect(await leaver.result).toBe(reason);
    expect(bulkhead.queued()).toBe(0);
    enter("c");
    first.finish();
    await settled();
    expect(started).toEqual(["a", "c"]);
  });

  it("takes no slot for a call that is aborted already", async () => {
    const { bulkhead, enter, started } = setUp();
    const reason = failure("CANCELLED");
    expect(await enter("a", { signal: AbortSignal.abort(reason) }).result).toBe(reason);
    expect([bulkhead.inFlight(), started]).toEqual([0, []]);
  });

  it("gives the slot on when a call is aborted between being admitted and running", async () => {
    const controller = new AbortController();
    const reason = failure("CANCELLED");
    let isAdmitting = false;
    const clock: Clock = {
      ...createManualClock(),
      monotonic: () => {
        if (isAdmitting) controller.abort(reason); // read while the slot changes hands
        return 0;
      },
    };
    const bulkhead = createBulkhead({ limits: { bulkheadSlots: 1, bulkheadQueue: 9, bulkLaneShare: 0.2 }, clock });
    const ran: string[] = [];
    const enter = (name: string, signal: AbortSignal) =>
      bulkhead.run(
        { signal, lane: "interactive", deadlineMs: Number.POSITIVE_INFINITY },
        async () => void ran.push(name),
      );
    const runs = [
      enter("a", new AbortController().signal),
      enter("b", controller.signal),
      enter("c", new AbortController().signal),
    ];
    isAdmitting = true;
    const [, second] = await Promise.allSettled(runs);
    expect(second).toMatchObject({ status: "rejected", reason });
    expect(ran).toEqual(["a", "c"]);
    expect(bulkhead.inFlight()).toBe(0);
  });

  it("lets interactive calls overtake bulk ones, which still get their share", async () => {
    const { started, enter } = setUp({ bulkLaneShare: 0.25 });
    const calls = [enter("first")];
    for (let index = 0; index < 8; index += 1) calls.push(enter(`bulk-${index}`, { lane: "bulk" }));
    for (let index = 0; index < 8; index += 1) calls.push(enter(`interactive-${index}`));
    for (const call of calls) call.finish();
    await settled();
    const lanes = started.slice(1, 9).map((name) => name.split("-")[0]);
    expect(lanes.slice(0, 4)).toEqual(["interactive", "interactive", "interactive", "bulk"]);
    expect(lanes.filter((lane) => lane === "bulk")).toHaveLength(2);
    expect(started).toHaveLength(17);
  });

  it("serves a lane in the order of arrival", async () => {
    const { started, enter } = setUp();
    const calls = ["a", "b", "c", "d"].map((name) => enter(name));
    for (const call of calls) call.finish();
    await settled();
    expect(started).toEqual(["a", "b", "c", "d"]);
  });

  it("does not start a call whose deadline passed in the queue", async () => {
    const { clock, started, enter } = setUp();
    const first = enter("a");
    const late = enter("b", { deadlineMs: clock.now() + 10 });
    enter("c");
    await clock.advance(10);
    first.finish();
    expect(await late.result).toMatchObject({ code: "DEADLINE_EXCEEDED", outcome: "not_executed" });
    await settled();
    expect(started).toEqual(["a", "c"]);
  });

  it("never runs more than its slots while calls come, fail and leave in any order", async () => {
    const { bulkhead } = setUp({ bulkheadSlots: 3 });
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await settled();
      running -= 1;
      if (running === 1) throw failure("NETWORK");
    };
    const controllers = Array.from({ length: 90 }, () => new AbortController());
    const runs = controllers.map(({ signal }, index) =>
      bulkhead
        .run({ signal, lane: index % 3 === 0 ? "bulk" : "interactive", deadlineMs: Number.POSITIVE_INFINITY }, work)
        .catch(() => {}),
    );
    for (const [index, controller] of controllers.entries())
      if (index % 4 === 0) controller.abort(failure("CANCELLED"));
    await Promise.all(runs);
    expect(most).toBe(3);
    expect([bulkhead.inFlight(), bulkhead.queued()]).toEqual([0, 0]);
  });

  it("leaves no listener behind", async () => {
    const { enter } = setUp();
    const { signal } = new AbortController();
    const calls = [enter("a", { signal }), enter("b", { signal })];
    for (const call of calls) call.finish();
    await Promise.all(calls.map(({ result }) => result));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });
});
