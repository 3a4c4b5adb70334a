import { mkdtemp, rm } from "node:fs/promises";
import { createServer, request as forward } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shopify } from "@trunkline/shopify";
import { createShopifySimulator } from "@trunkline/shopify/simulator";
import { readConfig } from "../src/config.js";
import { createLogger } from "../src/http/logger.js";
import { startGateway } from "../src/main.js";
import { modernEnvelope } from "./mcp-rpc.js";

/** Passes everything on to an upstream and counts requests by the GraphQL operation that they name. */
const startTap = async (upstream: string) => {
  const counts = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const name = /"operationName"\s*:\s*"(\w+)"/.exec(body.toString("utf8"))?.[1] ?? "";
    counts.set(name, (counts.get(name) ?? 0) + 1);
    const { method = "GET", headers, url = "/" } = request;
    const passed = forward(new URL(url, upstream), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    passed.end(body);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: (name: string) => counts.get(name) ?? 0,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

/** A data directory and a shop that outlive the gateways started on them, one after the other. */
export const createDurableSite = async () => {
  const directory = await mkdtemp(join(tmpdir(), "trunkline-durable-"));
  const twin = await createShopifySimulator();
  const tap = await startTap(twin.url);
  const served = [
    {
      connector: shopify,
      simulator: async () => async () => ({ ...twin, url: tap.url, close: async () => undefined }),
    },
  ];
  /** `patienceMs` 0: the database is not waited for. */
  const start = async (env: Readonly<Record<string, string>> = {}, patienceMs = 30_000) => {
    const config = readConfig({
      TRUNKLINE_PORT: "0",
      TRUNKLINE_AUTH: "off",
      TRUNKLINE_MODE: "mock",
      TRUNKLINE_DATA_DIR: directory,
      ...env,
    });
    const running = await startGateway(config, { served, logger: createLogger("silent") });
    if (patienceMs > 0) await running.durable.whenReady(patienceMs);
    return { ...running, ...surfacesOf(running.url) };
  };
  const close = async () => {
    tap.close();
    await twin.close();
    await rm(directory, { recursive: true, force: true });
  };
  return { start, close, directory, twin, sent: tap.sent };
};

/** A gateway's surfaces as a program and as an agent use them, over sockets. */
const surfacesOf = (url: string) => {
  /** Text is sent as it is. */
  const send = async (path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(`${url}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text(), retryAfter: response.headers.get("retry-after") };
  };
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  const ask = async (path: string, body?: unknown): Promise<any> => JSON.parse((await send(path, body)).text);
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const rpc = async (path: string, method: string, params: Readonly<Record<string, unknown>> = {}): Promise<any> => {
    const { text } = await send(
      path,
      { jsonrpc: "2.0", id: 1, method, params: { ...params, _meta: modernEnvelope } },
      {
        accept: "application/json, text/event-stream",
        "mcp-protocol-version": "2026-07-28",
        "mcp-method": method,
        ...(typeof params.name === "string" && { "mcp-name": params.name }),
      },
    );
    return JSON.parse(text.startsWith("{") ? text : (/^data: (.*)$/m.exec(text)?.[1] ?? "")).result;
  };
  const tool = (name: string, args: object, path = "/mcp") => rpc(path, "tools/call", { name, arguments: args });
  return { send, ask, rpc, tool };
};
