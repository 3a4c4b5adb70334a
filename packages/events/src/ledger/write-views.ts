import { z } from "zod";

/** States of a write. */
export const WriteStates = z.enum(["running", "done", "failed", "unknown"]);

/** Which writes are wanted. */
export const ListWritesInput = z.strictObject({
  state: WriteStates.optional().describe("unknown: nobody knows whether it took effect"),
  connection: z.string().max(300).optional().describe("tenant/connector/name"),
  operation: z.string().max(200).optional().describe("Operation id"),
  key: z.string().max(255).optional().describe("Idempotency key, as the ledger has it: caller:key"),
  limit: z.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional()
    .describe("nextCursor of the page before"),
});
/** Which writes are wanted. */
export type ListWritesInput = z.input<typeof ListWritesInput>;

/** One write, as people see it. */
export const WriteView = z.object({
  id: z.number().int(),
  connection: z.string(),
  operation: z.string(),
  key: z.string(),
  keySupplied: z.boolean().describe("False: the key was minted for the call"),
  caller: z.string(),
  state: WriteStates,
  attempts: z.number().int().describe("Times it was begun"),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  settledBy: z.string().optional().describe("How an unknown outcome was settled: reading, person"),
  error: z.object({ code: z.string(), message: z.string(), outcome: z.string() }).optional().describe("How it failed"),
  requestId: z.string(),
  trace: z.string().optional().describe("W3C traceparent"),
  checks: z.number().int().describe("Times it was looked for by reading"),
  nextCheckAt: z.string().optional(),
});
/** One write, as people see it. */
export type WriteView = z.output<typeof WriteView>;

/** A page of writes, newest first. */
export const WritePage = z.object({ writes: z.array(WriteView), nextCursor: z.string().optional() });
/** A page of writes, newest first. */
export type WritePage = z.output<typeof WritePage>;

/** One write with what went out and what came back. */
export const WriteDetail = WriteView.extend({
  input: z.unknown().describe("Secrets hidden; absent when it was too large to keep"),
  inputComplete: z.boolean(),
  answer: z
    .object({ status: z.number().int().optional(), text: z.string(), truncated: z.boolean() })
    .optional()
    .describe("First answer: the upstream's reply, or what was found"),
});
/** One write with what went out and what came back. */
export type WriteDetail = z.output<typeof WriteDetail>;

/** What a person has found out about a write whose outcome is unknown. */
export const ResolveWriteInput = z.strictObject({
  id: z.number().int().min(1),
  outcome: z.enum(["executed", "not_executed"]).describe("not_executed: a repeat with the same key does it"),
  note: z.string().trim().min(3).max(2_000).describe("How you know"),
  data: z.unknown().optional().describe("Of an executed write: what it should have answered, for its repeats"),
});
/** What a person has found out about a write whose outcome is unknown. */
export type ResolveWriteInput = z.input<typeof ResolveWriteInput>;
