import type { Outcome, UpstreamFault } from "../envelope.js";
import type { Reply } from "../http/transport.js";
import { type ErrorCode, errorCodes } from "./codes.js";

/** One broken rule of an input: `path` is dotted from the input's root, empty for the root itself. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

/** What a {@link ConnectorError} is made of, beyond its code. */
export interface ConnectorErrorFields {
  /** What failed and what to do. Never a token, header value or body. */
  readonly message: string;
  /** Default: the code's row. */
  readonly retryable?: boolean;
  /** The wait upstream asked for, or until our own protection lets calls through. Milliseconds. */
  readonly retryAfterMs?: number;
  /** Whether a write took effect. Default `not_executed`: set it wherever the request may have left. */
  readonly outcome?: Outcome;
  /** HTTP status of the upstream's reply. */
  readonly status?: number;
  readonly upstream?: UpstreamFault;
  readonly issues?: readonly Issue[];
  readonly help?: string;
  readonly cause?: unknown;
  /** The failed reply, for quota feedback. Never leaves the pipeline. */
  readonly reply?: Reply;
}

const brand = Symbol.for("@trunkline/ConnectorError");

/** The one failure that travels inside the pipeline; `execute` seals it into the envelope. */
export class ConnectorError extends Error {
  override readonly name = "ConnectorError";
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly outcome: Outcome;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;
  readonly upstream: UpstreamFault | undefined;
  readonly issues: readonly Issue[] | undefined;
  readonly help: string | undefined;
  readonly #reply: Reply | undefined;

  constructor(code: ErrorCode, fields: ConnectorErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    Object.defineProperty(this, brand, { value: true });
    this.code = code;
    this.retryable = fields.retryable ?? errorCodes[code].retryable;
    this.outcome = fields.outcome ?? "not_executed";
    this.retryAfterMs = fields.retryAfterMs;
    this.status = fields.status;
    this.upstream = fields.upstream;
    this.issues = fields.issues;
    this.help = fields.help;
    this.#reply = fields.reply;
  }

  /** The failed reply, where there was one. Private to the pipeline: never serialised. */
  get reply(): Reply | undefined {
    return this.#reply;
  }
}

/** Recognises our error across copies of this package, where `instanceof` would not. */
export const isConnectorError = (value: unknown): value is ConnectorError =>
  typeof value === "object" && value !== null && brand in value;

/** The same failure with some fields changed; code, cause and reply are kept. */
export const withErrorFields = (error: ConnectorError, fields: Partial<ConnectorErrorFields>): ConnectorError =>
  new ConnectorError(error.code, {
    message: error.message,
    retryable: error.retryable,
    retryAfterMs: error.retryAfterMs,
    outcome: error.outcome,
    status: error.status,
    upstream: error.upstream,
    issues: error.issues,
    help: error.help,
    cause: error.cause,
    reply: error.reply,
    ...fields,
  });
