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

/** Every metric of a connector call. */
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
} as const satisfies Record<string, MetricSpec>;

/** Closed set of metric names. */
export type MetricName = keyof typeof metrics;
