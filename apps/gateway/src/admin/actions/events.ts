import { sql } from "kysely";
import { z } from "zod";
import { defineAdminAction } from "../action.js";
import { missing, pageInput, rowId, toIso, toPage } from "./common.js";

/** `received`: not in the queues yet; `waiting`, `running`: work is left; `dead`: a handler gave up; `handled`: all done. */
const stage = z.enum(["received", "waiting", "running", "dead", "handled"]);

/** An event as lists show it. */
export const EventRow = z.object({
  id: z.number(),
  connection: z.string(),
  type: z.string(),
  source: z.string().describe("How it came: webhook, poll, backfill, gap, manual"),
  stage,
  orderingKey: z.string(),
  receivedAt: z.string(),
  occurredAt: z.string().optional(),
  erased: z.boolean(),
});

const filters = {
  connection: z.string().max(200).optional().describe("tenant/connector/name"),
  type: z.string().max(200).optional().describe("As the upstream names it, e.g. orders/create; * stands for anything"),
  source: z.enum(["webhook", "poll", "backfill", "gap", "manual"]).optional(),
  stage: stage.optional().describe("received, waiting, running, dead or handled"),
  subject: z.string().max(400).optional().describe("Whom it is about, e.g. customer:17 or email:a@b.example"),
  since: z.iso.datetime({ offset: true }).optional().describe("Received at or after, ISO 8601"),
  until: z.iso.datetime({ offset: true }).optional().describe("Received before, ISO 8601"),
};

interface Row {
  readonly id: number;
  readonly connection: string;
  readonly type: string;
  readonly source: string;
  readonly ordering_key: string;
  readonly received_at: Date;
  readonly occurred_at: Date | null;
  readonly erased_at: Date | null;
  readonly stage: z.output<typeof stage>;
}

/** What became of an event: the worst of what became of its work. */
const stageOf = sql`case
  when not e.relayed then 'received'
  when exists (select from work w where w.event_id = e.id and w.state = 'dead') then 'dead'
  when exists (select from work w where w.event_id = e.id and w.state = 'running') then 'running'
  when exists (select from work w where w.event_id = e.id and w.state = 'ready') then 'waiting'
  else 'handled' end`;

/** `events list`. */
export const listEvents = defineAdminAction({
  id: "events.list",
  summary: "List stored events, newest first",
  effect: "read",
  method: "GET",
  path: "/admin/events",
  input: z.strictObject({ ...filters, ...pageInput }),
  output: z.object({ events: z.array(EventRow), nextCursor: z.string().optional() }),
  table: { rows: "events", columns: ["id", "receivedAt", "connection", "type", "source", "stage", "orderingKey"] },
  examples: [
    { about: "Orders of today", input: { type: "orders/*", since: "2026-01-01T00:00:00Z" } },
    { about: "What a handler gave up", input: { stage: "dead" } },
    { about: "All about a person", input: { subject: "customer:17" } },
  ],
  run: async ({ store }, { limit, cursor, ...filter }) => {
    const { rows } = await sql<Row>`
      select * from (
        select e.id, e.connection, e.type, e.source, e.ordering_key, e.received_at, e.occurred_at, e.erased_at,
          ${stageOf} as stage
        from event e where ${conditions(filter, cursor)}
      ) listed where ${filter.stage === undefined ? sql`true` : sql`stage = ${filter.stage}`}
      order by id desc limit ${limit + 1}`.execute(store.db);
    const page = toPage(rows, limit);
    return { events: page.rows.map(toEventRow), ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }) };
  },
});

type Filter = { readonly [K in keyof typeof filters]?: string | undefined };

const conditions = ({ connection, type, source, subject, since, until }: Filter, cursor?: string) =>
  sql.join(
    [
      sql`true`,
      ...(cursor === undefined ? [] : [sql`e.id < ${Number(cursor)}`]),
      ...(connection === undefined ? [] : [sql`e.connection = ${connection}`]),
      ...(type === undefined ? [] : [sql`e.type like ${toLike(type)}`]),
      ...(source === undefined ? [] : [sql`e.source = ${source}`]),
      ...(subject === undefined ? [] : [sql`e.subjects @> array[${subject}::text]`]),
      ...(since === undefined ? [] : [sql`e.received_at >= ${since}::timestamptz`]),
      ...(until === undefined ? [] : [sql`e.received_at < ${until}::timestamptz`]),
    ],
    sql` and `,
  );

const toLike = (pattern: string): string => pattern.replaceAll(/[\\%_]/g, "\\$&").replaceAll("*", "%");

const toEventRow = (row: Row): z.output<typeof EventRow> => ({
  id: row.id,
  connection: row.connection,
  type: row.type,
  source: row.source,
  stage: row.stage,
  orderingKey: row.ordering_key,
  receivedAt: toIso(row.received_at),
  ...(row.occurred_at && { occurredAt: toIso(row.occurred_at) }),
  erased: row.erased_at !== null,
});

const WorkOfEvent = z.object({
  id: z.number(),
  handler: z.string(),
  state: z.enum(["ready", "running", "done", "dead", "discarded"]),
  tries: z.number(),
  maxAttempts: z.number(),
  runAt: z.string(),
  finishedAt: z.string().optional(),
  lastError: z.object({ code: z.string(), message: z.string() }).optional(),
  replayId: z.number().optional(),
});

/** `events get`. */
export const getEvent = defineAdminAction({
  id: "events.get",
  summary: "Show one event with its payload and what each handler did with it",
  effect: "read",
  method: "GET",
  path: "/admin/events/{id}",
  input: z.strictObject({ id: rowId.describe("Number of the event") }),
  examples: [{ about: "By its number", input: { id: 17 } }],
  output: EventRow.extend({
    dedupeKey: z.string(),
    subjects: z.array(z.string()),
    headers: z.record(z.string(), z.string()),
    payload: z.unknown(),
    trace: z.string().optional().describe("W3C traceparent of the request that brought it"),
    work: z.array(WorkOfEvent),
  }),
  run: async ({ store }, { id }) => {
    const { rows } = await sql<
      Row & {
        dedupe_key: string;
        subjects: string[];
        trace: string | null;
        headers: Record<string, string>;
        payload: unknown;
      }
    >`
      select e.*, ${stageOf} as stage from event e where e.id = ${id}`.execute(store.db);
    const [row] = rows;
    if (!row) throw missing("event", id);
    const work = await store.db.selectFrom("work").selectAll().where("event_id", "=", id).orderBy("id").execute();
    return {
      ...toEventRow(row),
      dedupeKey: row.dedupe_key,
      subjects: row.subjects,
      headers: row.headers,
      payload: row.payload,
      ...(row.trace !== null && { trace: row.trace }),
      work: work.map((piece) => ({
        id: piece.id,
        handler: piece.queue,
        state: piece.state,
        tries: piece.attempts - piece.spared,
        maxAttempts: piece.max_attempts,
        runAt: toIso(piece.run_at),
        ...(piece.finished_at && { finishedAt: toIso(piece.finished_at) }),
        ...(piece.last_error && { lastError: piece.last_error }),
        ...(piece.replay_id !== null && { replayId: piece.replay_id }),
      })),
    };
  },
});
