import type { Tracer } from "@opentelemetry/api";
import type { Clock, IdSource, Random } from "./clock.js";
import type { Limits } from "./config/limits.js";
import type { AnyConnector } from "./connector.js";
import type { CredentialState } from "./credentials/credential.js";
import type { TokenStore } from "./credentials/token-store.js";
import type { Envelope } from "./envelope.js";
import type { FeatureFlags } from "./flags.js";
import type { Transport } from "./http/transport.js";
import type { PastWrite, Verification } from "./ledger/verification.js";
import type { WriteLedger } from "./ledger/write-ledger.js";
import type { AnyOperation, OperationInput, OperationOutput, Progress } from "./operation.js";
import type { Lane } from "./quotas/bucket.js";
import type { MetricsSink } from "./telemetry/sink.js";

/** What a caller may say about one call. */
export interface CallOptions {
  /** Ends waits and the exchange; the answer is then `CANCELLED`. */
  readonly signal?: AbortSignal;
  /** Longest whole call in milliseconds. */
  readonly deadlineMs?: number;
  /** Default `interactive`. */
  readonly lane?: Lane;
  /**
   * Makes a repeat of a write harmless: same key and input, same answer. Minted when absent, and told in the answer's
   * `meta`. 1–255 visible characters. One caller's key never meets another's.
   */
  readonly idempotencyKey?: string;
  /** Who asks: for fairness among callers, and for keeping their idempotency keys apart. */
  readonly caller?: string;
  readonly requestId?: string;
  /** True: no cached answer. */
  readonly fresh?: boolean;
  /** True: the caller only reads the data. That of a cached answer may then be frozen and shared with other calls, which is cheaper. */
  readonly sharedData?: boolean;
  readonly onProgress?: (step: Progress) => void;
}

/** Why a call waits or would be refused now. */
export interface Obstacle {
  readonly policy: "flags" | "credential" | "circuit-breaker" | "quota" | "bulkhead";
  /** `waits`: it would be delayed; `refused`: it would fail. */
  readonly effect: "waits" | "refused";
  /** A sentence for a person. */
  readonly reason: string;
  /** Milliseconds since the epoch at which this stops holding, where known. */
  readonly untilMs?: number;
}

/** Answer to "what would happen to a call now". An empty list: it goes straight through. */
export interface Explanation {
  readonly operation: string;
  readonly connection: string;
  readonly obstacles: readonly Obstacle[];
}

/** State of a bucket, for health and dashboards. */
export interface BucketState {
  readonly bucket: string;
  readonly remaining: number;
  readonly capacity: number;
  /** Milliseconds until full or until the window ends. */
  readonly resetMs: number;
  readonly waiting: { readonly interactive: number; readonly bulk: number };
}

/** State of a connection without touching the network. */
export interface ConnectionStatus {
  readonly breaker: "closed" | "half-open" | "open";
  /** Milliseconds since the epoch. */
  readonly breakerOpenUntilMs?: number;
  readonly credential: CredentialState;
  readonly inFlight: number;
  /** Milliseconds since the epoch of the last successful exchange. */
  readonly lastSuccessMs?: number;
  readonly lastError?: { readonly code: string; readonly message: string; readonly atMs: number };
  readonly quotas: readonly BucketState[];
}

/** A connector with configuration and credential, ready for calls. Holds pools, breaker, quota state and caches. */
export interface Connection {
  readonly connector: AnyConnector;
  /** `tenant/connector/name`. */
  readonly key: string;
  /** Last part of the key. */
  readonly name: string;
  readonly apiVersion: string;
  /** Runs an operation. Never rejects. Input is validated. */
  execute<Op extends AnyOperation>(
    operation: Op,
    input: unknown,
    options?: CallOptions,
  ): Promise<Envelope<OperationOutput<Op>>>;
  /**
   * Items of a paginated or streaming operation, page after page.
   * Iteration throws ConnectorError on failure.
   */
  items<Op extends AnyOperation>(
    operation: Op,
    input: OperationInput<Op>,
    options?: CallOptions,
  ): AsyncIterable<unknown>;
  /**
   * Looks whether a write of this operation took effect, where the operation states how. `endedAgoMs`: since it was last
   * under way. Never rejects.
   */
  verify(operation: AnyOperation, write: PastWrite, endedAgoMs: number, options?: CallOptions): Promise<Verification>;
  explain(operation: AnyOperation): Explanation;
  status(): ConnectionStatus;
  /** Ends waits, closes pools. */
  close(): Promise<void>;
}

/** What a connection is built on. Everything has a default. */
export interface ConnectionOptions {
  /** Default `default`. */
  readonly tenant?: string;
  /** Default `default`. */
  readonly name?: string;
  readonly limits?: Partial<Limits>;
  /** Default: an undici transport of its own, closed with the connection. */
  readonly transport?: Transport;
  /** Sends requests here instead of the connector's base URL: simulators. Loopback addresses are then allowed. */
  readonly baseUrl?: string;
  /**
   * Where composed operations run what belongs to other connectors. It throws where that one is not connected, and gives
   * nothing for the connector's own operations. Default: everything runs here.
   */
  readonly elsewhere?: (operation: AnyOperation) => Connection | undefined;
  readonly flags?: FeatureFlags;
  readonly metrics?: MetricsSink;
  readonly tracer?: Tracer;
  readonly tokens?: TokenStore;
  /** Where writes are remembered. Default: in memory, for this connection alone. */
  readonly ledger?: WriteLedger;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly ids?: IdSource;
}
