import type { Tracer } from "@opentelemetry/api";
import type { Clock, Random } from "../clock.js";
import type { Limits } from "../config/limits.js";
import type { AnyConnector } from "../connector.js";
import type { Credential } from "../credentials/credential.js";
import type { Transport } from "../http/transport.js";
import type { WriteLedger } from "../ledger/write-ledger.js";
import type { QuotaGate } from "../quotas/gate.js";
import type { KeyValueStore } from "../stores/key-value-store.js";
import type { MetricsSink } from "../telemetry/sink.js";
import { attemptTimeout } from "./attempt-timeout.js";
import { authenticate } from "./authenticate.js";
import type { Breaker } from "./breaker.js";
import { bulkhead } from "./bulkhead.js";
import type { Bulkhead } from "./bulkhead-slots.js";
import { cache } from "./cache.js";
import { circuitBreaker } from "./circuit-breaker.js";
import { coalesce } from "./coalesce.js";
import { deadline } from "./deadline.js";
import { idempotency } from "./idempotency.js";
import type { Policy } from "./policy.js";
import { raiseErrors } from "./raise-errors.js";
import { rateLimit } from "./rate-limit.js";
import { retry } from "./retry.js";
import { traceAttempt } from "./trace-attempt.js";

/** What the policies of one connection share. */
export interface PipelineDeps {
  readonly connector: AnyConnector;
  /** `tenant/connector/name`. */
  readonly connectionKey: string;
  /** Labels of the connection's metrics. */
  readonly labels: { readonly connector: string; readonly connection: string };
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: Random;
  readonly metrics: MetricsSink;
  readonly tracer: Tracer;
  readonly credential: Credential;
  readonly quotas: QuotaGate;
  readonly breaker: Breaker;
  readonly bulkhead: Bulkhead;
  /** Fresh answers; bounded in bytes. */
  readonly cacheStore: KeyValueStore;
  /** Every write, from before it leaves. */
  readonly ledger: WriteLedger;
  readonly transport: Transport;
}

/** Outermost first. The order is a promise; pipeline.test.ts pins it. */
export const buildPipeline = (deps: PipelineDeps): readonly Policy[] => [
  cache(deps), // a fresh answer goes no further and needs no timer; a stale one may stand in for any failure below
  deadline(deps), // the caller's whole budget: waits and repeats included
  coalesce(deps), // equal reads in flight share one exchange
  idempotency(deps), // a write is in the ledger before it leaves; its repeats get the first answer
  retry(deps), // everything below runs once per attempt
  circuitBreaker(deps), // an open circuit spends no quota; a 429 does not count against it
  rateLimit(deps), // wait for quota before taking a slot
  bulkhead(deps), // a slot is held only while the wire is in use
  attemptTimeout(deps), // one slow attempt does not eat the whole deadline
  authenticate(deps), // a token refreshed between attempts is picked up
  raiseErrors(deps), // a failed reply becomes a ConnectorError, the only failure seen above
  traceAttempt(deps), // one client span per exchange
];
