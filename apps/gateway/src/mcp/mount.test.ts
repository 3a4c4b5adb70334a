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
