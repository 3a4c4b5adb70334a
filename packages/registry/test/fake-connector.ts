import {
  type BucketState,
  type CallOptions,
  type Connection,
  type ConnectionStatus,
  ConnectorError,
  defineConnector,
  defineOperation,
  type Envelope,
  toErrorEnvelope,
} from "@trunkline/core";
import { z } from "zod";

const ping = defineOperation({
  id: "fake.health.ping",
  summary: "Ping the upstream",
  docs: "https://example.com/ping",
  effect: "read",
  input: z.object({}),
  output: z.object({ alive: z.boolean() }),
  request: () => ({ method: "GET", path: "/ping" }),
  response: () => ({ alive: true }),
});

const list = defineOperation({
  id: "fake.things.list",
  summary: "List things",
  docs: "https://example.com/things",
  effect: "read",
  input: z.object({ limit: z.number().int().default(10), cursor: z.string().optional() }),
  output: z.object({ things: z.array(z.object({ id: z.string() })), nextCursor: z.string().optional() }),
  pagination: { items: "things" },
  request: () => ({ method: "GET", path: "/things" }),
  response: () => ({ things: [] }),
});

const drop = defineOperation({
  id: "fake.things.delete",
  summary: "Delete a thing",
  docs: "https://example.com/things",
  effect: "destroy",
  idempotency: "natural",
  input: z.object({ id: z.string().describe("Which one") }),
  output: z.object({ deletedId: z.string() }),
  request: ({ id }) => ({ method: "DELETE", path: `/things/${id}` }),
  response: (_, { input }) => ({ deletedId: input.id }),
});

/** A connector small enough to know by heart. */
export const fake = defineConnector({
  id: "fake",
  title: "Fake",
  description: "Nothing real",
  version: "1.2.3",
  apiVersions: [{ version: "v1", sunsetOn: "2026-03-01" }, { version: "v2" }],
  config: z.object({}),
  env: [],
  live: [],
  apiVersion: () => "v1",
  baseUrl: () => "https://fake.example",
  allowedHosts: () => [],
  settings: () => ({}),
  credential: () => ({ kind: "none", authorize: async () => ({}), state: () => "ready" }),
  quotas: { buckets: [] },
  mapError: () => undefined,
  operations: { health: { ping }, things: { list, delete: drop } },
  probe: ping,
});

const healthyStatus: ConnectionStatus = { breaker: "closed", credential: "ready", inFlight: 0, quotas: [] };

/** A connection whose status and probe answers are set by the test. */
export const createFakeConnection = () => {
  const state = {
    status: healthyStatus,
    answer: async (_options?: CallOptions): Promise<Envelope<unknown>> => succeed(),
    probes: 0,
  };
  const connection: Connection = {
    connector: fake,
    key: "default/fake/default",
    name: "default",
    apiVersion: "v1",
    execute: (_operation, _input, options) => {
      state.probes += 1;
      return state.answer(options) as never;
    },
    items: async function* () {},
    download: async () => Promise.reject(new Error("the fake has no files")),
    upload: async () => Promise.reject(new Error("the fake has no files")),
    verify: async () => ({ outcome: "unknown", reason: "the fake has no writes" }),
    explain: ({ id }) => ({ operation: id, connection: "default/fake/default", obstacles: [] }),
    status: () => state.status,
    close: async () => {},
  };
  return { connection, state };
};

const meta = {
  connector: "fake",
  connectorVersion: "1.2.3",
  apiVersion: "v1",
  connection: "default",
  operation: "fake.health.ping",
  requestId: "r1",
  attempts: 1,
  durationMs: 1,
  queuedMs: 0,
  cache: "none",
} as const;

/** A good probe, with warnings if any. */
export const succeed = (...messages: string[]): Envelope<unknown> => ({
  ok: true,
  data: { alive: true },
  warnings: messages.map((message) => ({ code: "W", message })),
  meta,
});

/** A failed probe. */
export const fail = (code: ConnectorError["code"], message = "It failed."): Envelope<unknown> => ({
  ok: false,
  error: toErrorEnvelope(new ConnectorError(code, { message })),
  meta,
});

/** A bucket with this much left, full again after a while. */
export const bucket = (remaining: number, capacity: number, resetMs: number): BucketState => ({
  bucket: "calls",
  remaining,
  capacity,
  resetMs,
  waiting: { interactive: 0, bulk: 0 },
});
