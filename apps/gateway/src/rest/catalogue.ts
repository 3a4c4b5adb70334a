import type { OperationEntry } from "@trunkline/registry";
import { z } from "zod";
import { scopeOf } from "../auth/scopes.js";
import { pathOf } from "./paths.js";

/** How the list of operations may be narrowed. */
export const CatalogueQuery = z.strictObject({
  connector: z.string().optional().describe("Connector id"),
  effect: z.enum(["read", "write", "destroy"]).optional().describe("Effect class"),
  q: z.string().max(200).optional().describe("Words that all occur in id, summary, description or keywords"),
});

/** An operation in a list. */
export const toSummary = (entry: OperationEntry) => ({
  id: entry.id,
  connector: entry.connector,
  summary: entry.summary,
  effect: entry.effect,
  idempotency: entry.idempotency,
  scope: scopeOf(entry),
  path: pathOf(entry.id),
  ...(entry.uses.length > 0 && { uses: entry.uses }),
  methods: entry.effect === "read" ? ["GET", "POST"] : ["POST"],
  ...(entry.pageItems !== undefined && { pageItems: entry.pageItems }),
  hash: entry.hash,
});

/** An operation with everything a caller needs to use it. */
export const toDetail = (entry: OperationEntry) => ({
  ...toSummary(entry),
  ...(entry.description !== undefined && { description: entry.description }),
  docs: entry.docs,
  upstreamScopes: entry.scopes,
  keywords: entry.keywords,
  examples: entry.examples,
  inputSchema: entry.inputSchema,
  outputSchema: entry.outputSchema,
});

/** Whether every word of the question occurs in what the operation says of itself. */
export const matchesWords = (entry: OperationEntry, question: string): boolean => {
  const text = [entry.id, entry.summary, entry.description ?? "", ...entry.keywords].join(" ").toLowerCase();
  return question
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};
