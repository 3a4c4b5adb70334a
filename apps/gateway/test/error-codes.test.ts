import { readFile } from "node:fs/promises";
import { ConnectorError, type ErrorCode, errorCodes, toErrorEnvelope } from "@trunkline/core";
import { describe, expect, it, vi } from "vitest";
import { createTestApp } from "./test-app.js";

const codes = Object.keys(errorCodes) as ErrorCode[];

const meta = {
  connector: "shop",
  connectorVersion: "1.0.0",
  apiVersion: "v1",
  connection: "default",
  operation: "shop.items.get",
  requestId: "r-1",
  attempts: 1,
  durationMs: 1,
  queuedMs: 0,
  cache: "none",
} as const;

/** An app whose every call fails with this code. */
const failingApp = async (code: ErrorCode) => {
  const { app, gateway } = await createTestApp({ auth: "off" });
  const error = toErrorEnvelope(new ConnectorError(code, { message: `This is ${code}.`, retryAfterMs: 2_000 }));
  vi.spyOn(gateway, "call").mockResolvedValue({ ok: false, error, meta });
  return app;
};

const docs = await readFile(new URL("../../../docs/errors.md", import.meta.url), "utf8");

describe.each(codes)("%s", (code) => {
  it("has the status of its row on REST, in a problem document that holds the envelope", async () => {
    const app = await failingApp(code);
    const response = await app.inject({ method: "POST", url: "/v1/shop/items/get", payload: { id: "1" } });
    expect(response.statusCode).toBe(errorCodes[code].httpStatus);
    expect(response.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(response.headers["retry-after"]).toBe("2");
    expect(response.json()).toMatchObject({
      status: errorCodes[code].httpStatus,
      detail: `This is ${code}.`,
      error: { code, retryable: errorCodes[code].retryable, help: errorCodes[code].help },
    });
  });

  it("is a tool result over MCP that tells the agent what to do", async () => {
    const app = await failingApp(code);
    const response = await app.inject({
      method: "POST",
      url: "/mcp/c/shop",
      headers: { accept: "application/json, text/event-stream", "mcp-protocol-version": "2025-11-25" },
      payload: {
        jsonrpc: "2.0",
        id: 1,
        method: "tools/call",
        params: { name: "shop_items_get", arguments: { id: "1" } },
      },
    });
    const { result } = JSON.parse(response.body.replace(/^(event: message\n)?data: /, ""));
    expect(result.isError).toBe(true);
    expect(result.structuredContent.error).toMatchObject({ code, message: `This is ${code}.` });
    expect(result.content[0].text).toContain(errorCodes[code].help);
  });

  it("has its row in the docs", () => {
    expect(docs).toContain(`| \`${code}\` | ${errorCodes[code].httpStatus} |`);
  });
});
