import type { Database, StoreTransaction } from "@trunkline/store";
import { sql } from "kysely";
import type { Verdict, WorkFailure } from "./consumer.js";
import type { Lease } from "./leases.js";

/**
 * Marks work as done in the transaction of its effects. Seconds since it was put into its queue; nothing: the lease was
 * lost, and the transaction must not commit.
 */
export const finishWork = async (tx: StoreTransaction, { id, attempt }: Lease): Promise<number | undefined> => {
  const { rows } = await sql<{ age: number }>`
    with finished as (
      update work
         set state = 'done', finished_at = clock_timestamp(), lease_until = null, crashes = 0, last_error = null
       where id = ${id} and attempts = ${attempt} and state = 'running'
      returning extract(epoch from clock_timestamp() - created_at)::float8 as age
    ), noted as (
      update attempt set finished_at = clock_timestamp(), outcome = 'done'
       where work_id = ${id} and attempt = ${attempt} and exists (select from finished)
    )
    select age from finished`.execute(tx);
  return rows[0]?.age;
};

/** Writes down a failed try and what follows. False: the lease was lost, and somebody else decides. */
export const settleFailure = async (
  db: Database,
  { id, attempt }: Lease,
  verdict: Verdict,
  failure: WorkFailure,
): Promise<boolean> => {
  const error = JSON.stringify(failure);
  const { rows } = await sql`
    with settled as (
      update work set ${changes(verdict)}, last_error = ${error}::jsonb, lease_until = null, worker = null, crashes = 0
       where id = ${id} and attempts = ${attempt} and state = 'running'
      returning id
    ), noted as (
      update attempt
         set finished_at = clock_timestamp(), outcome = ${outcomeOf(verdict)}, error = ${error}::jsonb
       where work_id = ${id} and attempt = ${attempt} and exists (select from settled)
    )
    select id from settled`.execute(db);
  return rows.length === 1;
};

/** As it is kept in the log of attempts. */
export const outcomeOf = ({ kind }: Verdict): "retry" | "snoozed" | "dead" => (kind === "snooze" ? "snoozed" : kind);

const changes = (verdict: Verdict) => {
  if (verdict.kind === "dead") return sql`state = 'dead', finished_at = clock_timestamp()`;
  const runAt = sql`clock_timestamp() + ${verdict.delayMs ?? 0} * interval '1 millisecond'`;
  return verdict.kind === "snooze"
    ? sql`state = 'ready', run_at = ${runAt}, spared = spared + 1`
    : sql`state = 'ready', run_at = ${runAt}`;
};
