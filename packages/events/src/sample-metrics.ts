import type { MetricsSink } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { sql } from "kysely";
import type { Queue } from "./queue/create-queue.js";

/** Tells how the queues stand and how far the relay is behind. What a queue no longer has is told as nothing. */
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
};
