import { describe, expect, it } from "vitest";
import { failure } from "../../test/pipeline-fixture.js";
import { defaultLimits } from "../config/limits.js";
import { createManualClock } from "../testing/manual-clock.js";
import { type BreakerState, createBreaker } from "./breaker.js";

const limits = { ...defaultLimits, breakerMinimumCalls: 4, breakerWindowMs: 10_000, breakerOpenMs: 5_000 };

const setUp = (overrides = {}) => {
  const clock = createManualClock();
  const states: BreakerState[] = [];
  const breaker = createBreaker({
    limits: { ...limits, ...overrides },
    clock,
    onStateChange: (state) => void states.push(state),
  });
  const fail = (error: unknown = failure("UPSTREAM_UNAVAILABLE", { status: 500 })) =>
    breaker.run(() => Promise.reject(error)).catch((thrown: unknown) => thrown);
  const succeed = () => breaker.run(async () => "ok").catch((thrown: unknown) => thrown);
  const times = async (count: number, work: () => Promise<unknown>) => {
    for (let index = 0; index < count; index += 1) await work();
  };
  return { clock, breaker, states, fail, succeed, times };
};

describe("createBreaker", () => {
  it("opens when failures make up the stated share of the minimum of calls", async () => {
    const { breaker, fail, succeed, times } = setUp();
    await times(2, succeed);
    await times(1, fail);
    expect(breaker.state()).toBe("closed");
    await fail();
    expect(breaker.state()).toBe("open");
  });

  it("can be told to open only when everything fails", async () => {
    const { breaker, fail, succeed, times } = setUp({ breakerFailureRatio: 1 });
    await succeed();
    await times(20, fail);
    expect(breaker.state()).toBe("closed");
    const strict = setUp({ breakerFailureRatio: 1 });
    await strict.times(4, strict.fail);
    expect(strict.breaker.state()).toBe("open");
  });

  it("forgets failures older than the window, however few calls came since", async () => {
    const { clock, breaker, fail, times } = setUp();
    await times(3, fail);
    await clock.advance(10_001);
    await fail();
    expect(breaker.state()).toBe("closed");
  });

  it("does not count sparse failures together", async () => {
    const { clock, breaker, fail, times } = setUp();
    await times(20, async () => {
      await fail();
      await clock.advance(4_000);
    });
    expect(breaker.state()).toBe("closed");
  });

  it("refuses without running the work while open, and says until when", async () => {
    const { clock, breaker, fail, times } = setUp();
    await times(4, fail);
    await clock.advance(1_000);
    let ran = false;
    const answer = breaker.run(async () => {
      ran = true;
    });
    await expect(answer).rejects.toMatchObject({
      code: "CIRCUIT_OPEN",
      outcome: "not_executed",
      retryable: false,
      retryAfterMs: 4_000,
    });
    expect(ran).toBe(false);
    expect(breaker.openUntilMs()).toBe(clock.now() + 4_000);
  });

  it("lets exactly one probe through and closes when it succeeds", async () => {
    const { clock, breaker, states, fail, succeed, times } = setUp();
    await times(4, fail);
    await clock.advance(5_000);
    expect(breaker.state()).toBe("half-open");
    expect(breaker.openUntilMs()).toBeUndefined();
    const { promise, resolve } = Promise.withResolvers<string>();
    const probe = breaker.run(() => promise);
    expect(await succeed()).toMatchObject({ code: "CIRCUIT_OPEN", retryAfterMs: 1_000 });
    resolve("ok");
    expect(await probe).toBe("ok");
    expect(await succeed()).toBe("ok");
    expect(states).toEqual(["open", "half-open", "closed"]);
  });

  it("opens again when the probe fails", async () => {
    const { clock, breaker, fail, succeed, times } = setUp();
    await times(4, fail);
    await clock.advance(5_000);
    await fail();
    expect(breaker.state()).toBe("open");
    expect(await succeed()).toMatchObject({ code: "CIRCUIT_OPEN", retryAfterMs: 5_000 });
  });

  it("starts counting anew after a probe closed it", async () => {
    const { clock, breaker, fail, succeed, times } = setUp();
    await times(4, fail);
    await clock.advance(5_000);
    await succeed();
    await times(3, fail);
    expect(breaker.state()).toBe("closed");
  });

  it.each(["CANCELLED", "DEADLINE_EXCEEDED", "BULKHEAD_FULL", "RATE_LIMITED", "NEEDS_REAUTH"] as const)(
    "takes a probe that ended with our own %s for no proof: the next call probes",
    async (code) => {
      const { clock, breaker, fail, succeed, times } = setUp();
      await times(4, fail);
      await clock.advance(5_000);
      expect(await fail(failure(code))).toMatchObject({ code });
      expect(breaker.state()).toBe("half-open");
      expect(await succeed()).toBe("ok");
      expect(breaker.state()).toBe("closed");
    },
  );

  it.each([
    ["RATE_LIMITED", 429],
    ["NOT_FOUND", 404],
  ] as const)("takes a probe answered with %s for proof that the upstream is back", async (code, status) => {
    const { clock, breaker, fail, times } = setUp();
    await times(4, fail);
    await clock.advance(5_000);
    await fail(failure(code, { status }));
    expect(breaker.state()).toBe("closed");
  });

  it("never opens for 429s", async () => {
    const { breaker, fail, times } = setUp();
    await times(50, () => fail(failure("RATE_LIMITED", { status: 429 })));
    expect(breaker.state()).toBe("closed");
  });

  it("does not let 429s dilute the failures either", async () => {
    const { breaker, fail, times } = setUp();
    await times(50, () => fail(failure("RATE_LIMITED", { status: 429 })));
    await times(4, fail);
    expect(breaker.state()).toBe("open");
  });

  it("counts a refusal such as 404 as a sign of health", async () => {
    const { breaker, fail, times } = setUp();
    await times(6, () => fail(failure("NOT_FOUND", { status: 404 })));
    await times(5, fail);
    expect(breaker.state()).toBe("closed");
    await fail();
    expect(breaker.state()).toBe("open");
  });

  it("ignores how attempts end that began before it opened", async () => {
    const { clock, breaker, fail, times } = setUp();
    const late = Promise.withResolvers<never>();
    const old = breaker.run(() => late.promise).catch(() => {});
    await times(4, fail);
    await clock.advance(5_000);
    const probing = Promise.withResolvers<string>();
    const probe = breaker.run(() => probing.promise);
    late.reject(failure("UPSTREAM_UNAVAILABLE"));
    await old;
    expect(breaker.state()).toBe("half-open");
    probing.resolve("ok");
    await probe;
    expect(breaker.state()).toBe("closed");
  });

  it("reports nothing more once closed for good", async () => {
    const { breaker, states, fail, times } = setUp();
    breaker.close();
    await times(4, fail);
    expect(states).toEqual([]);
  });
});
