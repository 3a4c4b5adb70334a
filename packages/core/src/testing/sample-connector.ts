import { z } from "zod";
import { defineConnector } from "../connector.js";
import { decode } from "../decode.js";
import { defineComposedOperation, defineOperation } from "../define-operation.js";
import { openConnection } from "../open-connection.js";
import type { OpenForContract } from "./play.js";

const Tea = z.object({ id: z.string(), name: z.string(), kind: z.string().optional() });
const TeaWire = z.object({
  id: z.union([z.string(), z.number()]),
  name: z.string().nullish(),
  kind: z.string().nullish(),
});
const toTea = ({ id, name, kind }: z.output<typeof TeaWire>): z.output<typeof Tea> => ({
  id: String(id),
  name: name ?? "",
  ...(kind != null && { kind }),
});

const get = defineOperation({
  id: "tea.teas.get",
  summary: "Get a tea",
  docs: "https://tea.test/docs#get",
  effect: "read",
  input: z.object({ id: z.string() }),
  output: Tea,
  examples: [{ title: "one tea", input: { id: "1" } }],
  request: ({ id }) => ({ method: "GET", path: `/teas/${id}`, query: { fields: "all" } }),
  response: decode(z.object({ tea: TeaWire, hint: z.string().nullish() }), ({ tea, hint }, { warn }) => {
    if (hint) warn({ code: "HINT", message: hint });
    return toTea(tea);
  }),
});

const create = defineOperation({
  id: "tea.teas.create",
  summary: "Create a tea",
  docs: "https://tea.test/docs#create",
  effect: "write",
  idempotency: "key",
  input: z.object({ name: z.string() }),
  output: Tea,
  request: (body, { idempotencyKey = "" }) => ({
    method: "POST",
    path: "/teas",
    body,
    headers: { "Idempotency-Key": idempotencyKey },
  }),
  response: decode(z.object({ tea: TeaWire }), ({ tea }) => toTea(tea)),
});

const brew = defineComposedOperation({
  id: "tea.teas.brew",
  summary: "Create a tea and wait until it is drawn",
  docs: "https://tea.test/docs#brew",
  effect: "write",
  idempotency: "none",
  input: z.object({ name: z.string() }),
  output: Tea,
  run: async (call, { name }) => {
    const { id } = await call.run(create, { name });
    await call.sleep(5_000);
    return call.run(get, { id });
  },
});

const operations = { teas: { get, create, brew } };

/** A small connector that the battery is tried on. */
export const sampleConnector = defineConnector({
  id: "tea",
  title: "Tea",
  description: "A shelf of teas.",
  version: "1.0.0",
  apiVersions: [{ version: "v1" }],
  config: z.object({ version: z.string().default("v1") }),
  env: [],
  live: [],
  apiVersion: ({ version }) => version,
  baseUrl: ({ version }) => `https://tea.test/${version}`,
  allowedHosts: () => [],
  settings: () => ({}),
  credential: () => ({ kind: "none", authorize: async () => ({ headers: { "x-token": "t" } }), state: () => "ready" }),
  quotas: { buckets: [] },
  mapError: () => undefined,
  operations,
  probe: get,
});

/** Opens {@link sampleConnector} for the battery. */
export const openSample: OpenForContract = (transport, { apiVersion, ...options }) =>
  openConnection(sampleConnector, { version: apiVersion }, { transport, ...options });
