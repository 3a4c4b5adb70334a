/** A metric's facts. Base units, labels from closed sets. */
export interface MetricSpec {
  readonly type: "counter" | "histogram" | "gauge";
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds of a histogram's buckets, in the metric's unit. */
  readonly buckets?: readonly number[];
}

const call = ["connector", "connection", "operation"] as const;
const connection = ["connector", "connection"] as const;
const latencySeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const handlingSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const lifeSeconds = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14_400, 86_400];

/** Every metric of connector calls and of the durable plane. */
export const metrics = {
  connector_call_duration_seconds: {
    type: "histogram",
    help: "Whole call, waits and repeats included, by outcome: ok or the error code",
    labels: [...call, "outcome"],
    buckets: latencySeconds,
  },
  connector_attempt_duration_seconds: {
    type: "histogram",
    help: "One exchange on the wire, by outcome: ok or the error code",
    labels: [...call, "outcome"],
    buckets: latencySeconds,
  },
  connector_attempts_total: { type: "counter", help: "Exchanges on the wire", labels: [...call, "outcome"] },
  connector_retries_total: {
    type: "counter",
    help: "Repeats after a failed attempt, by the failure's code",
    labels: [...call, "code"],
  },
  trunkline_writes_total: {
    type: "counter",
    help: "Writes of the shared ledger by the state they came to: done, failed, unknown",
    labels: [...connection, "state"],
  },
  trunkline_writes_unknown: {
    type: "gauge",
    help: "Writes of which nobody knows yet whether they took effect",
    labels: connection,
  },
  trunkline_writes_unknown_oldest_seconds: {
    type: "gauge",
    help: "Age of the oldest of them",
    labels: connection,
  },
  connector_queue_wait_seconds: {
    type: "histogram",
    help: "Time spent waiting for quota or a slot",
    labels: [...connection, "lane"],
    buckets: latencySeconds,
  },
  connector_breaker_state: {
    type: "gauge",
    help: "Circuit breaker: 0 closed, 1 half-open, 2 open",
    labels: connection,
  },
  connector_quota_remaining: { type: "gauge", help: "Units left in a quota bucket", labels: [...connection, "bucket"] },
  connector_cache_total: {
    type: "counter",
    help: "Answers by cache outcome: miss, hit, revalidated, stale, coalesced",
    labels: [...call, "cache"],
  },
  connector_calls_in_flight: { type: "gauge", help: "Calls under way", labels: connection },
  connector_pool_sockets: {
    type: "gauge",
    help: "Sockets of the keep-alive pool by state: connected, free, pending, running, queued",
    labels: ["origin", "state"],
  },
  connector_token_refreshes_total: {
    type: "counter",
    help: "Credential renewals by outcome: ok or the error code",
    labels: [...connection, "outcome"],
  },
  trunkline_replay_events: {
    type: "gauge",
    help: "Events of replays and backfills that are not over: put into the queue so far, and left where that is known",
    labels: ["kind", "state"],
  },
  trunkline_replays: {
    type: "gauge",
    help: "Replays and backfills that are not over, by state: running, paused",
    labels: ["kind", "state"],
  },
  trunkline_store_up: { type: "gauge", help: "1 while the database answers", labels: [] },
  trunkline_streams_open: { type: "gauge", help: "Readers that follow the stream of this process", labels: [] },
  trunkline_gap_changes_checked_total: {
    type: "counter",
    help: "Changes that upstreams told of when asked, compared with the events that arrived",
    labels: ["connector"],
  },
  trunkline_gap_checks_failed_total: {
    type: "counter",
    help: "Sources that could not be asked what changed",
    labels: ["connector"],
  },
  trunkline_gaps_healed_total: {
    type: "counter",
    help: "Changes that no event had told of, fetched and stored as events",
    labels: ["connector"],
  },
  trunkline_events_accepted_total: {
    type: "counter",
    help: "Events offered to the inbox and found there afterwards, by outcome: stored, duplicate",
    labels: ["connector", "outcome"],
  },
  trunkline_events_refused_total: {
    type: "counter",
    help: "Events that can never be stored, by the reason's code",
    labels: ["code"],
  },
  trunkline_events_relayed_total: { type: "counter", help: "Events whose work was put into the queues", labels: [] },
  trunkline_relay_lag_seconds: {
    type: "gauge",
    help: "Age of the oldest event whose work is not in the queues yet",
    labels: [],
  },
  trunkline_queue_depth: {
    type: "gauge",
    help: "Pieces of work by state: ready, running, dead",
    labels: ["queue", "state"],
  },
  trunkline_queue_oldest_seconds: { type: "gauge", help: "Age of the oldest work that is ready", labels: ["queue"] },
  trunkline_queue_paused: { type: "gauge", help: "1 while nothing is taken from the queue", labels: ["queue"] },
  trunkline_work_attempts_total: {
    type: "counter",
    help: "Tries of work by outcome: done, retry, snoozed, dead, crashed, released, lost",
    labels: ["queue", "outcome"],
  },
  trunkline_work_duration_seconds: {
    type: "histogram",
    help: "One try of work, by outcome",
    labels: ["queue", "outcome"],
    buckets: handlingSeconds,
  },
  trunkline_work_life_seconds: {
    type: "histogram",
    help: "From the moment work entered its queue until it was done",
    labels: ["queue"],
    buckets: lifeSeconds,
  },
  trunkline_work_running: { type: "gauge", help: "Pieces of work under way in this process", labels: ["queue"] },
  trunkline_retention_removed_total: {
    type: "counter",
    help: "Rows removed because their time was over",
    labels: ["table"],
  },
  trunkline_webhook_deliveries_total: {
    type: "counter",
    help: "Deliveries by outcome: accepted, duplicate, handshake, refused, malformed, limited, unavailable",
    labels: [...connection, "outcome"],
  },
  trunkline_webhook_ack_seconds: {
    type: "histogram",
    help: "From the first byte of a delivery to its acknowledgement",
    labels: connection,
    buckets: latencySeconds,
  },
  trunkline_webhook_subscriptions_healed_total: {
    type: "counter",
    help: "Webhook subscriptions that were missing at the upstream and were made again",
    labels: connection,
  },
} as const satisfies Record<string, MetricSpec>;

/** Closed set of metric names. */
export type MetricName = keyof typeof metrics;
