import { type Database, deferred, type StoreTransaction } from "@trunkline/store";
import { sql } from "kysely";
import type { Verdict, WorkFailure } from "./consumer.js";
import { isStillRunning, type Lease } from "./leases.js";

const lostText = "the lease of this work was lost";

/**
 * Marks work as done in the transaction of its effects. It is sent together with the commit, which fails when the lease
 * was lost: see {@link isLostAtCommit}.
 */
export const finishWork = async (tx: StoreTransaction, { id, attempt }: Lease): Promise<void> => {
  await sql`${deferred}
    with finished as (
      update work
         set state = 'done', finished_at = clock_timestamp(), lease_until = null, crashes = 0, last_error = null
       where id = ${id}::bigint and attempts = ${attempt}::int and ${isStillRunning}
      returning id
    ), noted as (
      update attempt set finished_at = clock_timestamp(), outcome = 'done'
       where work_id = ${id}::bigint and attempt = ${attempt}::int and exists (select from finished)
    )
    -- No number: the cast fails, and nothing is committed.
    select (select ${lostText}::text where not exists (select from finished))::int`.execute(tx);
};

/** Whether a commit failed because the work that it would have finished belongs to another worker by now. */
export const isLostAtCommit = (error: unknown): boolean => {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === "22P02" && String(message).includes(lostText);
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
       where id = ${id} and attempts = ${attempt} and ${isStillRunning}
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
