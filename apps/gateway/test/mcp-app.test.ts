import { describe, expect, test } from "vitest";
import { rpc } from "./mcp-rpc.js";
import { createTestApp } from "./test-app.js";

describe("MCP in the whole web server", () => {
  test("a key's scopes decide what is listed and what may be called", async () => {
    const { app, bearer } = await createTestApp();
    const reading = await bearer("*:read");
    const { message } = await rpc(app, { method: "tools/list", url: "/mcp/all", headers: reading });
    const hints = message.result.tools.map(
      ({ annotations }: { annotations: { readOnlyHint: boolean } }) => annotations.readOnlyHint,
    );
    expect(hints.length).toBeGreaterThan(1);
    expect(hints.every(Boolean)).toBe(true);
  });

  test("without a key it answers 401 with a challenge, in JSON-RPC", async () => {
    const { app } = await createTestApp();
    const { response, message } = await rpc(app, { method: "tools/list" });
    expect([response.statusCode, response.headers["www-authenticate"]]).toEqual([401, 'Bearer realm="trunkline"']);
    expect(message.error.data.code).toBe("UNAUTHENTICATED");
  });

  test("a foreign host or origin is turned away before it is read", async () => {
    const { app } = await createTestApp({ auth: "off" });
    for (const headers of [{ host: "evil.example" }, { origin: "https://evil.example" }])
      expect((await app.inject({ method: "POST", url: "/mcp", headers, payload: {} })).statusCode).toBe(403);
  });

  test("over its rate limit a client is told in JSON-RPC when to come back", async () => {
    const { app } = await createTestApp({ auth: "off", settings: { rateLimit: 1 } });
    await rpc(app, { method: "tools/list" });
    const { response, message } = await rpc(app, { method: "tools/list" });
    expect(response.statusCode).toBe(429);
    expect(Number(response.headers["retry-after"])).toBeGreaterThan(0);
    expect(message.error.data).toMatchObject({ code: "TOO_MANY_REQUESTS", retryable: true });
  });

  test("an answer and its call carry the request's id", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const params = { name: "call_read", arguments: { operation: "shop.items.list", arguments: {} } };
    const { response, message } = await rpc(app, {
      method: "tools/call",
      params,
      headers: { "x-request-id": "abc-123-def" },
    });
    expect(response.headers["x-request-id"]).toBe("abc-123-def");
    expect(message.result.structuredContent.meta.requestId).toBe("abc-123-def");
  });

  test("a broken connector is named in the answer and empties no list", async () => {
    const failure = { connector: "shop", connection: "default", reason: "SHOP_TOKEN is missing.", issues: [] };
    const { app } = await createTestApp({ auth: "off", expose: "*", failures: [failure] });
    const { message: list } = await rpc(app, { method: "tools/list", url: "/mcp/all" });
    expect(list.result.tools.length).toBeGreaterThan(1);
    const { message } = await rpc(app, { method: "tools/call", url: "/mcp/all", params: { name: "shop_items_list" } });
    expect(message.result).toMatchObject({ isError: true, structuredContent: { error: { code: "NOT_CONFIGURED" } } });
    expect(message.result.content[0].text).toContain("SHOP_TOKEN is missing.");
  });

  test("while draining, calls are refused as retryable", async () => {
    const { app, gateway } = await createTestApp({ auth: "off" });
    await gateway.drain(0);
    const { message } = await rpc(app, {
      method: "tools/call",
      params: { name: "call_read", arguments: { operation: "shop.items.list" } },
    });
    expect(message.result.structuredContent.error).toMatchObject({ code: "SHUTTING_DOWN", retryable: true });
  });
});
