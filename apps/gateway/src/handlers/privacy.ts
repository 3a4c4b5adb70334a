import { ConnectorError } from "@trunkline/core";
import { defineHandler, type EventHandler, type HandlerContext } from "@trunkline/events";
import { privacySubjects } from "@trunkline/shopify/webhooks";
import { sql } from "kysely";
import type { Durable } from "../durable/durable.js";
import { gatherReport, namesInWrites } from "./privacy-report.js";

/** Prefix of the checkpoints that hold reports. */
export const reportPrefix = "privacy-report:";

/** What Shopify demands of every app: requests for a person's data, and to forget a person or a whole shop. */
export const privacyHandlers = (durable: () => Durable | undefined): readonly EventHandler[] => [
  defineHandler({
    name: "privacy-data-request",
    summary: "Gathers what is stored about a customer into a report for the operator",
    on: ["shopify:customers/data_request"],
    run: gather,
  }),
  defineHandler({
    name: "privacy-redact-customer",
    summary: "Erases what is stored about a customer",
    on: ["shopify:customers/redact"],
    run: (context) => redactCustomer(context, durable),
  }),
  defineHandler({
    name: "privacy-redact-shop",
    summary: "Erases everything that is stored of a shop",
    on: ["shopify:shop/redact"],
    run: redactShop,
  }),
];

const gather = async ({ event, tx, note }: HandlerContext): Promise<void> => {
  const subjects = privacySubjects(bodyOf(event.payload));
  const report = await gatherReport(tx, event.connection, subjects);
  const counts = { events: report.events.length, writes: report.writes.length, feed: report.feed.length };
  await sql`
    insert into checkpoint (connection, name, value)
    values (${event.connection}, ${`${reportPrefix}${event.id}`}, ${JSON.stringify(report)})
    on conflict (connection, name) do update set value = excluded.value, updated_at = clock_timestamp()`.execute(tx);
  const details = JSON.stringify({ ...counts, event: event.id });
  await tx
    .insertInto("audit")
    .values({ actor: "handler:privacy-data-request", action: "privacy.report", subject: event.connection, details })
    .execute();
  note(`${counts.events} events, ${counts.writes} writes and ${counts.feed} feed rows about the customer`);
};

/**
 * Erasure works in transactions of its own, bounded ones, and goes on where it was interrupted: repeating it erases what
 * is left. Its audit rows do not name the person.
 */
const redactCustomer = async (context: HandlerContext, durable: () => Durable | undefined): Promise<void> => {
  const { event, note, dryRun } = context;
  const subjects = privacySubjects(bodyOf(event.payload));
  if (dryRun) return note(`would erase ${subjects.length} subjects`);
  const { plane } = durable() ?? notYet();
  // Reports are made of the same data.
  for (const subject of subjects) await forgetReports(context, subject);
  for (const subject of subjects)
    await plane.retention.erase({
      subject,
      named: namesInWrites(subject),
      connection: event.connection,
      by: "handler:privacy-redact-customer",
      reference: `event:${event.id}`,
    });
  note(`erased ${subjects.length} subjects`);
};

const forgetReports = async ({ event, tx }: HandlerContext, subject: string): Promise<void> => {
  await sql`
    delete from checkpoint where connection = ${event.connection} and starts_with(name, ${reportPrefix})
      and value -> 'subjects' ? ${subject}`.execute(tx);
};

/** In the handler's own transaction: the shop is gone, nothing new comes, and half an erasure is none. */
const redactShop = async ({ event, tx, note }: HandlerContext): Promise<void> => {
  const { connection } = event;
  const counts: Record<string, number> = {};
  const erase = async (table: string, statement: ReturnType<typeof sql>): Promise<void> => {
    const { numAffectedRows } = await statement.execute(tx);
    counts[table] = Number(numAffectedRows ?? 0);
  };
  await erase(
    "events",
    sql`
    update event set payload = 'null', headers = '{}', subjects = '{}', erased_at = clock_timestamp(), relayed = true
     where connection = ${connection} and id <> ${event.id} and erased_at is null`,
  );
  await erase(
    "work",
    sql`
    update work set payload = case when work.payload is null then null else 'null'::jsonb end, last_error = null,
      state = case when state in ('ready', 'dead') then 'discarded' else state end,
      finished_at = coalesce(finished_at, case when state in ('ready', 'dead') then clock_timestamp() end)
     from event where event.id = work.event_id and event.connection = ${connection} and event.id <> ${event.id}`,
  );
  await erase(
    "writes",
    sql`
    update write set input = 'null', reply_headers = null, reply_body = null, settled = null, error = null
     where connection = ${connection} and state <> 'running'`,
  );
  await erase("feed", sql`update feed set data = 'null' where connection = ${connection}`);
  await erase("checkpoints", sql`delete from checkpoint where connection = ${connection}`);
  await tx
    .insertInto("audit")
    .values({
      actor: "handler:privacy-redact-shop",
      action: "erase",
      subject: connection,
      details: JSON.stringify({ ...counts, reference: `event:${event.id}` }),
    })
    .execute();
  note(`erased ${JSON.stringify(counts)}`);
};

const bodyOf = (payload: unknown): Readonly<Record<string, unknown>> =>
  typeof payload === "object" && payload !== null ? (payload as Record<string, unknown>) : {};

const notYet = (): never => {
  throw new ConnectorError("STORE_UNAVAILABLE", {
    message: "The durable parts are still starting.",
    retryAfterMs: 1_000,
  });
};
