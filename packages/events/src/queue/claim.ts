import type { Database } from "@trunkline/store";
import { type RawBuilder, sql } from "kysely";
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

/** Rows of one queue that a claim looks at. More would make each claim dear while one key has a long backlog. */
const windowSize = 200;

/**
 * Work that waits and may be done now: due, of a queue that is not paused, first of its key, and nothing of its key under
 * way. Rows that others are claiming at this moment are passed over. What has crashed a process is not among it.
 * Looks at the most urgent rows of each queue; {@link claimBehind} finds what is behind them.
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
        from ${roomRows(rooms)}
       cross join lateral (
        select waiting.id
          from (${windowOf(sql`room.queue`)}) seen
          join work waiting on waiting.id = seen.id
         where ${isFirstOfKey("seen")} and ${isStillReady}
         order by seen.priority desc, seen.run_at, seen.id
         limit room.free
           for update of waiting skip locked
       ) head
       where ${isNotPaused(sql`room.queue`)}
       limit ${most}
    ), ${claimed(worker, leaseMs)}`.execute(db);
  return rows.map(toWork);
};

/** Where a look behind the most urgent rows goes on: after this key. */
export type KeyCursor = string | undefined;

/** Keys that one look behind goes through. */
const keysPerLook = 200;

/**
 * The same for one queue whose most urgent rows are all of keys that cannot be worked on now: goes through its keys, some at
 * a time, skipping from one to the next. Also where the next look goes on; nothing of that: it is through, or the queue is
 * not that crowded.
 */
export const claimBehind = async (
  db: Database,
  { worker, leaseMs }: Claimant,
  { queue, free }: Room,
  after: KeyCursor,
): Promise<{ readonly works: readonly Work[]; readonly next: KeyCursor }> => {
  const { rows: keys } = await sql<{ key: string }>`
    with recursive crowd as (
      select count(*) = ${windowSize} as full from (${windowOf(sql`${queue}`)}) seen
    ), found (key, place) as (
      (select key, 1 from work, crowd
        where crowd.full and queue = ${queue} and state in ('ready', 'running') and key > ${after ?? ""} order by key limit 1)
      union all
      select (select key from work
               where queue = ${queue} and state in ('ready', 'running') and key > found.key order by key limit 1), place + 1
        from found where found.key is not null and place < ${keysPerLook}
    )
    select key from found where key is not null order by place`.execute(db);
  if (keys.length === 0) return { works: [], next: undefined };
  const { rows } = await sql<ClaimedRow>`
    with claimable as materialized (
      select waiting.id
        from unnest(${keys.map(({ key }) => key)}::text[]) as given (key)
        join work waiting on waiting.id = (
          select id from work
           where queue = ${queue} and key = given.key and state in ('ready', 'running') order by id limit 1)
       where waiting.crashes = 0 and ${isFirstOfKey("waiting")} and ${isStillReady} and ${isNotPaused(sql`waiting.queue`)}
       limit ${free}
         for update of waiting skip locked
    ), ${claimed(worker, leaseMs)}`.execute(db);
  return { works: rows.map(toWork), next: keys.length < keysPerLook ? undefined : keys.at(-1)?.key };
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

const roomRows = (rooms: readonly Room[]) => sql`
  unnest(${rooms.map(({ queue }) => queue)}::text[], ${rooms.map(({ free }) => free)}::int[]) as room (queue, free)`;

const windowOf = (queue: RawBuilder<unknown>) => sql`
  select id, queue, key, priority, run_at from work
   where queue = ${queue} and state = 'ready' and run_at <= now() and crashes = 0
   order by priority desc, run_at, id limit ${windowSize}`;

/**
 * Whatever was put in late, nothing of its key is overtaken and nothing runs beside it. Scalar subqueries, and no `exists`:
 * that becomes a join, for which a planner without statistics reads the whole queue once per row.
 */
const isFirstOfKey = (row: "seen" | "waiting") => sql`
  ${sql.ref(row)}.id = (select other.id from work other
                         where other.queue = ${sql.ref(row)}.queue and other.key = ${sql.ref(row)}.key
                           and other.state in ('ready', 'running')
                         order by other.id limit 1)
  and (select other.id from work other
        where other.queue = ${sql.ref(row)}.queue and other.key = ${sql.ref(row)}.key and other.state = 'running'
        limit 1) is null`;

/**
 * Asked of the row itself once more when it is locked: somebody may have claimed it since it was seen. Written so that no
 * index fits: the row is to be found by its id.
 */
const isStillReady = sql`waiting.state || '' = 'ready' and waiting.run_at + interval '0' <= now()`;

const isNotPaused = (queue: RawBuilder<unknown>) =>
  sql`not exists (select from paused_queue paused where paused.queue = ${queue})`;

const isDueSuspect = (queues: readonly string[]) => sql`
  waiting.state = 'ready' and waiting.crashes > 0 and waiting.run_at <= now() and waiting.queue = any(${queues}::text[])
  and ${isNotPaused(sql`waiting.queue`)} and ${isFirstOfKey("waiting")}`;

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
select claimed.*, to_jsonb(event) as event,
       extract(epoch from clock_timestamp() - claimed.created_at)::float8 as waited
  from claimed left join event on event.id = claimed.event_id
 order by claimed.priority desc, claimed.id`;
