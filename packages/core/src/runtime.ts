import type { Tracer } from "@opentelemetry/api";
import type { Clock, IdSource } from "./clock.js";
import type { Limits } from "./config/limits.js";
import type { Connection } from "./connection.js";
import type { AnyConnector } from "./connector.js";
import type { CallMeta, Envelope } from "./envelope.js";
import type { FeatureFlags } from "./flags.js";
import type { HttpRequest, Reply, Transport } from "./http/transport.js";
import type { WriteLedger } from "./ledger/write-ledger.js";
import type { AnyOperation, Idempotency, RequestSpec } from "./operation.js";
import type { Call, CallJournal } from "./pipeline/policy.js";
import type { SharedAnswers } from "./shared-answers.js";

/** What a connection lends to each of its calls. */
export interface Runtime {
  readonly connector: AnyConnector;
  /** `tenant/connector/name`. */
  readonly key: string;
  readonly apiVersion: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly tracer: Tracer;
  readonly flags: FeatureFlags;
  readonly transport: Transport;
  /** The part of the meta that is the same for every call. */
  readonly metaFacts: Pick<CallMeta, "connector" | "connectorVersion" | "apiVersion" | "connection">;
  /** The connection of an operation that is not run here. */
  elsewhere(operation: AnyOperation): Connection | undefined;
  readonly sharedAnswers: SharedAnswers;
  readonly ledger: WriteLedger;
  /** Through the pipeline. */
  send(call: Call): Promise<Reply>;
  buildRequest(spec: RequestSpec): HttpRequest;
  /** What an operation's idempotency is worth on this API version. */
  idempotencyFor(stated: Idempotency): Idempotency;
  callStarted(): void;
  callEnded(operation: AnyOperation, answer: Envelope<unknown>, journal: CallJournal): void;
  /** Drops the cached reply of a call: it turned out to be unreadable. */
  forget(call: Call): void;
}
