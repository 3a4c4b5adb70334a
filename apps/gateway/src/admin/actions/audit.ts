import { z } from "zod";
import { defineAdminAction } from "../action.js";
import { pageInput, toIso, toPage } from "./common.js";

const AuditRow = z.object({
  id: z.number(),
  at: z.string(),
  actor: z.string().describe("Who: an API key's id, or the part of the gateway that did it"),
  action: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.unknown()),
});

/** `audit list`. */
export const listAudit = defineAdminAction({
  id: "audit.list",
  summary: "List who did what, newest first",
  effect: "read",
  method: "GET",
  path: "/admin/audit",
  input: z.strictObject({
    actor: z.string().max(200).optional().describe("Only what this key or part did"),
    action: z.string().max(200).optional().describe("Only this action, e.g. queues.pause"),
    subject: z.string().max(400).optional().describe("Only what was done to this"),
    ...pageInput,
  }),
  output: z.object({ entries: z.array(AuditRow), nextCursor: z.string().optional() }),
  table: { rows: "entries", columns: ["id", "at", "actor", "action", "subject"] },
  run: async ({ store }, { actor, action, subject, limit, cursor }) => {
    let query = store.db.selectFrom("audit").selectAll();
    if (actor !== undefined) query = query.where("actor", "=", actor);
    if (action !== undefined) query = query.where("action", "=", action);
    if (subject !== undefined) query = query.where("subject", "=", subject);
    if (cursor !== undefined) query = query.where("id", "<", Number(cursor));
    const page = toPage(
      await query
        .orderBy("id", "desc")
        .limit(limit + 1)
        .execute(),
      limit,
    );
    const entries = page.rows.map(({ at, ...row }) => ({ ...row, at: toIso(at) }));
    return { entries, ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }) };
  },
});
