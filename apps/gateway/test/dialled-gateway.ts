import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "@trunkline/core";
import { readConfig } from "../src/config.js";
import { createLogger } from "../src/http/logger.js";
import { startGateway } from "../src/main.js";
import { type Answer, shopClock, shopConnectors } from "./insights-shop.js";
import { modernEnvelope } from "./mcp-rpc.js";

/** A listening gateway with a simulator behind each connector, and its surfaces as a stranger uses them. */
export const startDialledGateway = async () => {
  let leaptMs = 0;
  const clock: Clock = {
    ...shopClock,
    now: () => shopClock.now() + leaptMs,
    monotonic: () => shopClock.monotonic() + leaptMs,
  };
  const directory = await mkdtemp(join(tmpdir(), "trunkline-dials-"));
  const config = readConfig({
    TRUNKLINE_PORT: "0",
    TRUNKLINE_AUTH: "off",
    TRUNKLINE_MODE: "mock",
    TRUNKLINE_DATA_DIR: directory,
    TRUNKLINE_RATE_LIMIT: "0",
    TRUNKLINE_STORE: "off",
    // What slow means is for operators to say: less than the dial's three seconds here.
    TRUNKLINE_ATTEMPT_TIMEOUT_MS: "1000",
    TRUNKLINE_HEADERS_TIMEOUT_MS: "1000",
    TRUNKLINE_MAX_RETRIES: "0",
    // An answer from before the failure would hide it.
    TRUNKLINE_CACHE_MAX_BYTES: "0",
  });
  const running = await startGateway(config, {
    served: shopConnectors(clock),
    logger: createLogger("silent"),
    clock,
  });
  const send = async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(`${running.url}${path}`, {
      method,
      headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, json: () => JSON.parse(text) as Answer };
  };
  const rpc = async (path: string, method: string, params: Readonly<Record<string, unknown>> = {}) => {
    const headers = {
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": method,
      ...(typeof params.name === "string" && { "mcp-name": params.name }),
    };
    const payload = { jsonrpc: "2.0", id: 1, method, params: { ...params, _meta: modernEnvelope } };
    const { text } = await send("POST", path, payload, headers);
    return JSON.parse(text.startsWith("{") ? text : (/^data: (.*)$/m.exec(text)?.[1] ?? "")).result as Answer;
  };
  return {
    /** Lets time pass without waiting for it: after two minutes no probe is trusted any more. */
    leap: (minutes = 2) => {
      leaptMs += minutes * 60_000;
    },
    get: async (path: string) => await send("GET", path),
    put: async (path: string, body: unknown) => await send("PUT", path, body),
    clear: async (path: string) => await send("DELETE", path),
    /** Calls over REST: the envelope, or the problem document. */
    rest: async (operation: string, input: object = {}) =>
      (await send("POST", `/v1/${operation.replaceAll(".", "/")}`, input)).json(),
    /** Calls over MCP, in the view of all tools. */
    tool: async (operation: string, input: object = {}) =>
      await rpc("/mcp/all", "tools/call", { name: operation.replaceAll(".", "_"), arguments: input }),
    tools: async (path = "/mcp/all"): Promise<readonly string[]> =>
      (await rpc(path, "tools/list")).tools.map(({ name }: Answer) => name),
    close: async () => {
      await running.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
};
