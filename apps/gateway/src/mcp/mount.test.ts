import { ConnectorError } from "@trunkline/core";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, describe, expect, test } from "vitest";
import { rpc } from "../../test/mcp-rpc.js";
import { admin, createShopGateway, reader } from "../../test/mcp-shop.js";
import { type McpDeps, mountMcp } from "./mount.js";

const apps: FastifyInstance[] = [];
afterEach(() => Promise.all(apps.splice(0).map((app) => app.close())));

const start = (deps: Partial<McpDeps> = {}) => {
  const app = Fastify();
  const gateway = createShopGateway();
  mountMcp(app, { gateway, authenticate: async () => admin, version: "0.0.1", ...deps });
  apps.push(app);
  return { app, gateway };
};

const namesOf = async (app: FastifyInstance, url: string, headers: Record<string, string> = {}) => {
  const { message } = await rpc(app, { method: "tools/list", url, headers });
  return message.result.tools.map(({ name }: { name: string }) => name);
};
const refuse = async (): Promise<never> => {
  throw new ConnectorError("UNAUTHENTICATED", { message: "No valid key was sent." });
};

describe("views", () => {
  test("/mcp lists the compact tools", async () => {
    const names = await namesOf(start().app, "/mcp");
    expect(names).toEqual([
      "search_operations",
      "describe_operation",
      "call_read",
      "call_write",
      "call_destructive",
      "list_connections",
    ]);
  });

  test("/mcp/all and /mcp/c/{connector} list every operation in catalogue order", async () => {
    const { app } = start();
    const all = [
      "list_connections",
      "shop_products_list",
      "shop_products_get",
      "shop_products_create",
      "shop_products_delete",
      "shop_reports_run",
      "shop_reports_wait",
    ];
    expect(await namesOf(app, "/mcp/all")).toEqual(all);
    expect(await namesOf(app, "/mcp/c/shop")).toEqual(all);
  });

  test.each(["?readonly=1", "?readonly", "?readonly=true"])("%s leaves only reads", async (query) => {
    const { app } = start();
    expect(await namesOf(app, `/mcp${query}`)).toEqual([
      "search_operations",
      "describe_operation",
      "call_read",
      "list_connections",
    ]);
    expect(await namesOf(app, `/mcp/all${query}`)).not.toContain("shop_products_create");
  });

  test("the readonly header says the same as the query", async () => {
    const { app } = start();
    expect(await namesOf(app, "/mcp", { "x-mcp-readonly": "1" })).not.toContain("call_write");
    expect(await namesOf(app, "/mcp?readonly=0")).toContain("call_write");
  });

  test("a readonly view refuses a write that it does not list, before it is called", async () => {
    const { app, gateway } = start();
    const { message } = await rpc(app, {
      method: "tools/call",
      url: "/mcp/all?readonly=1",
      params: { name: "shop_products_create", arguments: { title: "x" } },
    });
    expect(message.result.structuredContent.error.code).toBe("FORBIDDEN");
    expect(gateway.calls).toEqual([]);
  });

  test("a reader sees and may call only reads", async () => {
    const { app } = start({ authenticate: async () => reader });
    expect(await namesOf(app, "/mcp")).toEqual([
      "search_operations",
      "describe_operation",
      "call_read",
      "list_connections",
    ]);
    const { message } = await rpc(app, {
      method: "tools/call",
      url: "/mcp/all",
      params: { name: "shop_products_delete", arguments: { id: "p1" } },
    });
    expect(message.result).toMatchObject({ isError: true, structuredContent: { error: { code: "FORBIDDEN" } } });
  });

  test("an unknown connector is a problem that names those served", async () => {
    const { response } = await rpc(start().app, { method: "tools/list", url: "/mcp/c/shop,shopp" });
    expect(response.statusCode).toBe(404);
    expect(response.headers["content-type"]).toContain("application/problem+json");
    expect(response.json().detail).toBe("No such connector: shopp. Served: shop.");
  });

  test("a path that names no connector is a problem, not an empty list", async () => {
    const { response } = await rpc(start().app, { method: "tools/list", url: "/mcp/c/," });
    expect([response.statusCode, response.json().detail]).toEqual([404, "No connector is named. Served: shop."]);
  });

  test("the compact view tells which tool calls an operation that it does not list", async () => {
    const { message } = await rpc(start().app, {
      method: "tools/call",
      params: { name: "shop_products_delete", arguments: { id: "p1" } },
    });
    expect(message.result.isError).toBe(true);
    expect(message.result.content[0].text).toContain('call_destructive with {"operation":"shop.products.delete"');
  });

  test("lists say how long and for whom they hold", async () => {
    const { message } = await rpc(start().app, { method: "tools/list" });
    expect(message.result).toMatchObject({ ttlMs: 300_000, cacheScope: "private" });
  });
});

