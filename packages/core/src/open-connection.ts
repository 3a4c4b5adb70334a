import { randomUUID } from "node:crypto";
import { trace } from "@opentelemetry/api";
import type { z } from "zod";
import { createCallObserver } from "./call-observer.js";
import { pagesOf } from "./client.js";
import { systemClock } from "./clock.js";
import { streamComposed } from "./composed.js";
import { completeLimits } from "./config/read-limits.js";
import type { CallOptions, Connection, ConnectionOptions, Explanation, Obstacle } from "./connection.js";
import type { AnyConnector, Connector } from "./connector.js";
import type { Credential } from "./credentials/credential.js";
import { createMemoryTokenStore } from "./credentials/memory-token-store.js";
import { fromErrorEnvelope } from "./envelope.js";
import { ConnectorError } from "./errors/connector-error.js";
import { execute, refuseDisabled, startCall, validInput } from "./execute.js";
import { createFeatureFlags } from "./flags.js";
import { buildRequest } from "./http/build-request.js";
import type { Transport } from "./http/transport.js";
import { createUndiciTransport } from "./http/undici-transport.js";
import { type AnyOperation, isComposed, type OperationTree, toIssues } from "./operation.js";
import { type Breaker, createBreaker } from "./pipeline/breaker.js";
import { type Bulkhead, createBulkhead } from "./pipeline/bulkhead-slots.js";
import { buildPipeline } from "./pipeline/pipeline.js";
import { compose } from "./pipeline/policy.js";
import { quotaUses } from "./pipeline/rate-limit.js";
import { createQuotaGate, type QuotaGate } from "./quotas/gate.js";
import { redirectTransport } from "./redirect-transport.js";
import type { Runtime } from "./runtime.js";
import { createMemoryStore } from "./stores/memory-store.js";
import { noMetrics } from "./telemetry/sink.js";

const idempotencyMemory = { maxEntries: 10_000, maxBytes: 16 * 1024 * 1024 };

/**
 * Opens a connection: pools, breaker, quota state, caches and credential of one account.
 * @throws ConnectorError `NOT_CONFIGURED` when the configuration does not fit, with every problem and its path.
 */
export const openConnection = <C extends z.ZodType, T extends OperationTree>(
  connector: Connector<C, T>,
  config: z.input<C>,
  options: ConnectionOptions = {},
): Connection => {
  const parts = createParts(connector, parseConfig(connector, config), options);
  const { runtime } = parts;
  return {
    connector,
    key: runtime.key,
    name: runtime.metaFacts.connection,
    apiVersion: runtime.apiVersion,
    execute: (operation, input, callOptions) => execute(runtime, operation, input, callOptions) as never,
    items: (operation, input, callOptions) => itemsOf(runtime, operation, input, callOptions),
    explain: (operation) => explain(parts, operation),
    status: () => ({
      breaker: parts.breaker.state(),
      breakerOpenUntilMs: parts.breaker.openUntilMs(),
      credential: parts.credential.state(),
      quotas: parts.quotas.states(),
      ...parts.observer.status(),
    }),
    close: async () => {
      parts.quotas.close();
      parts.breaker.close();
      await parts.closeTransport();
    },
  };
};

const parseConfig = (connector: AnyConnector, config: unknown): unknown => {
  const parsed = connector.config.safeParse(config);
  if (parsed.success) return parsed.data;
  const issues = toIssues(parsed.error as z.ZodError);
  throw new ConnectorError("NOT_CONFIGURED", {
    message: `The configuration of ${connector.id} does not fit: ${issues
      .map(({ path, message }) => (path ? `${path}: ${message}` : message))
      .join("; ")}.`,
    issues,
  });
};

interface Parts {
  readonly runtime: Runtime;
  readonly breaker: Breaker;
  readonly bulkhead: Bulkhead;
  readonly quotas: QuotaGate;
  readonly credential: Credential;
  readonly observer: ReturnType<typeof createCallObserver>;
  closeTransport(): Promise<void>;
}

