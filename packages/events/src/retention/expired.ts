import type { Database, Store } from "@trunkline/store";
import { type RawBuilder, sql } from "kysely";
import type { RetentionWindows } from "./windows.js";

/** What is removed when its time is over. */
export interface Expiry {
  readonly table: string;
  readonly window: keyof RetentionWindows;
  /** Removes at most `most` rows that are older than `days`; how many it was. */
  remove(store: Store, days: number, most: number): Promise<number>;
}

const before = (days: number) => sql`now() - ${days} * interval '1 day'`;

const countOf = async (db: Database, statement: RawBuilder<unknown>): Promise<number> =>
  Number((await statement.execute(db)).numAffectedRows ?? 0);

/** Rows of a table whose time column alone decides. */
const byTime = (table: string, column: string, window: keyof RetentionWindows, more = sql``): Expiry => ({
  table,
  window,
  remove: ({ db }, days, most) =>
    countOf(
      db,
      sql`delete from ${sql.table(table)} where id = any(array(
            select id from ${sql.table(table)} where ${sql.ref(column)} < ${before(days)} ${more}
             order by ${sql.ref(column)} limit ${most} for update skip locked))`,
    ),
});

/**
 * An event goes with its finished work; one that somebody still has to do something about stays. Its row is locked before
 * that is looked up, so that no replay can put in work for it in between.
 */
const events: Expiry = {
  table: "event",
  window: "eventDays",
  remove: (store, days, most) =>
    store.transaction(async (tx) => {
      const { rows } = await sql<{ id: number }>`
        select id from event
         where received_at < ${before(days)} and relayed and not exists (${unfinishedWork})
         order by received_at limit ${most} for update skip locked`.execute(tx);
      if (rows.length === 0) return 0;
      return countOf(
        tx,
        sql`delete from event where id = any(${rows.map(({ id }) => id)}::bigint[]) and not exists (${unfinishedWork})`,
      );
    }),
};

const unfinishedWork = sql`
  select from work where work.event_id = event.id and work.state in ('ready', 'running', 'dead')`;

const attempts: Expiry = {
  table: "attempt",
  window: "attemptDays",
  remove: ({ db }, days, most) =>
    countOf(
      db,
      sql`delete from attempt using (
            select attempt.work_id, attempt.attempt from attempt join work on work.id = attempt.work_id
             where attempt.started_at < ${before(days)} and work.state in ('done', 'discarded')
             limit ${most}) old
          where attempt.work_id = old.work_id and attempt.attempt = old.attempt`,
    ),
};

/** What is pending, dead or unknown is in none of these. */
export const expiries: readonly Expiry[] = [
  byTime("work", "finished_at", "workDays", sql`and state in ('done', 'discarded')`),
  attempts,
  events,
  byTime("write", "started_at", "writeDays", sql`and state in ('done', 'failed')`),
  byTime("delivery", "at", "deliveryDays"),
  byTime("feed", "at", "feedDays"),
  byTime("audit", "at", "auditDays"),
];
