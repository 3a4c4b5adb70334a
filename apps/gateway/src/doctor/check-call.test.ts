import {
  type AnyOperation,
  type Connection,
  defineComposedOperation,
  type Envelope,
  type ErrorCode,
  errorCodes,
  type LiveCallCheck,
} from "@trunkline/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Ask, checkCall, createAsk } from "./check-call.js";

const operation: AnyOperation = defineComposedOperation({
  id: "shop.items.list",
  summary: "List items",
  docs: "https://shop.example/docs",
  effect: "read",
  input: z.object({}),
  output: z.object({ count: z.number() }),
  run: async () => ({ count: 0 }),
});

const meta = {} as Envelope<unknown>["meta"];
const answering = (data: unknown, messages: readonly string[] = []): Ask => {
  const warnings = messages.map((message) => ({ code: "W", message }));
  return async () => ({ ok: true, data, warnings, meta });
};
const failing = (code: ErrorCode, help: string = errorCodes[code].help): Ask => {
  const error = { code, message: "It failed.", retryable: false, outcome: "not_executed", help } as const;
  return async () => ({ ok: false, error, meta });
};
const run = (check: Omit<LiveCallCheck, "operation">, ask: Ask) =>
  checkCall({ help: "Do it." }, { operation, ...check }, { settings: {} }, ask);

describe("checkCall", () => {
  it("takes any answer for done where nothing reads it", async () => {
    expect(await run({ kind: "probe" }, answering({}))).toMatchObject({ state: "done", says: "answered" });
  });

  it("hands on what was found, and warnings", async () => {
    const read = () => ({ ok: true, says: "seven", found: "7" });
    expect(await run({ kind: "resource", read }, answering({ count: 7 }, ["old version"]))).toEqual({
      state: "done",
      says: "seven",
      found: "7",
      warnings: ["old version"],
    });
  });

  it("says what to do about an answer that lacks something", async () => {
    const read = () => ({ ok: false, says: "none" });
    expect(await run({ kind: "resource", read }, answering({}))).toMatchObject({ state: "missing", todo: ["Do it."] });
  });

  it("takes a refused right for an accepted login, and for a missing scope", async () => {
    expect(await run({ kind: "login" }, failing("UPSTREAM_FORBIDDEN"))).toMatchObject({ state: "done" });
    expect(await run({ kind: "scopes" }, failing("UPSTREAM_FORBIDDEN", "Grant it."))).toMatchObject({
      state: "missing",
      todo: ["Grant it.", "Do it."],
    });
  });

  it.each([
    "NETWORK",
    "RATE_LIMITED",
    "UPSTREAM_UNAVAILABLE",
    "DEADLINE_EXCEEDED",
    "QUOTA_EXHAUSTED",
    "DISABLED",
  ] as const)("leaves a step unchecked after %s", async (code) => {
    expect((await run({ kind: "login" }, failing(code))).state).toBe("unchecked");
  });

  it.each(["UPSTREAM_UNAUTHORIZED", "NEEDS_REAUTH", "NOT_CONFIGURED", "NOT_FOUND", "ACCOUNT_UNAVAILABLE"] as const)(
    "calls a step missing after %s",
    async (code) => {
      expect((await run({ kind: "login" }, failing(code))).state).toBe("missing");
    },
  );
});

it("makes equal calls once, and never takes a cached answer", async () => {
  const calls: unknown[] = [];
  const connection = {
    execute: async (_: unknown, input: unknown, options: unknown) => {
      calls.push([input, options]);
      return { ok: true, data: {}, warnings: [], meta };
    },
  } as unknown as Connection;
  const ask = createAsk(connection);
  await Promise.all([ask(operation, {}), ask(operation, {}), ask(operation, { limit: 1 })]);
  expect(calls).toEqual([
    [{}, expect.objectContaining({ fresh: true })],
    [{ limit: 1 }, expect.objectContaining({ fresh: true })],
  ]);
});
