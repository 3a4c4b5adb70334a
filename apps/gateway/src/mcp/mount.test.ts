import { ConnectorError } from "@trunkline/core";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, expect, test } from "vitest";
import { admin, createShopGateway } from "../../test/mcp-shop.js";
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

const envelope = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
  "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
};

const rpc = async (
  app: FastifyInstance,
  method: string,
  params: Record<string, unknown> = {},
  url = "/mcp",
  extra: Record<string, string> = {},
) => {
  const response = await app.inject({
    method: "POST",
    url,
    headers: {
      accept: "application/json, text/event-stream",
      "content-type": "application/json",
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": method,
      ...(typeof params.name === "string" && { "mcp-name": params.name }),
      ...extra,
    },
    payload: { jsonrpc: "2.0", id: 1, method, params: { ...params, _meta: envelope } },
  });
  return { response, body: response.json() };
};

const namesIn = (body: { result: { tools: readonly { name: string }[] } }) => body.result.tools.map(({ name }) => name);

test("calls an operation by its tool name", async () => {
  const { app } = start();
  const { body } = await rpc(app, "tools/call", { name: "shop_products_get", arguments: { id: "p7" } }, "/mcp/all");
  expect(body.result.structuredContent).toMatchObject({ ok: true, data: { id: "p7" } });
});
