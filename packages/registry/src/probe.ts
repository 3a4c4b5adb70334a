import type { Clock, Connection, ErrorCode } from "@trunkline/core";

/** What a probe found. */
export interface ProbeResult {
  readonly ok: boolean;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly durationMs: number;
  readonly code?: ErrorCode;
  readonly message?: string;
  /** Messages of warnings, e.g. missing scopes or a version that fell forward. */
  readonly warnings: readonly string[];
}

/** The cached probe of one connection. */
export interface Prober {
  /** The last result, if any. Starts a new probe in the background when it is older than the interval. */
  peek(): ProbeResult | undefined;
  /** A result from now on; joins a probe under way. */
  run(timeoutMs?: number): Promise<ProbeResult>;
  close(): void;
}

/** How probes are spaced. */
export interface ProbeOptions {
  readonly connection: Connection;
  readonly clock: Clock;
  /** How long a good result is trusted. Milliseconds. */
  readonly intervalMs: number;
  /** How long a bad result is trusted: shorter, so that recovery shows soon. Milliseconds. */
  readonly retryIntervalMs: number;
  /** Longest probe. Milliseconds. */
  readonly timeoutMs: number;
}

/** Probes a connection with its connector's own cheap read, at most one at a time. */
export const createProber = ({ connection, clock, intervalMs, retryIntervalMs, timeoutMs }: ProbeOptions): Prober => {
  const closed = new AbortController();
  let last: ProbeResult | undefined;
  let underWay: Promise<ProbeResult> | undefined;

  const probe = async (deadlineMs: number): Promise<ProbeResult> => {
    const startedMs = clock.monotonic();
    const answer = await connection.execute(
      connection.connector.probe,
      {},
      { deadlineMs, fresh: true, signal: closed.signal, caller: "probe" },
    );
    last = {
      ok: answer.ok,
      atMs: clock.now(),
      durationMs: Math.round(clock.monotonic() - startedMs),
      ...(!answer.ok && { code: answer.error.code, message: answer.error.message }),
      warnings: answer.ok ? answer.warnings.map(({ message }) => message) : [],
    };
    return last;
  };
  const run = (deadlineMs = timeoutMs): Promise<ProbeResult> => {
    underWay ??= probe(deadlineMs).finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
  const isStale = (): boolean =>
    last === undefined || clock.now() - last.atMs >= (last.ok ? intervalMs : retryIntervalMs);
  return {
    peek: () => {
      if (!closed.signal.aborted && underWay === undefined && isStale()) void run();
      return last;
    },
    run,
    close: () => closed.abort(),
  };
};
