import { type ComposedCall, ConnectorError, type Warning } from "@trunkline/core";
import { createManualClock } from "@trunkline/core/testing";
import { expect, test } from "vitest";
import { createSources } from "./sources.js";

const fail = (code: ConstructorParameters<typeof ConnectorError>[0]) => () =>
  Promise.reject(new ConnectorError(code, { message: "It broke." }));

const setUp = (timeLeftMs = 60_000) => {
  const clock = createManualClock();
  const warnings: Warning[] = [];
  const ended = new AbortController();
  const call = {
    signal: ended.signal,
    timeLeftMs: () => timeLeftMs,
    sleep: (ms: number) => clock.sleep(ms, ended.signal),
    warn: (warning: Warning) => void warnings.push(warning),
  } as ComposedCall;
  return { clock, warnings, ended, sources: createSources(call) };
};

test("a source that fails twice is told once", async () => {
  const { sources, warnings } = setUp();
  await sources.ask("good", async () => 1);
  await sources.ask("bad", fail("NETWORK"));
  await sources.ask("bad", fail("RATE_LIMITED"));
  expect(sources.missing()).toEqual([{ source: "bad", code: "NETWORK", message: "It broke." }]);
  expect(warnings.map(({ code }) => code)).toEqual(["SOURCE_MISSING"]);
});

test("a source that does not answer costs its own part", async () => {
  const { sources, clock } = setUp();
  const slow = sources.ask("slow", () => new Promise<never>(() => undefined));
  expect(await sources.ask("quick", async () => 1)).toBe(1);
  await clock.advance(25_000);
  expect(await slow).toBeUndefined();
  expect(sources.missing()).toMatchObject([{ source: "slow", code: "DEADLINE_EXCEEDED" }]);
});

test("a source is waited for less long when the call has less time", async () => {
  const { sources, clock } = setUp(5_000);
  await sources.ask("quick", async () => 1);
  const slow = sources.ask("slow", () => new Promise<never>(() => undefined));
  await clock.advance(4_000);
  expect(await slow).toBeUndefined();
  expect(sources.missing()).toMatchObject([{ message: "slow did not answer within 4 s." }]);
});

test("what the caller must correct is no missing source", async () => {
  const { sources } = setUp();
  await expect(sources.ask("any", fail("INVALID_INPUT"))).rejects.toMatchObject({ code: "INVALID_INPUT" });
});

test("a fault of our own is none of the source's", async () => {
  const { sources } = setUp();
  await expect(sources.ask("any", () => Promise.reject(new TypeError("bug")))).rejects.toThrow("bug");
});

test("a call that is over blames no source", async () => {
  const { sources, ended, warnings } = setUp();
  ended.abort();
  await expect(sources.ask("any", fail("CANCELLED"))).rejects.toMatchObject({ code: "CANCELLED" });
  expect(warnings).toEqual([]);
});

test("nothing asked is nothing missing", () => {
  expect(setUp().sources.missing()).toEqual([]);
});
