import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../src/config.js";
import { createLogger } from "../src/http/logger.js";
import { type RunningGateway, startGateway } from "../src/main.js";

/** The whole product as it runs without credentials: real sockets to the gateway and from it to the simulator. */
describe("the gateway on Shopify's simulator", () => {
  let running: RunningGateway;
  let directory = "";
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "trunkline-shopify-"));
    const env = {
      TRUNKLINE_PORT: "0",
      TRUNKLINE_AUTH: "off",
      TRUNKLINE_STORE: "off",
      TRUNKLINE_DATA_DIR: directory,
      TRUNKLINE_MAX_RETRIES: "0",
    };
    running = await startGateway(readConfig(env), { logger: createLogger("silent") });
  });
  afterAll(async () => {
    await running.close();
    await rm(directory, { recursive: true, force: true });
  });

  const ask = (path: string, init: RequestInit = {}) => fetch(`${running.url}${path}`, init);
  const send = (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
    ask(path, { method, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });

  it("answers a read with data, and the same data with 304", async () => {
    const first = await ask("/v1/shopify/products/list?limit=2");
    const { data, meta } = (await first.json()) as { data: { products: unknown[] }; meta: object };
    expect([first.status, data.products.length]).toEqual([200, 2]);
    expect(meta).toMatchObject({ connector: "shopify", attempts: 1 });
    const headers = { "if-none-match": first.headers.get("etag") ?? "" };
    expect((await ask("/v1/shopify/products/list?limit=2", { headers })).status).toBe(304);
  });

  it("streams every product over all pages", async () => {
    const answer = await ask("/v1/shopify/products/list?limit=25", { headers: { accept: "application/x-ndjson" } });
    const ids = (await answer.text())
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { id: string }).id);
    expect(ids.length).toBeGreaterThan(25);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("names the fault that its dial was set to, and recovers when it is cleared", async () => {
    const dial = "/admin/simulators/shopify/faults";
    await send("PUT", dial, { fault: "500", times: 1 });
    const failed = await ask("/v1/shopify/orders/list?limit=1");
    expect(((await failed.json()) as { error: { code: string } }).error.code).toBe("UPSTREAM_UNAVAILABLE");
    await ask(dial, { method: "DELETE" });
    expect((await ask("/v1/shopify/orders/list?limit=1")).status).toBe(200);
  });

  it("is ready with every connector up", async () => {
    await running.gateway.registry.probe("shopify");
    expect(await (await ask("/readyz")).json()).toMatchObject({ status: "ready", notUp: [] });
  });
});
