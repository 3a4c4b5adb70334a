import { z } from "zod";
import { defineOperation } from "../define-operation.js";
import type { Reply } from "../http/transport.js";
import type { Call, Next, Policy } from "../pipeline/policy.js";

/** A read without input, for calls that need some operation. */
export const sampleRead = defineOperation({
  id: "tea.leaves.list",
  summary: "List tea leaves",
  docs: "https://tea.test/docs",
  effect: "read",
  input: z.object({}),
  output: z.object({}),
  request: () => ({ method: "GET", path: "/leaves" }),
  response: () => ({}),
});

/** A write that must not be repeated lightly. */
export const sampleWrite = defineOperation({
  id: "tea.leaves.create",
  summary: "Create a tea leaf",
  docs: "https://tea.test/docs",
  effect: "write",
  idempotency: "none",
  input: z.object({}),
  output: z.object({}),
  request: () => ({ method: "POST", path: "/leaves", body: {} }),
  response: () => ({}),
});

/** A call as the pipeline gets it: a read of {@link sampleRead}, not aborted, with a far deadline. */
export const createCall = (overrides: Partial<Call> = {}): Call => ({
  operation: sampleRead,
  input: {},
  request: { method: "GET", url: "https://tea.test/leaves", headers: {} },
  connectionKey: "default/tea/default",
  signal: new AbortController().signal,
  deadlineMs: Number.MAX_SAFE_INTEGER,
  lane: "interactive",
  caller: "",
  requestId: "request-1",
  idempotency: (overrides.operation ?? sampleRead).effect === "read" ? "natural" : "none",
  idempotencyKeySupplied: false,
  attempt: 1,
  fresh: false,
  journal: { attempts: 0, queuedMs: 0, cache: "none" },
  ...overrides,
});

/** Runs one policy around what comes next. */
export const runPolicy = (policy: Policy, next: Next, call: Call = createCall()): Promise<Reply> => policy(call, next);
