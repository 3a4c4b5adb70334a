import type { Database } from "@trunkline/store";
import { sql } from "kysely";

/** How a queue stands. */
export interface QueueStats {
  readonly queue: string;
  /** Waiting, what has to wait for a time or for its key included. */
  readonly ready: number;
  readonly running: number;
  readonly dead: number;
  /** Age of the oldest that waits. Seconds; absent when nothing waits. */
  readonly oldestSeconds?: number;
  readonly paused: boolean;
}

/** Counting stops here: more is told as this many. */
export const mostCounted = 100_000;

/**
 * How the queues stand: those named and all that have work that waits, runs or is dead. Cheap: it reads partial indexes,
 * finds the names by skipping through them, and counts to {@link mostCounted} at most.
 */
export const readStats = async (db: Database, known: readonly string[] = []): Promise<readonly QueueStats[]> => {
  const { rows } = await sql<Omit<QueueStats, "oldestSeconds"> & { oldestSeconds: number | null }>`
    with recursive active (queue) as (
      (select queue from work where state in ('ready', 'running') order by queue limit 1)
      union all
      select (select work.queue from work
               where work.state in ('ready', 'running') and work.queue > active.queue order by work.queue limit 1)
        from active where active.queue is not null
    ), buried (queue) as (
      (select queue from work where state = 'dead' order by queue limit 1)
      union all
      select (select work.queue from work where work.state = 'dead' and work.queue > buried.queue order by work.queue limit 1)
        from buried where buried.queue is not null
    ), name (queue) as (
      select unnest(${known}::text[]) union select queue from active union select queue from buried
      union select queue from paused_queue
    )
    select name.queue, waiting.count as ready, running.count as running, dead.count as dead,
           extract(epoch from clock_timestamp() - waiting.oldest)::float8 as "oldestSeconds",
           exists (select from paused_queue where paused_queue.queue = name.queue) as paused
      from name
     cross join lateral (
       select count(*), min(created_at) as oldest from (
         select created_at from work where queue = name.queue and state = 'ready'
          order by priority desc, run_at limit ${mostCounted}) some
     ) waiting
     cross join lateral (select count(*) from work where queue = name.queue and state = 'running') running
     cross join lateral (
       select count(*) from (select from work where queue = name.queue and state = 'dead' limit ${mostCounted}) some
     ) dead
     where name.queue is not null
     order by name.queue`.execute(db);
  return rows.map(({ oldestSeconds, ...stats }) => ({
    ...stats,
    ...(oldestSeconds !== null && { oldestSeconds: Math.max(0, oldestSeconds) }),
  }));
};
