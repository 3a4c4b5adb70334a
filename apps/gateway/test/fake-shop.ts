import {
  type AnyConnector,
  ConnectorError,
  createFeatureFlags,
  defineComposedOperation,
  defineConnector,
  openConnection,
  type Transport,
} from "@trunkline/core";
import { z } from "zod";

/** What the made-up operations were called with, and the gate that holds the slow one. */
export interface ShopState {
  readonly calls: { readonly operation: string; readonly input: unknown; readonly aborted: () => boolean }[];
  /** Lets `shop.reports.wait` finish. */
  release(): void;
  readonly released: Promise<void>;
}

/** Fresh state for one test. */
export const createShopState = (): ShopState => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { calls: [], release: resolve, released: promise };
};

const docs = "https://shop.example/docs";
const Item = z.object({ id: z.string(), title: z.string() });
const Filter = z.object({ vendor: z.string().optional(), minPrice: z.number().optional() });

const operationsOf = (state: ShopState) => {
  const note = (operation: string, input: unknown, signal: AbortSignal) =>
    void state.calls.push({ operation, input, aborted: () => signal.aborted });
  const list = defineComposedOperation({
    id: "shop.items.list",
    summary: "List items, one page at a time",
    keywords: ["catalogue"],
    docs,
    effect: "read",
    input: z.object({
      cursor: z.string().optional().describe("Where to go on"),
      limit: z.number().int().min(1).max(50).default(2),
      archived: z.boolean().optional(),
      tags: z.array(z.string()).optional(),
      sizes: z.array(z.number().int()).optional(),
      filter: Filter.optional(),
      price: z.number().nullable().optional(),
      failOnPage: z.number().int().optional(),
    }),
    output: z.object({ items: z.array(Item), nextCursor: z.string().optional() }),
    pagination: { items: "items" },
    examples: [{ title: "Two items", input: { limit: 2 } }],
    run: async (call, input) => {
      note("shop.items.list", input, call.signal);
      const page = Number(input.cursor ?? "1");
      if (input.failOnPage === page)
        throw new ConnectorError("UPSTREAM_UNAVAILABLE", { message: "The shop does not answer.", retryAfterMs: 1_500 });
      const items = Array.from({ length: input.limit }, (_, index) => ({ id: `${page}-${index}`, title: "Tea ☕" }));
      return { items, ...(page < 3 && { nextCursor: String(page + 1) }) };
    },
  });
  const get = defineComposedOperation({
    id: "shop.items.get",
    summary: "Get one item",
    docs,
    effect: "read",
    input: z.object({ id: z.string(), connection: z.string().optional() }),
    output: Item,
    run: async (call, input) => {
      note("shop.items.get", input, call.signal);
      if (input.id === "missing") throw new ConnectorError("NOT_FOUND", { message: "There is no such item." });
      if (input.id === "limited")
        throw new ConnectorError("RATE_LIMITED", { message: "The shop is busy.", retryAfterMs: 2_400 });
      if (input.id === "crash") throw new Error("canary-stack-detail");
      call.warn({ code: "SAMPLED", message: "Some fields were left out." });
      return { id: input.id, title: "Tea" };
    },
  });
  const create = defineComposedOperation({
    id: "shop.items.create",
    summary: "Create an item",
    docs,
    effect: "write",
    idempotency: "none",
    input: z.object({ title: z.string().min(1) }),
    output: Item,
    run: async (call, input) => {
      note("shop.items.create", input, call.signal);
      return { id: `new-${state.calls.length}`, title: input.title };
    },
  });
  const remove = defineComposedOperation({
    id: "shop.items.delete",
    summary: "Delete an item for good",
    docs,
    effect: "destroy",
    idempotency: "natural",
    input: z.object({ id: z.string() }),
    output: z.object({ deletedId: z.string() }),
    run: async (call, input) => {
      note("shop.items.delete", input, call.signal);
      return { deletedId: input.id };
    },
  });
  const wait = defineComposedOperation({
    id: "shop.reports.wait",
    summary: "Wait for a report",
    docs,
    effect: "read",
    input: z.object({}),
    output: z.object({ done: z.boolean() }),
    run: async (call, input) => {
      note("shop.reports.wait", input, call.signal);
      const aborted = new Promise<never>((_, reject) =>
        call.signal.addEventListener("abort", () => reject(call.signal.reason), { once: true }),
      );
      await Promise.race([state.released, aborted]);
      return { done: true };
    },
  });
  return { items: { list, get, create, delete: remove }, reports: { wait } };
};

/** A made-up upstream whose operations need no network. */
export const createFakeShop = (state: ShopState): AnyConnector => {
  const operations = operationsOf(state);
  return defineConnector({
    id: "shop",
    title: "Shop",
    description: "A made-up shop",
    version: "1.2.3",
    apiVersions: [{ version: "2026-10", sunsetOn: "2999-10-01" }],
    config: z.object({ token: z.string() }),
    env: [{ name: "SHOP_TOKEN", field: "token", secret: true, description: "Token" }],
    live: [{ title: "Token", variables: ["SHOP_TOKEN"] }],
    apiVersion: () => "2026-10",
    baseUrl: () => "https://shop.example",
    allowedHosts: () => [],
    settings: () => ({}),
    credential: () => ({ kind: "static", authorize: async () => ({}), state: () => "ready" as const }),
    quotas: { buckets: [{ id: "calls", kind: "token", capacity: 100, refillPerSecond: 10 }] },
    mapError: () => undefined,
    operations,
    probe: operations.items.list,
  });
};

/** For connections that must never reach a network. */
export const noNetwork: Transport = {
  exchange: async ({ url }) => Promise.reject(new Error(`unexpected request to ${url}`)),
  open: async ({ url }) => Promise.reject(new Error(`unexpected request to ${url}`)),
  close: async () => undefined,
};

/** An open connection to the made-up shop. */
export const openFakeShop = (connector: AnyConnector, name = "default", flags = createFeatureFlags()) =>
  openConnection(connector, { token: "canary-upstream-token" }, { transport: noNetwork, name, flags });
