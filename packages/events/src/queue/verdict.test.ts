import { ConnectorError } from "@trunkline/core";
import { expect, it } from "vitest";
import type { Work } from "./consumer.js";
import { verdictOf } from "./verdict.js";

const work = { tries: 1, maxAttempts: 3 } as Work;
const cutOff = (outcome: "unknown" | "executed" | "not_executed") =>
  new ConnectorError("CONTRACT_VIOLATION", { message: "The reply is cut off.", retryable: false, outcome });
const verdict = (error: unknown, given: Work = work) => verdictOf(error, given, {}, () => 0.5);

it("ends at once what nothing will change", () => {
  expect(verdict(cutOff("not_executed"))).toEqual({ kind: "dead" });
  expect(verdict(cutOff("executed"))).toEqual({ kind: "dead" });
});

it("asks again after a write of which nobody knows whether it was done, so that the ledger finds out", () => {
  expect(verdict(cutOff("unknown"))).toEqual({ kind: "retry", delayMs: 500 });
});

it("gives up on such a write when its tries are used up", () => {
  expect(verdict(cutOff("unknown"), { ...work, tries: 3 })).toEqual({ kind: "dead" });
});

it("waits as long as it was asked to, without spending a try", () => {
  const limited = new ConnectorError("RATE_LIMITED", { message: "Slow down.", retryAfterMs: 2_000 });
  expect(verdict(limited)).toEqual({ kind: "snooze", delayMs: 2_250 });
});
