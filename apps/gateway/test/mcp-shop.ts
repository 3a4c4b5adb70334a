import {
  ConnectorError,
  createFeatureFlags,
  defineComposedOperation,
  defineConnector,
  openConnection,
  parseFlags,
} from "@trunkline/core";
import { createRegistry } from "@trunkline/registry";
import { z } from "zod";
import type { Principal } from "../src/auth/principal.js";
import { createGateway } from "../src/create-gateway.js";
import { parseExposure } from "../src/exposure.js";
import type { Gateway, GatewayCall } from "../src/gateway.js";

/** A made-up product. */
const Product = z.object({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  owner: z.object({ name: z.string(), city: z.string() }),
});

const docs = "https://shop.example/docs";
const productOf = (index: number, textLength: number) => ({
  id: `p${index}`,
  title: `Product ${index}`,
  text: "x".repeat(textLength),
  owner: { name: "Ann", city: "Oslo" },
});

const listProducts = defineComposedOperation({
  id: "shop.products.list",
  summary: "List products, one page at a time",
  keywords: ["catalogue"],
  docs,
  effect: "read",
  input: z.object({
    cursor: z.string().optional(),
    limit: z.number().int().min(1).max(200).default(2),
    textLength: z.number().int().default(5),
  }),
  output: z.object({ products: z.array(Product), nextCursor: z.string().optional() }),
  pagination: { items: "products" },
  run: async (_call, { limit, textLength }) => ({
    products: Array.from({ length: limit }, (_, index) => productOf(index, textLength)),
    nextCursor: "page2",
  }),
});

const getProduct = defineComposedOperation({
  id: "shop.products.get",
  summary: "Get one product",
  docs,
  effect: "read",
  input: z.object({ id: z.string(), textLength: z.number().int().default(5) }),
  output: Product,
  run: async (_call, { id, textLength }) => {
    if (id === "missing") throw new ConnectorError("NOT_FOUND", { message: "There is no product with this id." });
    if (id === "dead") throw new ConnectorError("NEEDS_REAUTH", { message: "The login of shop/default is dead." });
    if (id === "busy")
      throw new ConnectorError("RATE_LIMITED", { message: "The upstream is busy.", retryAfterMs: 2_500 });
    return { ...productOf(1, textLength), id };
  },
});

const createProduct = defineComposedOperation({
  id: "shop.products.create",
  summary: "Create a product",
  docs,
  effect: "write",
  idempotency: "none",
  input: z.object({ title: z.string().min(1) }),
  output: Product,
  run: async (_call, { title }) => ({ ...productOf(9, 5), title }),
});

const deleteProduct = defineComposedOperation({
  id: "shop.products.delete",
  summary: "Delete a product",
  docs,
  effect: "destroy",
  idempotency: "natural",
  input: z.object({ id: z.string() }),
  output: z.object({ deletedId: z.string() }),
  run: async (_call, { id }) => ({ deletedId: id }),
});

const runReport = defineComposedOperation({
  id: "shop.reports.run",
  summary: "Run a report and say how far it is",
  docs,
  effect: "read",
  input: z.object({ connection: z.string().optional().describe("Its own meaning of the word") }),
  output: z.object({ rows: z.number() }),
  run: async (call) => {
    for (const done of [1, 2, 2, 3]) call.progress({ done, total: 3, message: `Part ${done}` });
    return { rows: 3 };
  },
});

const waitForAbort = defineComposedOperation({
  id: "shop.reports.wait",
  summary: "Wait until the caller gives up",
  docs,
  effect: "read",
  input: z.object({}),
  output: z.object({}),
  run: (call) =>
    new Promise((_, reject) => call.signal.addEventListener("abort", () => reject(call.signal.reason), { once: true })),
});

/** A connector without an upstream, with an operation of every kind. */
export const shop = defineConnector({
  id: "shop",
  title: "Shop",
  description: "A made-up shop.",
  version: "1.2.3",
  apiVersions: [{ version: "2026-01" }],
  config: z.object({}),
  env: [],
  live: [],
  apiVersion: () => "2026-01",
  baseUrl: () => "https://shop.example",
  allowedHosts: () => [],
  settings: () => ({}),
  credential: () => ({ kind: "none", authorize: async () => ({}), state: () => "ready" }),
  quotas: { buckets: [] },
  mapError: () => undefined,
  operations: {
    products: { list: listProducts, get: getProduct, create: createProduct, delete: deleteProduct },
    reports: { run: runReport, wait: waitForAbort },
  },
  probe: runReport,
});

/** May do everything. */
export const admin: Principal = { id: "k1", name: "admin", scopes: ["admin"] };
/** May read. */
export const reader: Principal = { id: "k2", name: "reader", scopes: ["shop:read"] };

/** A gateway over the made-up shop that remembers its calls. */
export const createShopGateway = ({
  flags = "",
}: {
  readonly flags?: string;
} = {}): Gateway & { readonly calls: readonly GatewayCall[] } => {
  const switches = createFeatureFlags(parseFlags(flags));
  const registry = createRegistry({ connectors: [shop], flags: switches });
  registry.register({ connection: openConnection(shop, {}, { flags: switches }), mode: "mock" });
  const gateway = createGateway({ registry, exposure: parseExposure("*"), flags: switches });
  const calls: GatewayCall[] = [];
  return {
    registry,
    calls,
    visible: (principal, filter) => gateway.visible(principal, filter),
    items: (call) => gateway.items(call),
    download: (call) => gateway.download(call),
    upload: (call, upload) => gateway.upload(call, upload),
    call: (call) => {
      calls.push(call);
      return gateway.call(call);
    },
  };
};
