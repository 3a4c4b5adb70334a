import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, describe, expect, test } from "vitest";
import { modernEnvelope, type RpcRequest, rpc } from "../../test/mcp-rpc.js";
import { admin, createShopGateway, reader } from "../../test/mcp-shop.js";
import { createFastPath, type FastRequest } from "./fast-path.js";
import { mountMcp } from "./mount.js";
import { createViews, type View } from "./views.js";

const serve = (fastPath: boolean): FastifyInstance => {
  const app = Fastify();
  const gateway = createShopGateway();
  const fixed = {
    ...gateway,
    call: async (call: Parameters<typeof gateway.call>[0]) => steady(await gateway.call(call)),
  };
  mountMcp(app, {
    gateway: fixed,
    authenticate: async ({ headers }) => (headers["x-who"] === "reader" ? reader : admin),
    version: "0.0.1",
    fastPath,
  });
  return app;
};

/** Ids and durations differ from call to call. */
const steady = <T extends { readonly meta: object }>(envelope: T): T => ({
  ...envelope,
  meta: { ...envelope.meta, requestId: "r", durationMs: 1 },
});

const apps = { fast: serve(true), sdk: serve(false) };
afterAll(() => Promise.all(Object.values(apps).map((app) => app.close())));

const call = (name: string, args?: Record<string, unknown>): RpcRequest => ({
  method: "tools/call",
  params: { name, ...(args && { arguments: args }) },
  url: "/mcp/all",
});

const requests: Readonly<Record<string, RpcRequest>> = {
  "a read": call("shop_products_get", { id: "p1" }),
  "a page with fields": call("shop_products_list", { limit: 3, fields: ["id", "owner.city"] }),
  "a write": call("shop_products_create", { title: "Mug", idempotencyKey: "k" }),
  "a call without arguments": call("shop_reports_run"),
  "an answer cut to size": call("shop_products_list", { limit: 100, textLength: 1_000 }),
  "an upstream failure": call("shop_products_get", { id: "missing" }),
  "invalid input": call("shop_products_get", { wrong: 1 }),
  "a forbidden call": { ...call("shop_products_delete", { id: "p1" }), headers: { "x-who": "reader" } },
  "an unlisted operation": { ...call("shop_products_delete", { id: "p1" }), url: "/mcp" },
  "a search": { ...call("search_operations", { query: "delete a product" }), url: "/mcp" },
  "an effect refused": { ...call("call_read", { operation: "shop.products.create" }), url: "/mcp" },
  "the compact list": { method: "tools/list" },
  "the list of everything": { method: "tools/list", url: "/mcp/all" },
  "a reader's list": { method: "tools/list", url: "/mcp/all", headers: { "x-who": "reader" } },
  "an unknown tool": call("nothing"),
  "a call with progress": { ...call("shop_reports_run"), meta: { progressToken: 7 } },
  "a list with a cursor": { method: "tools/list", params: { cursor: "x" } },
  discovery: { method: "server/discover" },
};

describe.each(["modern", "legacy"] as const)("answers a %s client as the SDK does:", (era) => {
  test.each(Object.entries(requests))("%s", async (_title, request) => {
    const [fast, sdk] = [await rpc(apps.fast, { ...request, era }), await rpc(apps.sdk, { ...request, era })];
    expect(fast.message).toEqual(sdk.message);
    expect(fast.response.statusCode).toBe(sdk.response.statusCode);
  });
});

describe("what is unusual goes to the SDK and is answered as the SDK does:", () => {
  const unusual: Readonly<Record<string, { readonly headers?: Record<string, string>; readonly body: unknown }>> = {
    "an envelope with malformed capabilities": {
      body: message({ _meta: { ...modernEnvelope, "io.modelcontextprotocol/clientCapabilities": 5 } }),
    },
    "an envelope of an unknown revision": {
      body: message({ _meta: { ...modernEnvelope, "io.modelcontextprotocol/protocolVersion": "2030-01-01" } }),
    },
    "a method header that says otherwise": {
      headers: { "mcp-method": "tools/list" },
      body: message({ _meta: modernEnvelope }),
    },
    "a name header that says otherwise": { headers: { "mcp-name": "other" }, body: message({ _meta: modernEnvelope }) },
    "a modern header without an envelope": { body: message({}) },
    "a fractional id": { body: { ...message({ _meta: modernEnvelope }), id: 1.5 } },
    "a notification": {
      body: { jsonrpc: "2.0", method: "tools/call", params: { name: "shop_reports_run", _meta: modernEnvelope } },
    },
    "a batch": { body: [message({ _meta: modernEnvelope })] },
    "another JSON-RPC": { body: { ...message({ _meta: modernEnvelope }), jsonrpc: "1.0" } },
    "an extra key": { body: { ...message({ _meta: modernEnvelope }), extra: 1 } },
    "arguments that are a list": { body: message({ _meta: modernEnvelope, arguments: [] }) },
    "params that are a list": { body: { ...message({}), params: [] } },
  };

  test.each(Object.entries(unusual))("%s", async (_title, { headers = {}, body }) => {
    const standard = {
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": "tools/call",
      "mcp-name": "shop_reports_run",
    };
    const inject = (app: FastifyInstance) =>
      app.inject({
        method: "POST",
        url: "/mcp/all",
        payload: body as object,
        headers: { accept: "application/json, text/event-stream", ...standard, ...headers },
      });
    const [fast, sdk] = [await inject(apps.fast), await inject(apps.sdk)];
    expect([fast.statusCode, fast.body]).toEqual([sdk.statusCode, sdk.body]);
  });
});

describe("takes what is plain, and only that", () => {
  const view = createViews(createShopGateway()).find({ view: "all" }) as View;
  const fastPath = createFastPath({ version: "0.0.1", lists: true });
  const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
  const ask = (request: Partial<FastRequest>) =>
    fastPath({
      method: "POST",
      headers,
      body: message({}),
      exchange: { principal: admin, view },
      signal: new AbortController().signal,
      ...request,
    });

  test("takes a legacy and a modern call", async () => {
    const modern = {
      ...headers,
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": "tools/call",
      "mcp-name": "shop_reports_run",
    };
    expect(ask({})).toBeDefined();
    expect(ask({ headers: modern, body: message({ _meta: modernEnvelope }) })).toBeDefined();
  });

  test("leaves what asks for progress, names no known revision or accepts no JSON", () => {
    expect(ask({ body: message({ _meta: { progressToken: 1 } }) })).toBeUndefined();
    expect(ask({ headers: { ...headers, "mcp-protocol-version": "1999-01-01" } })).toBeUndefined();
    expect(ask({ headers: { ...headers, accept: "text/event-stream" } })).toBeUndefined();
    expect(ask({ method: "GET" })).toBeUndefined();
  });

  test("leaves lists where something else adds to them", () => {
    const listing = { jsonrpc: "2.0", id: 1, method: "tools/list" };
    const other = createFastPath({ version: "0.0.1", lists: false });
    expect(ask({ body: listing })).toBeDefined();
    expect(
      other({
        method: "POST",
        headers,
        body: listing,
        exchange: { principal: admin, view },
        signal: new AbortController().signal,
      }),
    ).toBeUndefined();
  });
});

function message(params: Record<string, unknown>) {
  return { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "shop_reports_run", ...params } };
}
