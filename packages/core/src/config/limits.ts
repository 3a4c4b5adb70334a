/** One limit that operators may set. */
export interface LimitSpec {
  readonly default: number;
  readonly unit: "ms" | "count" | "bytes" | "ratio";
  readonly min: number;
  readonly max: number;
  /** What it bounds; becomes the docs row. */
  readonly meaning: string;
}

const MiB = 1024 * 1024;

/**
 * Every limit, retry, pool and timeout with its default. Read from env as `TRUNKLINE_<NAME>` for all connectors and
 * `TRUNKLINE_<CONNECTOR>_<NAME>` for one, with the name in SCREAMING_SNAKE: `deadlineMs` → `TRUNKLINE_DEADLINE_MS`.
 */
export const limitSpecs = {
  deadlineMs: {
    default: 30_000,
    unit: "ms",
    min: 100,
    max: 86_400_000,
    meaning: "Longest whole call, waits and repeats included",
  },
  attemptTimeoutMs: {
    default: 10_000,
    unit: "ms",
    min: 50,
    max: 3_600_000,
    meaning: "Longest single exchange with the upstream",
  },
  connectTimeoutMs: {
    default: 5_000,
    unit: "ms",
    min: 50,
    max: 120_000,
    meaning: "Longest wait for a connection, TLS included",
  },
  headersTimeoutMs: {
    default: 10_000,
    unit: "ms",
    min: 50,
    max: 3_600_000,
    meaning: "Longest wait for the reply's headers",
  },
  bodyTimeoutMs: {
    default: 10_000,
    unit: "ms",
    min: 50,
    max: 3_600_000,
    meaning: "Longest pause between two parts of the reply's body",
  },
  keepAliveTimeoutMs: {
    default: 30_000,
    unit: "ms",
    min: 1_000,
    max: 600_000,
    meaning: "How long an idle socket is kept",
  },
  maxSockets: { default: 16, unit: "count", min: 1, max: 1_024, meaning: "Sockets per origin" },
  maxReplyBytes: { default: 32 * MiB, unit: "bytes", min: 1_024, max: 1_024 * MiB, meaning: "Largest reply body" },
  maxStreamBytes: {
    default: 1_024 * MiB,
    unit: "bytes",
    min: 1_024,
    max: 1_024 * 1_024 * MiB,
    meaning: "Largest file that is streamed up or down",
  },
  maxRetries: {
    default: 3,
    unit: "count",
    min: 0,
    max: 10,
    meaning: "Repeats after the first attempt; being throttled and told when to come back does not count",
  },
  retryBaseDelayMs: {
    default: 250,
    unit: "ms",
    min: 1,
    max: 60_000,
    meaning: "Upper bound of the first backoff; doubles each time, with full jitter",
  },
  retryMaxDelayMs: { default: 20_000, unit: "ms", min: 1, max: 600_000, meaning: "Upper bound of every backoff" },
  breakerFailureRatio: {
    default: 0.5,
    unit: "ratio",
    min: 0.05,
    max: 1,
    meaning: "Failed share of the window that opens the circuit",
  },
  breakerWindowMs: {
    default: 30_000,
    unit: "ms",
    min: 1_000,
    max: 600_000,
    meaning: "Sampling window of the circuit breaker",
  },
  breakerMinimumCalls: {
    default: 10,
    unit: "count",
    min: 1,
    max: 10_000,
    meaning: "Attempts in the window before the circuit may open",
  },
  breakerOpenMs: {
    default: 10_000,
    unit: "ms",
    min: 100,
    max: 600_000,
    meaning: "How long an open circuit refuses calls before it lets a probe through",
  },
  bulkheadSlots: { default: 16, unit: "count", min: 1, max: 1_024, meaning: "Exchanges at once per connection" },
  bulkheadQueue: {
    default: 256,
    unit: "count",
    min: 0,
    max: 100_000,
    meaning: "Calls waiting for a slot per connection, in each lane",
  },
  cacheMaxBytes: {
    default: 32 * MiB,
    unit: "bytes",
    min: 0,
    max: 4_096 * MiB,
    meaning: "Memory of all response caches of a connection together; 0 switches them off",
  },
  staleIfErrorMs: {
    default: 300_000,
    unit: "ms",
    min: 0,
    max: 86_400_000,
    meaning: "How long past its freshness an answer may be served while the upstream fails",
  },
  bulkLaneShare: {
    default: 0.2,
    unit: "ratio",
    min: 0.01,
    max: 0.99,
    meaning: "Share of quota that bulk work gets while interactive calls wait",
  },
} as const satisfies Record<string, LimitSpec>;

/** Name of a limit. */
export type LimitName = keyof typeof limitSpecs;

/** A connection's limits, complete. */
export type Limits = { readonly [name in LimitName]: number };

/** Every limit at its default. */
export const defaultLimits: Limits = Object.freeze(
  Object.fromEntries(Object.entries(limitSpecs).map(([name, spec]) => [name, spec.default])) as Record<
    LimitName,
    number
  >,
);
