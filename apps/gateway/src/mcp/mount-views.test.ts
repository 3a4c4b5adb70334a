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
