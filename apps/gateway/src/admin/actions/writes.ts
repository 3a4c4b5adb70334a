import { ListWritesInput, ResolveWriteInput, WriteDetail, WritePage } from "@trunkline/events";
import { z } from "zod";
import { defineAdminAction } from "../action.js";
import { rowId } from "./common.js";

/** `writes list`. */
export const listWrites = defineAdminAction({
  id: "writes.list",
  summary: "List the ledger of writes to upstreams, newest first",
  description:
    "State unknown: nobody knows whether it took effect. Look at the upstream, then say so with writes resolve.",
  effect: "read",
  method: "GET",
  path: "/admin/writes",
  input: ListWritesInput,
  output: WritePage,
  table: { rows: "writes", columns: ["id", "startedAt", "operation", "connection", "state", "attempts", "caller"] },
  words: { flags: { key: "idempotency-key" } },
  examples: [
    { about: "Those that nobody knows the outcome of", input: { state: "unknown" } },
    { about: "One operation's", input: { operation: "shopify.refunds.create" } },
  ],
  next: (_, { writes }) => {
    const unknown = writes.find(({ state }) => state === "unknown");
    return unknown ? [{ about: "Look at one that is unknown", action: "writes.get", input: { id: unknown.id } }] : [];
  },
  run: async ({ ledger }, input) => ledger.list(input),
});

/** `writes get`. */
export const getWrite = defineAdminAction({
  id: "writes.get",
  summary: "Show one write with its input and first answer",
  effect: "read",
  method: "GET",
  path: "/admin/writes/{id}",
  input: z.strictObject({ id: rowId.describe("Number of the write") }),
  output: WriteDetail,
  examples: [{ about: "By its number", input: { id: 5 } }],
  next: ({ id }, { state }) =>
    state === "unknown"
      ? [
          {
            about: "After looking at the upstream, say what you found",
            action: "writes.resolve",
            input: { id, outcome: "not_executed", note: "…" },
          },
        ]
      : [],
  run: async ({ ledger }, { id }) => ledger.get(id),
});

/** `writes resolve`. The ledger writes its own audit row, in the transaction that settles the write. */
export const resolveWrite = defineAdminAction({
  id: "writes.resolve",
  summary: "Say what became of a write whose outcome is unknown",
  description: "executed: repeats with its key get this answer. not_executed: a repeat with its key carries it out.",
  effect: "write",
  method: "POST",
  path: "/admin/writes/{id}/resolve",
  input: ResolveWriteInput,
  examples: [
    {
      about: "It did not happen: a repeat with its key carries it out",
      input: { id: 5, outcome: "not_executed", note: "The order has no refund." },
    },
    {
      about: "It did: repeats get this answer",
      input: {
        id: 5,
        outcome: "executed",
        note: "Refund 92 is there.",
        data: { refund: { id: "gid://shopify/Refund/92" } },
      },
    },
  ],
  output: WriteDetail,
  run: async ({ ledger }, input, { actor }) => ledger.resolve({ ...input, by: actor }),
});
