import { z } from "zod";
import { reportPrefix } from "../../handlers/privacy.js";
import { namesInWrites } from "../../handlers/privacy-report.js";
import { defineAdminAction } from "../action.js";
import { connectionKey, missing, rowId, toIso } from "./common.js";

const subject = z
  .string()
  .max(400)
  .regex(/^[a-z_]+:\S.*$/, "Expected kind:value, e.g. customer:17 or email:a@b.example")
  .describe("As events name them, e.g. customer:17 or email:a@b.example");

/** `erasure run`. Erasure writes its own audit row, which does not name the person. */
export const runErasure = defineAdminAction({
  id: "erasure.run",
  summary: "Erase everything that is stored about a person",
  description:
    "Blanks events, work, writes, feed and deliveries about the subject; rows stay, so that repeats are still recognised. It cannot be undone. `events list --subject …` shows what it will find.",
  effect: "destroy",
  method: "POST",
  path: "/admin/erasure",
  input: z.strictObject({
    subject,
    connection: connectionKey.optional().describe("Only within this connection; default everywhere"),
    reference: z.string().max(200).optional().describe("Your case number, for the audit; never the person's name"),
  }),
  output: z.object({
    events: z.number(),
    work: z.number(),
    writes: z.number(),
    feed: z.number(),
    deliveries: z.number(),
  }),
  isIdempotent: true,
  words: { positional: ["subject"] },
  examples: [
    { about: "A customer, everywhere", input: { subject: "customer:17", reference: "case 2026-031" } },
    {
      about: "By address, in one shop",
      input: { subject: "email:a@b.example", connection: "default/shopify/default" },
    },
  ],
  run: async ({ plane }, input, { actor }) =>
    plane.retention.erase({ ...input, named: namesInWrites(input.subject), by: actor }),
});

/** `privacy-reports list`. */
export const listReports = defineAdminAction({
  id: "privacy-reports.list",
  summary: "List the reports that customers' data requests left",
  effect: "read",
  method: "GET",
  path: "/admin/privacy-reports",
  input: z.strictObject({}),
  output: z.object({
    reports: z.array(z.object({ event: z.number(), connection: z.string(), gatheredAt: z.string() })),
  }),
  table: { rows: "reports", columns: ["event", "connection", "gatheredAt"] },
  run: async ({ store }) => {
    const rows = await store.db
      .selectFrom("checkpoint")
      .select(["connection", "name", "updated_at"])
      .where("name", "like", `${reportPrefix}%`)
      .orderBy("updated_at", "desc")
      .limit(200)
      .execute();
    const reports = rows.map(({ connection, name, updated_at }) => ({
      event: Number(name.slice(reportPrefix.length)),
      connection,
      gatheredAt: toIso(updated_at),
    }));
    return { reports };
  },
});

/** `privacy-reports get`. Reading what is stored about a person is written down. */
export const getReport = defineAdminAction({
  id: "privacy-reports.get",
  summary: "Show what is stored about the customer of a data request, to be sent to them",
  effect: "read",
  method: "GET",
  path: "/admin/privacy-reports/{event}",
  input: z.strictObject({ event: rowId.describe("Number of the event that asked") }),
  output: z.looseObject({}),
  audit: ({ event }) => ({ subject: `event:${event}` }),
  run: async ({ store }, { event }) => {
    const row = await store.db
      .selectFrom("checkpoint")
      .select("value")
      .where("name", "=", `${reportPrefix}${event}`)
      .executeTakeFirst();
    if (!row) throw missing("report of the event", event);
    return row.value as Record<string, unknown>;
  },
});
