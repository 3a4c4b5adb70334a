import { fileURLToPath } from "node:url";
import { Client, StreamableHTTPClientTransport, type Transport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import Fastify from "fastify";
import { describe, expect, onTestFinished, test } from "vitest";
import { mountMcp } from "../src/mcp/mount.js";
import { admin, createShopGateway } from "./mcp-shop.js";

const pathOf = (file: string) => fileURLToPath(new URL(`conformance/${file}`, import.meta.url));

const overHttp = async (path: string): Promise<Transport> => {
  const app = Fastify({ forceCloseConnections: true });
  mountMcp(app, { gateway: createShopGateway(), authenticate: async () => admin, version: "0.0.1" });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  onTestFinished(() => app.close());
  return new StreamableHTTPClientTransport(new URL(`${url}${path}`));
};

const overStdio = async (...flags: string[]): Promise<Transport> =>
  new StdioClientTransport({
    command: process.execPath,
    args: ["--import", pathOf("source-hooks.mjs"), pathOf("stdio.ts"), ...flags],
  });

const connect = async (transport: Transport, mode: "legacy" | { readonly pin: string }) => {
  const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode } });
  await client.connect(transport);
  onTestFinished(() => client.close());
  return client;
};

const eras = [
  ["2025", "legacy"],
  ["2026-07-28", { pin: "2026-07-28" }],
] as const;

describe.each(eras)("the official client of %s", (_revision, mode) => {
  test("lists and calls over HTTP, and finds every answer to fit its schema", async () => {
    const client = await connect(await overHttp("/mcp/all"), mode);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain("shop_products_list");
    const page = await client.callTool({ name: "shop_products_list", arguments: { limit: 1, fields: ["title"] } });
    expect(page.structuredContent).toMatchObject({ ok: true, data: { products: [{ title: "Product 0" }] } });
    const failed = await client.callTool({ name: "shop_products_get", arguments: { id: "dead" } });
    expect(failed).toMatchObject({ isError: true, structuredContent: { error: { code: "NEEDS_REAUTH" } } });
  });

  test("hears progress over HTTP", async () => {
    const client = await connect(await overHttp("/mcp/all"), mode);
    const heard: number[] = [];
    await client.callTool({ name: "shop_reports_run" }, { onprogress: ({ progress }) => heard.push(progress) });
    expect(heard).toEqual([1, 2, 3]);
  });

  test("searches and calls in the compact view over HTTP", async () => {
    const client = await connect(await overHttp("/mcp"), mode);
    await client.listTools();
    const found = await client.callTool({ name: "search_operations", arguments: { query: "one product" } });
    expect(found.structuredContent).toMatchObject({
      data: { operations: [{ id: "shop.products.get", callWith: "call_read" }, {}, {}, {}] },
    });
    const called = await client.callTool({
      name: "call_read",
      arguments: { operation: "shop.products.get", arguments: { id: "p3" } },
    });
    expect(called.structuredContent).toMatchObject({ ok: true, data: { id: "p3" } });
  });

  test("reads resources and prompts over HTTP", async () => {
    const client = await connect(await overHttp("/mcp"), mode);
    const { resources } = await client.listResources();
    const { contents } = await client.readResource({ uri: resources[0]?.uri ?? "" });
    expect(contents[0]).toMatchObject({ mimeType: "text/markdown", text: expect.stringContaining("# Shop") });
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(["do_task", "check_connections"]);
  });

  test("lists and calls over a pipe", async () => {
    const client = await connect(await overStdio("--all"), mode);
    expect((await client.listTools()).tools).toHaveLength(7);
    const created = await client.callTool({ name: "shop_products_create", arguments: { title: "Mug" } });
    expect(created.structuredContent).toMatchObject({ ok: true, data: { title: "Mug" } });
  });

  test("a readonly pipe lists no write", async () => {
    const client = await connect(await overStdio("--readonly"), mode);
    const { tools } = await client.listTools();
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint === true)).toBe(true);
  });
});