describe("the protocol", () => {
  test("discovery names the server, says how to work with it and promises no list changes", async () => {
    const { message } = await rpc(start().app, { method: "server/discover" });
    expect(message.result.instructions).toContain("Shop (shop, 6 operations)");
    expect(message.result.capabilities).toMatchObject({
      tools: { listChanged: false },
      resources: { listChanged: false },
    });
    expect(message.result._meta["io.modelcontextprotocol/serverInfo"]).toMatchObject({
      name: "trunkline",
      version: "0.0.1",
    });
  });

  test("clients of 2025 initialize on the same URL", async () => {
    const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "old", version: "1" } };
    const { message } = await rpc(start().app, { method: "initialize", era: "legacy", params });
    expect(message.result).toMatchObject({ protocolVersion: "2025-06-18", serverInfo: { name: "trunkline" } });
  });

  test("a tool that exists nowhere is a protocol error", async () => {
    const { message } = await rpc(start().app, { method: "tools/call", params: { name: "nothing" } });
    expect(message.error.code).toBe(-32_602);
  });

  test.each(["modern", "legacy"] as const)(
    "progress reaches a %s caller that asked for it, and never goes back",
    async (era) => {
      const { messages } = await rpc(start().app, {
        method: "tools/call",
        era,
        url: "/mcp/all",
        params: { name: "shop_reports_run" },
        meta: { progressToken: "t" },
      });
      const steps = messages
        .filter(({ method }) => method === "notifications/progress")
        .map(({ params }) => params.progress);
      expect(steps).toEqual([1, 2, 3]);
      expect(messages.at(-1).result.structuredContent.data).toEqual({ rows: 3 });
    },
  );

  test("one resource per connector lists the operations that the reader may call", async () => {
    const { app } = start({ authenticate: async () => reader });
    const { message: list } = await rpc(app, { method: "resources/list" });
    expect(list.result.resources.map(({ uri }: { uri: string }) => uri)).toEqual(["trunkline://connectors/shop"]);
    const { message } = await rpc(app, { method: "resources/read", params: { uri: "trunkline://connectors/shop" } });
    expect(message.result.contents[0].text).toContain("| shop.products.list | read |");
    expect(message.result.contents[0].text).not.toContain("shop.products.delete");
  });

  test("a prompt carries the task that was given", async () => {
    const { message } = await rpc(start().app, {
      method: "prompts/get",
      params: { name: "do_task", arguments: { task: "Count the mugs" } },
    });
    expect(message.result.messages[0].content.text).toContain("Count the mugs");
  });
});

describe("refusals before the protocol", () => {
  const post = (app: FastifyInstance, payload: string, headers: Record<string, string> = {}) =>
    app.inject({
      method: "POST",
      url: "/mcp",
      payload,
      headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers },
    });

  test("a body that is no JSON is a JSON-RPC parse error", async () => {
    const response = await post(start().app, "{");
    expect([response.statusCode, response.json().error.code]).toEqual([400, -32_700]);
  });

  test("a body that would poison prototypes is refused", async () => {
    const response = await post(start().app, '{"jsonrpc":"2.0","id":1,"method":"tools/list","__proto__":{"x":1}}');
    expect([response.statusCode, response.json().error.code]).toEqual([400, -32_700]);
  });

  test("a body over the limit is a JSON-RPC error", async () => {
    const response = await post(start({ bodyLimitBytes: 100 }).app, JSON.stringify({ text: "x".repeat(200) }));
    expect([response.statusCode, response.json().error.data.code]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
  });

  test("another content type is refused", async () => {
    expect((await post(start().app, "x=1", { "content-type": "application/x-www-form-urlencoded" })).statusCode).toBe(
      415,
    );
  });

  test("no key is challenged without a reason, a bad key with one", async () => {
    const { app } = start({ authenticate: refuse });
    const none = await post(app, "{}");
    expect([none.statusCode, none.headers["www-authenticate"]]).toEqual([401, 'Bearer realm="trunkline"']);
    const bad = await post(app, "{}", { authorization: "Bearer nope" });
    expect(bad.headers["www-authenticate"]).toBe('Bearer realm="trunkline", error="invalid_token"');
    expect(bad.json()).toMatchObject({ jsonrpc: "2.0", error: { data: { code: "UNAUTHENTICATED" } } });
  });

  test("a fault of ours shows nothing of our inside", async () => {
    const authenticate = async (): Promise<never> => {
      throw new Error("secret path /x");
    };
    const response = await post(start({ authenticate }).app, "{}");
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain("secret");
  });

  test("GET and DELETE are not allowed, as there is no session", async () => {
    const { app } = start();
    for (const method of ["GET", "DELETE"] as const)
      expect((await app.inject({ method, url: "/mcp" })).statusCode).toBe(405);
  });
});

test("a client that goes away aborts its call", async () => {
  const { app, gateway } = start();
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const leaving = new AbortController();
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "shop_reports_wait" } });
  const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
  const answer = fetch(`${url}/mcp/all`, { method: "POST", headers, body, signal: leaving.signal }).catch(() => "gone");
  const signal = await expect
    .poll(() => gateway.calls[0]?.signal)
    .toBeDefined()
    .then(() => gateway.calls[0]?.signal);
  leaving.abort();
  await expect.poll(() => signal?.aborted).toBe(true);
  expect(await answer).toBe("gone");
});
