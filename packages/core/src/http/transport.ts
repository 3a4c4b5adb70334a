/** HTTP method of an exchange. */
export type HttpMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * What proves who we are, kept apart from the request's own headers and query so that it is never logged,
 * never part of a cache key and never follows a redirect to another origin.
 */
export interface AuthParts {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** A request body that is read while it is being sent, once. */
export interface StreamBody extends AsyncIterable<Uint8Array> {
  /** Nothing when only its end will tell. */
  readonly sizeBytes: number | undefined;
  /** True once a part of it was taken: the request cannot be made again. */
  readonly isSpent: boolean;
}

/** One exchange to be made. */
export interface HttpRequest {
  readonly method: HttpMethod;
  /** Absolute, without credentials. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly auth?: AuthParts;
  readonly body?: string | Uint8Array | StreamBody;
}

/** Limits of one exchange. */
export interface ExchangeOptions {
  readonly signal: AbortSignal;
  /** Largest reply body in bytes; a longer one is cut off with `REPLY_TOO_LARGE`. */
  readonly maxReplyBytes?: number;
  /**
   * Partition of the HTTP cache, one per connection. Absent: no HTTP caching.
   * Only GET replies with a validator or freshness are kept.
   */
  readonly cachePartition?: string;
}

/** What came back, body read. */
export interface Reply {
  readonly status: number;
  /** Lower-case names; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** How the HTTP cache took part. Absent when it did not. */
  readonly cache?: "miss" | "hit" | "revalidated";
  readonly bytes: Uint8Array;
  text(): string;
  /**
   * The body as JSON, parsed once.
   * @throws ConnectorError `CONTRACT_VIOLATION` when it is not JSON (HTML error pages, empty bodies, cut-off replies).
   */
  json(): unknown;
  /**
   * What `reader` makes of the body as JSON, worked out once and kept for the last reader: failures, quota, warnings and
   * data are read by parts that do not know of each other.
   * @throws ConnectorError as {@link json} does, and whatever the reader throws.
   */
  read<T>(reader: (json: unknown) => T): T;
}

/** What is known of a reply before its body. */
export interface ReplyHead {
  readonly status: number;
  /** Lower-case names; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What came back, body still on the wire. */
export interface StreamReply extends ReplyHead {
  /** Ends the exchange when the consumer stops. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * The seam to the network. Failures are {@link ConnectorError}s: `NETWORK`, `BLOCKED_ADDRESS`, `REPLY_TOO_LARGE`,
 * with `outcome: "not_executed"` only when the request certainly did not leave. An abort rejects with the signal's reason.
 * An error status is a reply, not a failure.
 */
export interface Transport {
  exchange(request: HttpRequest, options: ExchangeOptions): Promise<Reply>;
  /** For bodies too large to hold. Same limits but no size cap; never cached. */
  open(request: HttpRequest, options: ExchangeOptions): Promise<StreamReply>;
  /** Waits for exchanges under way, then closes the pools. */
  close(): Promise<void>;
}
