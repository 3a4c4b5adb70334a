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
  output: WriteDetail,
  run: async ({ ledger }, input, { actor }) => ledger.resolve({ ...input, by: actor }),
});
