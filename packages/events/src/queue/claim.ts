import type { Database } from "@trunkline/store";
import { sql } from "kysely";
import { type ClaimedRow, toWork } from "./claimed-row.js";
import type { Work } from "./consumer.js";

/** How much of a queue a process can take on. */
export interface Room {
  readonly queue: string;
  readonly free: number;
}

/** Who claims, and until when without renewal. */
export interface Claimant {
  readonly worker: string;
  readonly leaseMs: number;
}

/**
 * Work that waits and may be done now: due, of a queue that is not paused, first of its key, and nothing of its key under
 * way. Rows that others are claiming at this moment are passed over. What has crashed a process is not among it.
 */
export const claimWork = async (
  db: Database,
  { worker, leaseMs }: Claimant,
  rooms: readonly Room[],
  most: number,
): Promise<readonly Work[]> => {
  const { rows } = await sql<ClaimedRow>`
    with claimable as materialized (
      select head.id
        from unnest(${rooms.map(({ queue }) => queue)}::text[], ${rooms.map(({ free }) => free)}::int[]) as room (queue, free)
       cross join lateral (
        select waiting.id from work waiting
         where waiting.queue = room.queue and waiting.state = 'ready' and waiting.run_at <= now() and waiting.crashes = 0
           and ${isFirstOfKey}
         order by waiting.priority desc, waiting.run_at, waiting.id
         limit room.free
           for update skip locked
       ) head
       where not exists (select from paused_queue paused where paused.queue = room.queue)
       limit ${most}
    ), ${claimed(worker, leaseMs)}`.execute(db);
  return rows.map(toWork);
};

/** One piece of work that has crashed a process, for a process that does nothing else meanwhile. */
export const claimSuspect = async (
  db: Database,
  { worker, leaseMs }: Claimant,
  queues: readonly string[],
): Promise<Work | undefined> => {
  const { rows } = await sql<ClaimedRow>`
    with claimable as materialized (
      select waiting.id from work waiting
       where ${isDueSuspect(queues)}
       order by waiting.run_at, waiting.id
       limit 1
         for update skip locked
    ), ${claimed(worker, leaseMs)}`.execute(db);
  return rows.map(toWork)[0];
};

/** Whether something waits to be done alone. */
export const hasSuspect = async (db: Database, queues: readonly string[]): Promise<boolean> => {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from work waiting where ${isDueSuspect(queues)}) as found`.execute(db);
  return rows[0]?.found === true;
};

/** Whatever was put in late, nothing of its key is overtaken and nothing runs beside it. */
const isFirstOfKey = sql`not exists (
  select from work other
   where other.queue = waiting.queue and other.key = waiting.key and other.state in ('ready', 'running')
     and (other.id < waiting.id or other.state = 'running'))`;

const isDueSuspect = (queues: readonly string[]) => sql`
  waiting.state = 'ready' and waiting.crashes > 0 and waiting.run_at <= now() and waiting.queue = any(${queues}::text[])
  and not exists (select from paused_queue paused where paused.queue = waiting.queue) and ${isFirstOfKey}`;

const claimed = (worker: string, leaseMs: number) => sql`claimed as (
  update work
     set state = 'running', attempts = attempts + 1, worker = ${worker},
         lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    from claimable
   where work.id = claimable.id
  returning work.*
), begun as (
  insert into attempt (work_id, attempt, worker) select id, attempts, worker from claimed
)
select claimed.*, to_jsonb(event) as event
  from claimed left join event on event.id = claimed.event_id
 order by claimed.priority desc, claimed.id`;
