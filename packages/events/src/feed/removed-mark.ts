import type { Database, StoreTransaction } from "@trunkline/store";
import { sql } from "kysely";
import { type FeedPlace, formatCursor, isBefore, parseCursor } from "./cursor.js";

const nothing: FeedPlace = { xid: "0", id: "0" };

/** The mark behind the last row that retention has removed. */
export const parseMark = (text: string | null | undefined): FeedPlace =>
  text === null || text === undefined ? nothing : parseCursor(text);

/** The oldest cursor that can be read from: everything that is kept comes behind it. */
export const oldestCursor = async (db: Database): Promise<string> => {
  const row = await db
    .selectFrom("checkpoint")
    .select(sql<string>`value->>'removed'`.as("removed"))
    .where("connection", "=", "")
    .where("name", "=", "feed")
    .executeTakeFirst();
  return formatCursor(parseMark(row?.removed));
};

/** The cursor behind everything that can be read now. What is being written at this moment comes behind it. */
export const latestCursor = async (db: Database): Promise<string> => {
  const { rows } = await sql<{ xmin: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as xmin`.execute(db);
  return formatCursor({ xid: rows[0]?.xmin ?? "0", id: "0" });
};

/** What retention is to remove. */
export interface FeedRetention {
  /** Rows older than this. Milliseconds. */
  readonly maxAgeMs: number;
  /** Most rows at once. */
  readonly limit: number;
}

/**
 * Removes old rows from the head of the feed, never from its middle, and notes in the same transaction up to where, so
 * that a reader who is further back is told instead of missing something. Returns how many.
 */
export const pruneFeed = async (tx: StoreTransaction, { maxAgeMs, limit }: FeedRetention): Promise<number> => {
  // One at a time, or else the mark of the slower one would move back.
  await sql`select pg_advisory_xact_lock(hashtext('trunkline feed retention'))`.execute(tx);
  const { rows } = await sql<{ xid: string; id: number }>`
    delete from feed where id in (
      select id from (
        select id, bool_and(at < clock_timestamp() - ${maxAgeMs} * interval '1 ms') over (order by xid, id) as is_old
        from (
          select xid, id, at from feed where xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, id limit ${limit}
        ) as head
      ) as judged where is_old
    ) returning xid::text, id`.execute(tx);
  const places = rows.map(({ xid, id }): FeedPlace => ({ xid, id: String(id) }));
  const [first] = places;
  if (first === undefined) return 0;
  const last = places.reduce((latest, place) => (isBefore(latest, place) ? place : latest), first);
  const value = JSON.stringify({ removed: formatCursor(last) });
  await tx
    .insertInto("checkpoint")
    .values({ connection: "", name: "feed", value })
    .onConflict((conflict) =>
      conflict.columns(["connection", "name"]).doUpdateSet({ value, updated_at: sql`clock_timestamp()` }),
    )
    .execute();
  return rows.length;
};
