import { type Clock, type Connection, type ConnectionStatus, type ErrorCode, isComposed } from "@trunkline/core";

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
  peek(status: Pick<ConnectionStatus, "lastError">): ProbeResult | undefined;
  /** A result from now on; joins a probe under way. */
  run(timeoutMs?: number): Promise<ProbeResult>;
  close(): void;
}

/** How probes are spaced. */
export interface ProbeOptions {
  readonly connection: Connection;
  readonly clock: Clock;
  /** How long a good result is trusted while no call fails. Milliseconds. */
  readonly intervalMs: number;
  /** How long any other is trusted: one that was bad, or that a call has failed since. Milliseconds. */
  readonly retryIntervalMs: number;
  /** Longest probe. Milliseconds. */
  readonly timeoutMs: number;
}

/** Probes a connection with its connector's own cheap read, at most one at a time. */
export const createProber = ({ connection, clock, intervalMs, retryIntervalMs, timeoutMs }: ProbeOptions): Prober => {
  const closed = new AbortController();
  const { probe: operation } = connection.connector;
  // Its warnings tell of other connections, and their recovery shows in nothing else.
  const joinsOthers = isComposed(operation) && (operation.uses?.length ?? 0) > 0;
  let last: ProbeResult | undefined;
  let underWay: Promise<ProbeResult> | undefined;

  const probe = async (deadlineMs: number): Promise<ProbeResult> => {
    const startedMs = clock.monotonic();
    const answer = await connection.execute(
      operation,
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
  const isStale = ({ lastError }: Pick<ConnectionStatus, "lastError">): boolean => {
    if (last === undefined) return true;
    const isTrusted = last.ok && !(joinsOthers && last.warnings.length > 0) && (lastError?.atMs ?? 0) <= last.atMs;
    return clock.now() - last.atMs >= (isTrusted ? intervalMs : retryIntervalMs);
  };
  return {
    peek: (status) => {
      if (!closed.signal.aborted && underWay === undefined && isStale(status)) void run();
      return last;
    },
    run,
    close: () => closed.abort(),
  };
};
