import type { MetricsSink } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { sql } from "kysely";
import type { Queue } from "./queue/create-queue.js";

/** Tells how the queues stand, how far the relay is behind and how far replays are. What a queue no longer has is told as nothing. */
export const sampleMetrics = async (store: Store, queue: Queue, metrics: MetricsSink): Promise<void> => {
  for (const stats of await queue.stats()) {
    const labels = { queue: stats.queue };
    metrics.set("trunkline_queue_depth", { ...labels, state: "ready" }, stats.ready);
    metrics.set("trunkline_queue_depth", { ...labels, state: "running" }, stats.running);
    metrics.set("trunkline_queue_depth", { ...labels, state: "dead" }, stats.dead);
    metrics.set("trunkline_queue_oldest_seconds", labels, stats.oldestSeconds ?? 0);
    metrics.set("trunkline_queue_paused", labels, stats.paused ? 1 : 0);
  }
  const { rows } = await sql<{ lag: number }>`
    select extract(epoch from clock_timestamp() - received_at)::float8 as lag
      from event where not relayed order by id limit 1`.execute(store.db);
  metrics.set("trunkline_relay_lag_seconds", {}, Math.max(0, rows[0]?.lag ?? 0));
  await sampleReplays(store, metrics);
};

interface ReplaySum {
  readonly kind: string;
  readonly running: number;
  readonly paused: number;
  readonly enqueued: number;
  readonly left: number;
}

/** Both kinds are told each time, so that what is over is told as nothing. */
const sampleReplays = async (store: Store, metrics: MetricsSink): Promise<void> => {
  const { rows } = await sql<ReplaySum>`
    select kind, count(*) filter (where state = 'running')::int as running,
           count(*) filter (where state = 'paused')::int as paused, sum(enqueued)::float8 as enqueued,
           sum(greatest(0, coalesce(total, enqueued) - enqueued))::float8 as left
      from replay where state in ('running', 'paused') group by kind`.execute(store.db);
  for (const kind of ["replay", "backfill"]) {
    const sum = rows.find((row) => row.kind === kind);
    metrics.set("trunkline_replays", { kind, state: "running" }, sum?.running ?? 0);
    metrics.set("trunkline_replays", { kind, state: "paused" }, sum?.paused ?? 0);
    metrics.set("trunkline_replay_events", { kind, state: "enqueued" }, sum?.enqueued ?? 0);
    metrics.set("trunkline_replay_events", { kind, state: "left" }, sum?.left ?? 0);
  }
};
