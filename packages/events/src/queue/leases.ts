import type { Database } from "@trunkline/store";
import { sql } from "kysely";
import type { Work } from "./consumer.js";

/** A claim: the work and the number of its claim, which nobody else can have. */
export type Lease = Pick<Work, "id" | "attempt">;

/** Prolongs the leases in one statement. The ids of those still held: the others were taken away. */
export const renewLeases = async (
  db: Database,
  leases: readonly Lease[],
  leaseMs: number,
): Promise<ReadonlySet<number>> => {
  const { rows } = await sql<{ id: number }>`
    update work set lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
      from ${leaseRows(leases)}
     where ${isHeld}
    returning work.id`.execute(db);
  return new Set(rows.map(({ id }) => id));
};

/** Gives work back, to be claimed at once by anyone: the claim counts as no try. */
export const releaseLeases = async (db: Database, leases: readonly Lease[]): Promise<number> => {
  if (leases.length === 0) return 0;
  const { rows } = await sql`
    with released as (
      update work
         set state = 'ready', run_at = clock_timestamp(), spared = spared + 1, lease_until = null, worker = null
        from ${leaseRows(leases)}
       where ${isHeld}
      returning work.id, work.attempts
    ), noted as (
      update attempt set finished_at = clock_timestamp(), outcome = 'released'
        from released
       where attempt.work_id = released.id and attempt.attempt = released.attempts
    )
    select id from released`.execute(db);
  return rows.length;
};

const leaseRows = (leases: readonly Lease[]) => sql`
  unnest(${leases.map(({ id }) => id)}::bigint[], ${leases.map(({ attempt }) => attempt)}::int[]) as lease (id, attempt)`;

/**
 * Written so that no index fits: the row is to be found by its id, and not among all that run and lately ran, which a
 * planner takes for few.
 */
export const isStillRunning = sql`work.state || '' = 'running'`;

const isHeld = sql`work.id = lease.id and work.attempts = lease.attempt and ${isStillRunning}`;
