import { randomUUID } from "node:crypto";
import { trace } from "@opentelemetry/api";
import { createCallObserver } from "./call-observer.js";
import { systemClock } from "./clock.js";
import { completeLimits } from "./config/read-limits.js";
import type { ConnectionOptions } from "./connection.js";
import { createConnectionTransport } from "./connection-transport.js";
import type { AnyConnector } from "./connector.js";
import type { Credential } from "./credentials/credential.js";
import { createMemoryTokenStore } from "./credentials/memory-token-store.js";
import { createFeatureFlags } from "./flags.js";
import { buildRequest } from "./http/build-request.js";
import { createMemoryLedger } from "./ledger/memory-ledger.js";
import { type Breaker, createBreaker } from "./pipeline/breaker.js";
import { type Bulkhead, createBulkhead } from "./pipeline/bulkhead-slots.js";
import { cacheKey } from "./pipeline/cache-key.js";
import { buildPipeline, type PipelineDeps } from "./pipeline/pipeline.js";
import { compose } from "./pipeline/policy.js";
import { createQuotaGate, type QuotaGate } from "./quotas/gate.js";
import type { Runtime } from "./runtime.js";
import { sendThrough } from "./send-through.js";
import { createSharedAnswers } from "./shared-answers.js";
import { createMemoryStore } from "./stores/memory-store.js";
import { type MetricsSink, noMetrics } from "./telemetry/sink.js";

/** Everything that one connection holds. */
export interface ConnectionParts {
  readonly runtime: Runtime;
  readonly breaker: Breaker;
  readonly bulkhead: Bulkhead;
  readonly quotas: QuotaGate;
  readonly credential: Credential;
  readonly observer: ReturnType<typeof createCallObserver>;
  closeTransport(): Promise<void>;
}

/** Puts a connection together; `config` is parsed already. */
export const createConnectionParts = (
  connector: AnyConnector,
  config: unknown,
  options: ConnectionOptions,
): ConnectionParts => {
  const deps = createPipelineDeps(connector, config, options);
  const { transport, clock, limits, tracer, connectionKey } = deps.pipeline;
  const apiVersion = connector.apiVersion(config);
  const observer = createCallObserver(deps.pipeline);
  const keySupported = connector.supportsIdempotencyKey?.(apiVersion) ?? true;
  const userAgent = `trunkline-${connector.id}/${connector.version}`;
  const runtime: Runtime = {
    connector,
    key: connectionKey,
    apiVersion,
    settings: connector.settings(config),
    limits,
    clock,
    tracer,
    transport,
    ids: options.ids ?? randomUUID,
    flags: options.flags ?? createFeatureFlags(),
    elsewhere: options.elsewhere ?? (() => undefined),
    metaFacts: {
      connector: connector.id,
      connectorVersion: connector.version,
      apiVersion,
      connection: nameOf(options),
    },
    sharedAnswers: createSharedAnswers(),
    ledger: deps.pipeline.ledger,
    send: compose(buildPipeline(deps.pipeline), sendThrough(transport, limits)),
    buildRequest: (spec) => buildRequest({ baseUrl: deps.baseUrl, spec, userAgent }),
    idempotencyFor: (stated) => (stated === "key" && !keySupported ? "none" : stated),
    forget: (call) => void deps.pipeline.cacheStore.delete(cacheKey(call)),
    ...observer.hooks,
  };
  return { runtime, observer, ...deps.pipeline, closeTransport: deps.close };
};

const nameOf = ({ name = "default" }: ConnectionOptions): string => name;

const createPipelineDeps = (connector: AnyConnector, config: unknown, options: ConnectionOptions) => {
  const limits = completeLimits({ ...connector.limits, ...options.limits });
  const { clock = systemClock, metrics = noMetrics, random = Math.random } = options;
  const connectionKey = `${options.tenant ?? "default"}/${connector.id}/${nameOf(options)}`;
  const labels = { connector: connector.id, connection: nameOf(options) };
  const { baseUrl, transport, close } = createConnectionTransport(connector, config, options, limits);
  const pipeline: PipelineDeps = {
    connector,
    connectionKey,
    labels,
    limits,
    clock,
    random,
    metrics,
    transport,
    tracer: options.tracer ?? trace.getTracer("@trunkline/core"),
    credential: connector.credential(config, {
      transport,
      clock,
      tokens: options.tokens ?? createMemoryTokenStore(),
      connectionKey,
      baseUrl: new URL(baseUrl).origin,
      onRefresh: (outcome) => metrics.count("connector_token_refreshes_total", { ...labels, outcome }),
    }),
    breaker: createBreaker({ limits, clock, onStateChange: breakerGauge(metrics, labels) }),
    bulkhead: createBulkhead({ limits, clock }),
    quotas: createQuotaGate({ quotas: connector.quotas, clock, random, bulkLaneShare: limits.bulkLaneShare }),
    cacheStore: createMemoryStore({ maxBytes: limits.cacheMaxBytes, clock }),
    ledger: options.ledger ?? createMemoryLedger({ clock }),
  };
  return { pipeline, baseUrl, close };
};

const breakerStates = { closed: 0, "half-open": 1, open: 2 } as const;

const breakerGauge = (metrics: MetricsSink, labels: PipelineDeps["labels"]) => {
  metrics.set("connector_breaker_state", labels, breakerStates.closed);
  return (state: keyof typeof breakerStates) => metrics.set("connector_breaker_state", labels, breakerStates[state]);
};