const createParts = (connector: AnyConnector, config: unknown, options: ConnectionOptions): Parts => {
  const name = options.name ?? "default";
  const key = `${options.tenant ?? "default"}/${connector.id}/${name}`;
  const labels = { connector: connector.id, connection: name };
  const limits = completeLimits(options.limits ?? {});
  const clock = options.clock ?? systemClock;
  const metrics = options.metrics ?? noMetrics;
  const tracer = options.tracer ?? trace.getTracer("@trunkline/core");
  const ids = options.ids ?? randomUUID;
  const random = options.random ?? Math.random;
  const { baseUrl, transport } = createTransport(connector, config, options, limits);
  const credential = connector.credential(config, {
    transport,
    clock,
    tokens: options.tokens ?? createMemoryTokenStore(),
    connectionKey: key,
    baseUrl: new URL(baseUrl).origin,
    onRefresh: (outcome) => metrics.count("connector_token_refreshes_total", { ...labels, outcome }),
  });
  const breakerStates = { closed: 0, "half-open": 1, open: 2 } as const;
  const breaker = createBreaker({
    limits,
    clock,
    onStateChange: (state) => metrics.set("connector_breaker_state", labels, breakerStates[state]),
  });
  const bulkhead = createBulkhead({ limits, clock });
  const quotas = createQuotaGate({ quotas: connector.quotas, clock, random, bulkLaneShare: limits.bulkLaneShare });
  const observer = createCallObserver({ labels, clock, metrics });
  const apiVersion = connector.apiVersion(config);
  const pipeline = buildPipeline({
    connector,
    connectionKey: key,
    labels,
    limits,
    clock,
    random,
    metrics,
    tracer,
    credential,
    quotas,
    breaker,
    bulkhead,
    cacheStore: createMemoryStore({ maxBytes: limits.cacheMaxBytes, clock }),
    idempotencyStore: createMemoryStore({ ...idempotencyMemory, clock }),
    transport,
  });
  const keySupported = connector.supportsIdempotencyKey?.(apiVersion) ?? true;
  const userAgent = `trunkline-${connector.id}/${connector.version}`;
  const runtime: Runtime = {
    connector,
    key,
    apiVersion,
    settings: connector.settings(config),
    limits,
    clock,
    ids,
    tracer,
    flags: options.flags ?? createFeatureFlags(),
    transport,
    neverAborted: new AbortController().signal,
    metaFacts: { connector: connector.id, connectorVersion: connector.version, apiVersion, connection: name },
    send: compose(pipeline, ({ request, operation, signal }) =>
      transport.exchange(request, {
        signal,
        maxReplyBytes: limits.maxReplyBytes,
        ...(operation.cache?.conditional && limits.cacheMaxBytes > 0 && { cachePartition: key }),
      }),
    ),
    buildRequest: (spec) => buildRequest({ baseUrl, spec, userAgent }),
    idempotencyFor: (stated) => (stated === "key" && !keySupported ? "none" : stated),
    ...observer.hooks,
  };
  return {
    runtime,
    breaker,
    bulkhead,
    quotas,
    credential,
    observer,
    closeTransport: () => (options.transport ? Promise.resolve() : transport.close()),
  };
};

/** The connector's own origin, or the one that stands in for it. */
const createTransport = (
  connector: AnyConnector,
  config: unknown,
  options: ConnectionOptions,
  limits: ReturnType<typeof completeLimits>,
) => {
  const ownBase = connector.baseUrl(config);
  if (options.baseUrl === undefined) {
    const own = new URL(ownBase);
    const hosts = {
      allowed: [own.hostname, ...connector.allowedHosts(config)],
      credentialOrigins: [own.origin, ...(connector.credentialHosts?.(config) ?? []).map((host) => `https://${host}`)],
    };
    return {
      baseUrl: ownBase,
      transport: options.transport ?? createUndiciTransport({ limits, hosts, metrics: options.metrics }),
    };
  }
  const standIn = new URL(options.baseUrl);
  const hosts = { allowed: [standIn.hostname], credentialOrigins: [standIn.origin], allowLoopback: true };
  const inner: Transport = options.transport ?? createUndiciTransport({ limits, hosts, metrics: options.metrics });
  return { baseUrl: ownBase, transport: redirectTransport(inner, standIn.origin) };
};

async function* itemsOf(
  runtime: Runtime,
  operation: AnyOperation,
  input: unknown,
  options: CallOptions = {},
): AsyncGenerator<unknown> {
  if (isComposed(operation) && operation.stream) {
    refuseDisabled(runtime, operation);
    yield* streamComposed(runtime, startCall(runtime, operation, options), operation, validInput(operation, input));
    return;
  }
  const key = operation.pagination?.items;
  if (key === undefined) throw new TypeError(`${operation.id} states no pagination, so it has no items`);
  const call = (page: unknown, callOptions?: CallOptions) => execute(runtime, operation, page, callOptions) as never;
  for await (const page of pagesOf(call, (input ?? {}) as Record<string, unknown>, options)) {
    if (!page.ok) throw fromErrorEnvelope(page.error);
    yield* (page.data as Record<string, readonly unknown[]>)[key] ?? [];
  }
}

const explain = ({ runtime, breaker, bulkhead, quotas, credential }: Parts, operation: AnyOperation): Explanation => {
  const obstacles: Obstacle[] = [];
  const flag = runtime.flags.offBecause(operation);
  if (flag !== undefined)
    obstacles.push({ policy: "flags", effect: "refused", reason: `The feature flag "${flag}" has switched it off.` });
  if (credential.state() !== "ready")
    obstacles.push({
      policy: "credential",
      effect: "refused",
      reason:
        credential.state() === "missing"
          ? "The connection has no credential."
          : "The login is dead; connect the account again.",
    });
  if (breaker.state() === "open")
    obstacles.push({
      policy: "circuit-breaker",
      effect: "refused",
      reason: "The upstream failed repeatedly; calls are refused until a probe succeeds.",
      untilMs: breaker.openUntilMs(),
    });
  if (bulkhead.queued() > 0)
    obstacles.push({
      policy: "bulkhead",
      effect: "waits",
      reason: `${bulkhead.queued()} calls wait for one of ${runtime.limits.bulkheadSlots} slots.`,
    });
  if (!isComposed(operation)) obstacles.push(...quotas.obstacles(quotaUses(operation, undefined), "interactive"));
  return { operation: operation.id, connection: runtime.key, obstacles };
};
