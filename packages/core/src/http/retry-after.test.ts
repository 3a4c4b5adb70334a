import { describe, expect, it } from "vitest";
import { retryAfterMs } from "./retry-after.js";

const now = Date.UTC(2026, 9, 21, 7, 28, 0);
const wait = (headers: Record<string, string>) => retryAfterMs(headers, now);

describe("retryAfterMs", () => {
  it.each([
    ["whole seconds", "120", 120_000],
    ["fractions of a second", "1.5", 1_500],
    ["zero", "0", 0],
    ["a date", "Wed, 21 Oct 2026 07:28:30 GMT", 30_000],
    ["an obsolete date form", "Wednesday, 21-Oct-26 07:28:30 GMT", 30_000],
    ["a date that has passed as no wait", "Wed, 21 Oct 2026 07:27:00 GMT", 0],
    ["the larger of a repeated header", "5, 10", 10_000],
    ["more than a day as a day", "999999", 86_400_000],
    ["surrounding space", " 7 ", 7_000],
  ])("reads %s", (_, value, ms) => expect(wait({ "retry-after": value })).toBe(ms));

  it.each(["-5", "soon", "", "1e3", "5s", "NaN", "Infinity", "0x10", "Wed, 99 Foo 2026"])("ignores %j", (value) =>
    expect(wait({ "retry-after": value })).toBeUndefined(),
  );

  it("measures a date against the reply's own clock", () => {
    const date = "Wed, 21 Oct 2026 09:00:00 GMT";
    expect(wait({ date, "retry-after": "Wed, 21 Oct 2026 09:00:05 GMT" })).toBe(5_000);
    expect(wait({ date: "rubbish", "retry-after": "Wed, 21 Oct 2026 07:28:05 GMT" })).toBe(5_000);
  });

  it.each([
    ["retry-after-ms", { "retry-after-ms": "250" }, 250],
    ["x-ratelimit-reset-after", { "x-ratelimit-reset-after": "0.25" }, 250],
    ["ratelimit-reset", { "ratelimit-reset": "50" }, 50_000],
    ["x-ratelimit-reset as a delta", { "x-ratelimit-reset": "12" }, 12_000],
    ["x-ratelimit-reset as epoch seconds", { "x-ratelimit-reset": String(now / 1000 + 9) }, 9_000],
    ["x-ratelimit-reset as epoch milliseconds", { "x-ratelimit-reset": String(now + 900) }, 900],
    ["x-ratelimit-reset as an ISO date", { "x-ratelimit-reset": "2026-10-21T07:28:03Z" }, 3_000],
    ["x-rate-limit-reset", { "x-rate-limit-reset": "3" }, 3_000],
    ["the older ratelimit draft", { ratelimit: "limit=100, remaining=0, reset=50" }, 50_000],
    ["the newer ratelimit draft", { ratelimit: '"default";r=0;t=30' }, 30_000],
    ["the longest of the used up policies", { ratelimit: '"a";r=0;t=5, "b";r=0;t=60, "c";r=9;t=900' }, 60_000],
  ])("reads %s", (_, headers, ms) => expect(wait(headers as unknown as Record<string, string>)).toBe(ms));

  it("takes Retry-After before any window's reset", () =>
    expect(wait({ "retry-after": "1", "ratelimit-reset": "99", "x-ratelimit-reset": "99" })).toBe(1_000));

  it("falls back on the reset when Retry-After is rubbish", () =>
    expect(wait({ "retry-after": "later", "ratelimit-reset": "4" })).toBe(4_000));

  it.each([
    { "ratelimit-remaining": "3", "ratelimit-reset": "50" },
    { "x-ratelimit-remaining": "3", "x-ratelimit-reset": "50" },
    { ratelimit: "limit=100, remaining=3, reset=50" },
    { ratelimit: '"default";r=3;t=30' },
  ])("asks for no wait while something is left in the window: %j", (headers) =>
    expect(wait(headers as unknown as Record<string, string>)).toBeUndefined(),
  );

  it("has nothing to say without a header", () => expect(wait({})).toBeUndefined());
});
