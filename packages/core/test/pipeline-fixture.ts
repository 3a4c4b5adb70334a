import { trace } from "@opentelemetry/api";
import { z } from "zod";
import { defaultLimits } from "../src/config/limits.js";
import { type AnyConnector, defineConnector } from "../src/connector.js";
import type { ErrorCode } from "../src/errors/codes.js";
import { ConnectorError, type ConnectorErrorFields } from "../src/errors/connector-error.js";
import { createMemoryLedger } from "../src/ledger/memory-ledger.js";
import { type CacheFacts, decode, defineOperation } from "../src/operation.js";
import { createBreaker } from "../src/pipeline/breaker.js";
import { createBulkhead } from "../src/pipeline/bulkhead-slots.js";
import type { PipelineDeps } from "../src/pipeline/pipeline.js";
import type { Call } from "../src/pipeline/policy.js";
import { createQuotaGate } from "../src/quotas/gate.js";
import { createMemoryStore } from "../src/stores/memory-store.js";
import type { Labels, MetricsSink } from "../src/telemetry/sink.js";
import { createManualClock } from "../src/testing/manual-clock.js";
import { createCall as createHarnessCall } from "../src/testing/policy-harness.js";
import { createScriptedTransport } from "../src/testing/scripted-transport.js";

const facts = {
  summary: "Do a thing",
  docs: "https://example.com",
  input: z.object({ id: z.string(), tags: z.record(z.string(), z.string()).optional() }),
  output: z.object({}),
  response: decode(z.object({}), () => ({})),
};

/** A read with these cache facts. */
export const readCachedFor = (cache: CacheFacts) =>
  defineOperation({
    ...facts,
    id: "test.things.get",
    effect: "read",
    request: ({ id }) => ({ method: "GET", path: `/things/${id}` }),
    cache,
  });

/** A cacheable read, fresh for a minute. */
export const readThing = readCachedFor({ ttlMs: 60_000, staleIfErrorMs: 600_000 });

/** A read that is never kept. */
export const readLive = defineOperation({
  ...facts,
  id: "test.things.watch",
  effect: "read",
  request: ({ id }) => ({ method: "GET", path: `/live/${id}` }),
});

/** A write that must not be repeated blindly. */
export const createThing = defineOperation({
  ...facts,
  id: "test.things.create",
  effect: "write",
  idempotency: "none",
  request: () => ({ method: "POST", path: "/things" }),
});

/** A connector without opinions. */
export const testConnector: AnyConnector = defineConnector({
  id: "test",
  title: "Test",
  description: "A connector for tests",
  version: "1.0.0",
  apiVersions: [{ version: "1" }],
  config: z.object({}),
  env: [],
  live: [],
  apiVersion: () => "1",
  baseUrl: () => "https://api.example.com",
  allowedHosts: () => [],
  settings: () => ({}),
  credential: () => ({ kind: "none", authorize: async () => ({}), state: () => "ready" }),
  quotas: { buckets: [] },
  mapError: () => undefined,
  operations: { things: { get: readThing, watch: readLive, create: createThing } },
  probe: readThing,
});

/** One measurement, as `name{label=value,…} amount`. */
export const createRecordingMetrics = (): MetricsSink & { readonly lines: string[] } => {
  const lines: string[] = [];
  const record = (name: string, labels: Labels, value = 1) =>
    void lines.push(
      `${name}{${Object.entries(labels)
        .map(([label, text]) => `${label}=${text}`)
        .join(",")}} ${value}`,
    );
  return { lines, count: record, observe: record, set: record, add: record };
};

/** Everything a policy may ask for, on a clock that stands still; no jitter: the full backoff. */
export const createDeps = (overrides: Partial<Omit<PipelineDeps, "clock" | "metrics">> = {}) => {
  const clock = createManualClock();
  const limits = overrides.limits ?? defaultLimits;
  const metrics = createRecordingMetrics();
  const connector = overrides.connector ?? testConnector;
  return {
    connector,
    connectionKey: "default/test/default",
    labels: { connector: "test", connection: "default" },
    limits,
    clock,
    random: () => 1,
    metrics,
    tracer: trace.getTracer("test"),
    credential: { kind: "none", authorize: async () => ({}), state: () => "ready" as const },
    quotas: createQuotaGate({ quotas: connector.quotas, clock, bulkLaneShare: limits.bulkLaneShare }),
    breaker: createBreaker({ limits, clock, onStateChange: () => {} }),
    bulkhead: createBulkhead({ limits, clock }),
    cacheStore: createMemoryStore({ clock }),
    ledger: createMemoryLedger({ clock }),
    transport: createScriptedTransport([]),
    ...overrides,
  };
};

/** A call of `readThing`, or the operation given, at the manual clock's start with 30 s to go and no attempt made. */
export const createCall = (overrides: Partial<Call> = {}): Call =>
  createHarnessCall({
    operation: readThing,
    input: { id: "1" },
    request: { method: "GET", url: "https://api.example.com/things/1", headers: {} },
    connectionKey: "default/test/default",
    deadlineMs: Date.UTC(2026, 0, 1) + 30_000,
    attempt: 0,
    ...overrides,
  });

/** A failure as the policies see it. */
export const failure = (code: ErrorCode, fields: Partial<ConnectorErrorFields> = {}): ConnectorError =>
  new ConnectorError(code, { message: `${code} happened.`, ...fields });

/** Lets everything that can go on without time passing do so. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Never answers, and does not listen to aborts either. */
export const deafForever = (): Promise<never> => new Promise(() => {});

/** Rejects with the signal's reason when it is aborted, as the transport does; never answers otherwise. */
export const untilAbort = ({ signal }: Pick<Call, "signal">): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
