import type { Database, Store } from "@trunkline/store";
import { sql } from "kysely";
import { type ClaimedRow, toWork } from "./claimed-row.js";
import type { Consumer, Work, WorkFailure } from "./consumer.js";

/** What reaping did. */
export interface Reaped {
  /** Queues of the work that waits again, to be done alone. */
  readonly waiting: readonly string[];
  /** Queues of the work that became dead letters. */
  readonly dead: readonly string[];
}

/** Deaths of a process that did nothing else: after these the work is believed to be the cause. */
const mostLonelyCrashes = 3;
const batchSize = 500;

/**
 * Takes work away from workers that let their leases run out: their process died or hangs. Nobody knows which of the work
 * in that process was the cause, so the first time spends no try, and from then on it is done alone. What then brings its
 * process down again and again becomes a dead letter.
 */
export const reap = async (
  store: Store,
  consumerOf: (queue: string) => Consumer | undefined,
  batch = batchSize,
): Promise<Reaped> => {
  const { rows } = await sql<ClaimedRow & { fatal: boolean }>`
    with expired as materialized (
      select id, crashes >= ${mostLonelyCrashes} or crashes > 0 and attempts - spared >= max_attempts as fatal
        from work
       where state = 'running' and lease_until < now()
       order by lease_until
       limit ${batch}
         for update skip locked
    ), returned as (
      update work
         set state = 'ready', run_at = clock_timestamp(), lease_until = null, worker = null,
             spared = spared + case when crashes = 0 then 1 else 0 end, crashes = crashes + 1,
             last_error = ${JSON.stringify(lost(1))}::jsonb
        from expired
       where work.id = expired.id and not expired.fatal
      returning work.id, work.attempts
    ), noted as (
      update attempt set finished_at = clock_timestamp(), outcome = 'crashed'
        from returned
       where attempt.work_id = returned.id and attempt.attempt = returned.attempts
    )
    select work.*, expired.fatal from expired join work using (id)`.execute(store.db);
  const fatal = rows.filter((row) => row.fatal);
  const dead: string[] = [];
  for (const row of fatal) if (await bury(store, toWork(row), consumerOf(row.queue))) dead.push(row.queue);
  return { waiting: rows.filter((row) => !row.fatal).map(({ queue }) => queue), dead };
};

const lost = (crashes: number): WorkFailure => ({
  code: "WORKER_LOST",
  message:
    crashes > 1
      ? "The process that worked on it died or hung, again and again, while it did nothing else."
      : "The process that worked on it died or hung. It is done again, alone.",
});

/** False: its worker came back to life, or another replica was quicker. */
const bury = (store: Store, work: Work, consumer: Consumer | undefined): Promise<boolean> =>
  store.transaction(async (tx) => {
    if (!(await markCrashedDead(tx, work))) return false;
    await consumer?.onDead?.(work, tx, lost(2));
    return true;
  });

const markCrashedDead = async (db: Database, { id, attempt }: Work): Promise<boolean> => {
  const error = JSON.stringify(lost(2));
  const { rows } = await sql`
    with buried as (
      update work
         set state = 'dead', finished_at = clock_timestamp(), crashes = crashes + 1, lease_until = null, worker = null,
             last_error = ${error}::jsonb
       where id = ${id} and attempts = ${attempt} and state = 'running' and lease_until < now()
      returning id
    ), noted as (
      update attempt set finished_at = clock_timestamp(), outcome = 'crashed', error = ${error}::jsonb
       where work_id = ${id} and attempt = ${attempt} and exists (select from buried)
    )
    select id from buried`.execute(db);
  return rows.length === 1;
};
