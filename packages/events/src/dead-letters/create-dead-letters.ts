import { ConnectorError } from "@trunkline/core";
import type { Database, Store, StoreTransaction } from "@trunkline/store";
import { sql } from "kysely";
import { toLike } from "../patterns.js";
import type { DeadLetter, DeadLetterDetails } from "./dead-letter.js";
import { type DeadRow, toAttempt, toDeadLetter } from "./rows.js";

/** Which dead letters. */
export interface DeadLetterQuery {
  /** Names of handlers, with `*`. */
  readonly queue?: string;
  /** With `*`. */
  readonly connection?: string;
  readonly type?: string;
  /** Code of the last error. */
  readonly code?: string;
  /** Default 50, at most 1,000. */
  readonly limit?: number;
  /** From the page before. */
  readonly cursor?: string;
}

/** One page of dead letters, newest first. */
export interface DeadLetterPage {
  readonly items: readonly DeadLetter[];
  /** Of all that fit the query. */
  readonly total: number;
  readonly nextCursor?: string;
}

/** What dead letters are built on. */
export interface DeadLetterDeps {
  readonly store: Store;
  /** Tells the workers that there is work. */
  onRetried?(): void;
}

/** Work that was given up, and what a person can do about it. */
export interface DeadLetters {
  list(query?: DeadLetterQuery): Promise<DeadLetterPage>;
  get(id: number): Promise<DeadLetterDetails | undefined>;
  /**
   * Puts a repeat into the queue, with another payload if one is given. The original is kept as it was, and counts as
   * dealt with. @throws ConnectorError `NOT_FOUND`; `CONFLICT` when it was dealt with before
   */
  retry(id: number, by: string, change?: { readonly payload?: unknown }): Promise<{ readonly workId: number }>;
  /** Gives it up for good. @throws as `retry` */
  discard(id: number, by: string, reason: string): Promise<void>;
}

/** Dead letters on the table `work`. */
export const createDeadLetters = ({ store, onRetried = () => {} }: DeadLetterDeps): DeadLetters => {
  const { db } = store;
  return {
    list: async (query = {}) => {
      const limit = Math.min(1_000, Math.max(1, query.limit ?? 50));
      const before = parseCursor(query.cursor);
      const rows = await selectDead(db, query)
        .$if(before !== undefined, (builder) => builder.where("work.id", "<", before as number))
        .orderBy("work.id", "desc")
        .limit(limit + 1)
        .execute();
      const { count } = await selectDead(db, query)
        .clearSelect()
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow();
      const items = rows.slice(0, limit).map(toDeadLetter);
      const last = items.at(-1);
      return { items, total: Number(count), ...(rows.length > limit && last && { nextCursor: String(last.id) }) };
    },
    get: (id) => find(db, id),
    retry: async (id, by, change = {}) => {
      const workId = await store.transaction(async (tx) => {
        await settle(tx, id);
        const repeat = await insertRepeat(tx, id, change);
        await audit(tx, by, "dead-letter.retry", id, { workId: repeat, edited: "payload" in change });
        return repeat;
      });
      onRetried();
      return { workId };
    },
    discard: (id, by, reason) =>
      store.transaction(async (tx) => {
        await settle(tx, id);
        await audit(tx, by, "dead-letter.discard", id, { reason });
      }),
  };
};

const selectDead = (db: Database, { queue, connection, type, code }: DeadLetterQuery) =>
  db
    .selectFrom("work")
    .leftJoin("event", "event.id", "work.event_id")
    .where("work.state", "=", "dead")
    .$if(queue !== undefined, (query) => query.where("work.queue", "like", toLike(queue as string)))
    .$if(connection !== undefined, (query) => query.where("event.connection", "like", toLike(connection as string)))
    .$if(type !== undefined, (query) => query.where("event.type", "like", toLike(type as string)))
    .$if(code !== undefined, (query) => query.where(sql<string>`work.last_error->>'code'`, "=", code as string))
    .select(columns);

const columns = [
  "work.id",
  "work.queue",
  "work.key",
  "work.state",
  "work.attempts",
  "work.last_error",
  "work.finished_at",
  "work.created_at",
  "work.replay_id",
  "work.origin_id",
  "work.trace",
  "work.event_id",
  "event.connection",
  "event.type",
  "event.received_at",
] as const;

const find = async (db: Database, id: number): Promise<DeadLetterDetails | undefined> => {
  const row = await db
    .selectFrom("work")
    .leftJoin("event", "event.id", "work.event_id")
    .where("work.id", "=", id)
    .where("work.state", "in", ["dead", "discarded"])
    .select(columns)
    .select(["work.payload as own_payload", "event.payload as event_payload"])
    .executeTakeFirst();
  if (!row) return undefined;
  const [tries, repeats] = await Promise.all([
    db.selectFrom("attempt").selectAll().where("work_id", "=", id).orderBy("attempt").execute(),
    db.selectFrom("work").select(["id", "state"]).where("origin_id", "=", id).orderBy("id").execute(),
  ]);
  return {
    ...toDeadLetter(row as DeadRow),
    state: row.state as "dead" | "discarded",
    payload: row.own_payload ?? row.event_payload,
    tries: tries.map(toAttempt),
    repeats,
  };
};

/** Takes the dead letter out of the list, once. */
const settle = async (tx: StoreTransaction, id: number): Promise<void> => {
  const { numUpdatedRows } = await tx
    .updateTable("work")
    .set({ state: "discarded" })
    .where("id", "=", id)
    .where("state", "=", "dead")
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return;
  const known = await tx.selectFrom("work").select("state").where("id", "=", id).executeTakeFirst();
  throw known && known.state === "discarded"
    ? new ConnectorError("CONFLICT", { message: `Dead letter ${id} was dealt with before.` })
    : new ConnectorError("NOT_FOUND", { message: `There is no dead letter ${id}.` });
};

const insertRepeat = async (
  tx: StoreTransaction,
  id: number,
  change: { readonly payload?: unknown },
): Promise<number> => {
  const edited = "payload" in change;
  const { rows } = await sql<{ id: number }>`
    insert into work (queue, key, event_id, payload, priority, max_attempts, replay_id, origin_id, trace)
    select queue, key, event_id, ${edited ? sql`${JSON.stringify(change.payload)}::jsonb` : sql`payload`},
           priority, max_attempts, replay_id, id, trace
      from work where id = ${id}
    returning id`.execute(tx);
  return (rows[0] as { id: number }).id;
};

const audit = (tx: StoreTransaction, actor: string, action: string, id: number, details: Record<string, unknown>) =>
  tx
    .insertInto("audit")
    .values({ actor, action, subject: `work:${id}`, details: JSON.stringify(details) })
    .execute();

const parseCursor = (cursor: string | undefined): number | undefined => {
  if (cursor === undefined) return undefined;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new ConnectorError("INVALID_INPUT", {
    message: "The cursor is not one of this list.",
    issues: [{ path: "cursor", message: "take it from the page before" }],
  });
};
