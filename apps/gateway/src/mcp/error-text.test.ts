import { ConnectorError, type ErrorCode, errorCodes, toErrorEnvelope } from "@trunkline/core";
import { expect, test } from "vitest";
import { toErrorText } from "./error-text.js";

const textOf = (code: ErrorCode, fields: Partial<ConstructorParameters<typeof ConnectorError>[1]> = {}) =>
  toErrorText(toErrorEnvelope(new ConnectorError(code, { message: "It failed.", ...fields })));

test.each(Object.keys(errorCodes) as ErrorCode[])(
  "%s says what happened, whether to call again and what to do",
  (code) => {
    const text = textOf(code);
    expect(text).toContain(`${code}: It failed.`);
    expect(text).toMatch(errorCodes[code].retryable ? /may succeed later/ : /will fail again/);
    expect(text).toContain(`What to do: ${errorCodes[code].help}`);
  },
);

test("says how long to wait", () => {
  expect(textOf("RATE_LIMITED", { retryAfterMs: 2_400 })).toContain("Call again after 3 s.");
  expect(textOf("CIRCUIT_OPEN", { retryAfterMs: 900 })).toContain("Calls are refused for another 1 s.");
});

test("never advises to repeat a write that may have happened", () => {
  const text = textOf("ATTEMPT_TIMEOUT", { outcome: "unknown" });
  expect(text).toContain("unknown whether the write took effect");
  expect(text).not.toContain("may succeed later");
  expect(textOf("CONTRACT_VIOLATION", { outcome: "executed" })).toContain("Do not repeat it.");
});

test("names the key that makes repeating harmless, and when that may tell more", () => {
  const error = { message: "It failed.", outcome: "unknown", retryable: true, retryAfterMs: 4_000 } as const;
  const text = toErrorText(toErrorEnvelope(new ConnectorError("NETWORK", error)), { idempotencyKey: "key-1" });
  expect(text).toContain('repeat it with the same idempotencyKey ("key-1")');
  expect(text).toContain("After 4 s the same call");
});

test("warns against another key while the first call is running", () => {
  const text = textOf("IN_PROGRESS", { retryAfterMs: 1_000, outcome: "unknown" });
  expect(text).toContain("Do not use another idempotencyKey");
  expect(text).toContain("after 1 s");
});

test("says that only a person can log in again", () => {
  expect(textOf("NEEDS_REAUTH")).toContain("tell the user which connection it is");
  expect(textOf("FORBIDDEN")).toContain("Only the operator can grant the scope");
});

test("names every broken path and what the upstream said", () => {
  const text = textOf("INVALID_INPUT", {
    issues: [
      { path: "a.b", message: "Required" },
      { path: "", message: "Unknown key" },
    ],
    upstream: { code: "X1", message: "No." },
    status: 422,
  });
  expect(text).toContain("- a.b: Required\n- (input): Unknown key");
  expect(text).toContain("The upstream answered 422: X1: No.");
});
