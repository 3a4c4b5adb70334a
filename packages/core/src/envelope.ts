import { type ErrorCode, errorCodes } from "./errors/codes.js";
import { ConnectorError, type Issue } from "./errors/connector-error.js";

/** Whether a write took effect: what safe repetition stands on. A failed read is always `not_executed`. */
export type Outcome = "not_executed" | "executed" | "unknown";

/** What the upstream said of a failure, in its own words. */
export interface UpstreamFault {
  readonly code?: string;
  readonly message?: string;
  readonly requestId?: string;
}

/** Something the upstream hid inside a success: partial denial, ignored filter, capped rows, a version that fell forward. */
export interface Warning {
  /** Closed set per connector, SCREAMING_SNAKE. */
  readonly code: string;
  readonly message: string;
  /** Dotted path into the data it concerns, where there is one. */
  readonly path?: string;
}

/** A failure as sent to others. */
export interface ErrorEnvelope {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  /** Milliseconds. */
  readonly retryAfterMs?: number;
  readonly outcome: Outcome;
  /** HTTP status of the upstream's reply, where there was one. */
  readonly status?: number;
  readonly upstream?: UpstreamFault;
  readonly issues?: readonly Issue[];
  /** What to do next. */
  readonly help?: string;
}

/** `none`: the operation is not cacheable; `stale`: served after the upstream failed. */
export type CacheOutcome = "none" | "miss" | "hit" | "revalidated" | "stale";

/** State of the quota bucket that the call drew on, after the call. */
export interface QuotaMeta {
  readonly bucket: string;
  readonly remaining: number;
  /** Milliseconds until the bucket is full or its window ends. */
  readonly resetMs: number;
}

/** How a call went, whatever its result. */
export interface CallMeta {
  readonly connector: string;
  readonly connectorVersion: string;
  /** Upstream API version that was asked for. */
  readonly apiVersion: string;
  /** Name of the connection, e.g. `default`. */
  readonly connection: string;
  readonly operation: string;
  /** Ours; the upstream's own is in `error.upstream.requestId`. */
  readonly requestId: string;
  readonly traceId?: string;
  /** Exchanges on the wire; 0 when the answer came from the cache or was refused before sending. */
  readonly attempts: number;
  readonly durationMs: number;
  /** Part of `durationMs` spent waiting for quota or a slot. */
  readonly queuedMs: number;
  readonly cache: CacheOutcome;
  readonly quota?: QuotaMeta;
  /** Of a write: the key to repeat it with, so that it happens once. */
  readonly idempotencyKey?: string;
  /** True: the answer is that of an earlier call with the same key. */
  readonly replayed?: boolean;
}

/** The one shape of every public answer: a client method, a REST body, an MCP structured result. */
export type Envelope<T> =
  | { readonly ok: true; readonly data: T; readonly warnings: readonly Warning[]; readonly meta: CallMeta }
  | { readonly ok: false; readonly error: ErrorEnvelope; readonly meta: CallMeta };

/** A failure without what is private to the pipeline; fills `help` from the code's row. */
export const toErrorEnvelope = (error: ConnectorError): ErrorEnvelope => {
  const optional = {
    retryAfterMs: error.retryAfterMs,
    status: error.status,
    upstream: error.upstream,
    issues: error.issues,
  };
  return {
    code: error.code,
    message: error.message,
    retryable: error.retryable,
    outcome: error.outcome,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    help: error.help ?? errorCodes[error.code].help,
  };
};

/** The failure as an exception again. */
export const fromErrorEnvelope = (envelope: ErrorEnvelope): ConnectorError =>
  new ConnectorError(envelope.code, envelope);

/**
 * The data of a successful answer, for those who prefer exceptions.
 * @throws ConnectorError when the answer is a failure.
 */
export const unwrap = <T>(envelope: Envelope<T>): T => {
  if (envelope.ok) return envelope.data;
  throw fromErrorEnvelope(envelope.error);
};
