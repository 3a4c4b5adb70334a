import { z } from "zod";
import { type Connector, defineConnector } from "../src/connector.js";
import { decode } from "../src/decode.js";
import { defineComposedOperation, defineOperation } from "../src/define-operation.js";
import { ConnectorError } from "../src/errors/connector-error.js";

const Thing = z.object({ id: z.string(), name: z.string() });
const ThingWire = z.object({ id: z.string(), name: z.string().nullish() });

const toThing = ({ id, name }: z.output<typeof ThingWire>) => ({ id, name: name ?? "" });

/** A read that is cached for a second. */
export const get = defineOperation({
  id: "fake.things.get",
  summary: "Get a thing",
  docs: "https://example.com/things",
  effect: "read",
  input: z.object({ id: z.string().min(1) }),
  output: Thing,
  request: ({ id }) => ({ method: "GET", path: `/things/${id}` }),
  response: decode(ThingWire, toThing),
  quota: { bucket: "calls" },
  cache: { ttlMs: 1_000 },
});

/** A page of two. */
export const list = defineOperation({
  id: "fake.things.list",
  summary: "List things",
  docs: "https://example.com/things",
  effect: "read",
  input: z.object({ cursor: z.string().optional() }),
  output: z.object({ things: z.array(Thing), nextCursor: z.string().optional() }),
  pagination: { items: "things" },
  request: ({ cursor }) => ({ method: "GET", path: "/things", query: { cursor } }),
  response: decode(
    z.object({ things: z.array(ThingWire), next: z.string().nullish(), hint: z.string().optional() }),
    ({ things, next, hint }, { warn }) => {
      if (hint !== undefined) warn({ code: "HINT", message: hint });
      return { things: things.map(toThing), ...(next != null && { nextCursor: next }) };
    },
  ),
  quota: { bucket: "calls" },
});

/** A write that the upstream recognises by its key. */
export const create = defineOperation({
  id: "fake.things.create",
  summary: "Create a thing",
  docs: "https://example.com/things",
  effect: "write",
  idempotency: "key",
  input: z.object({ name: z.string() }),
  output: Thing,
  request: (body, { idempotencyKey }) => ({
    method: "POST",
    path: "/things",
    body,
    ...(idempotencyKey !== undefined && { headers: { "Idempotency-Key": idempotencyKey } }),
  }),
  response: decode(ThingWire, toThing),
});

/** A write that must not be repeated. */
export const send = defineOperation({
  id: "fake.letters.send",
  summary: "Send a letter",
  docs: "https://example.com/letters",
  effect: "write",
  idempotency: "none",
  input: z.object({ to: z.string() }),
  output: z.object({}),
  request: (body) => ({ method: "POST", path: "/letters", body }),
  response: () => ({}),
});

/** Creates a thing and reads it back, counting what it does. */
export const createTwice = defineComposedOperation({
  id: "fake.things.createTwice",
  summary: "Create two things",
  docs: "https://example.com/things",
  effect: "write",
  idempotency: "none",
  input: z.object({ name: z.string() }),
  output: z.object({ ids: z.array(z.string()) }),
  run: async (call, { name }) => {
    const first = await call.run(create, { name });
    call.progress({ done: 1, total: 2 });
    const second = await call.run(create, { name: `${name} again` });
    call.warn({ code: "DOUBLE", message: "There are two now." });
    return { ids: [first.id, second.id] };
  },
});

/** Waits for longer than anyone would. */
export const waitLong = defineComposedOperation({
  id: "fake.things.wait",
  summary: "Wait",
  docs: "https://example.com/things",
  effect: "read",
  input: z.object({ ms: z.number() }),
  output: z.object({}),
  run: async (call, { ms }) => {
    await call.sleep(ms);
    return {};
  },
});

/** Numbers without end. */
export const numbers = defineComposedOperation({
  id: "fake.numbers.list",
  summary: "List numbers",
  docs: "https://example.com/numbers",
  effect: "read",
  input: z.object({ cursor: z.string().optional() }),
  output: z.object({ numbers: z.array(z.number()), nextCursor: z.string().optional() }),
  pagination: { items: "numbers" },
  run: async () => ({ numbers: [0], nextCursor: "1" }),
  stream: async function* () {
    for (let number = 0; ; number += 1) yield number;
  },
});

const operations = {
  things: { get, list, create, createTwice, wait: waitLong },
  letters: { send },
  numbers: { list: numbers },
};
const config = z.object({ key: z.string().min(1), version: z.string().default("v2") });

/** A connector small enough to know by heart. */
export const createFakeConnector = (overrides: Partial<Connector<typeof config, typeof operations>> = {}) =>
  defineConnector({
    id: "fake",
    title: "Fake",
    description: "Nothing real",
    version: "1.2.3",
    apiVersions: [{ version: "v1" }, { version: "v2" }],
    config,
    env: [
      { name: "FAKE_KEY", field: "key", secret: true, description: "The key" },
      { name: "FAKE_VERSION", field: "version", secret: false, description: "The version" },
    ],
    live: [{ title: "Key", variables: ["FAKE_KEY"] }],
    apiVersion: ({ version }) => version,
    baseUrl: () => "https://fake.example/api",
    allowedHosts: () => [],
    settings: () => ({}),
    credential: ({ key }) => ({
      kind: "key",
      authorize: async () => ({ headers: { "x-key": key } }),
      state: () => "ready",
    }),
    quotas: { buckets: [{ id: "calls", kind: "token", capacity: 100, refillPerSecond: 10 }] },
    mapError: (reply) => {
      if (reply.status !== 418) return undefined;
      return new ConnectorError("REJECTED", { message: "It is a teapot." });
    },
    supportsIdempotencyKey: (version) => version !== "v1",
    operations,
    probe: get,
    ...overrides,
  });
