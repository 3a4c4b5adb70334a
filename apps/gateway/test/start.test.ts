import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFaultDial, type Simulator } from "@trunkline/core/simulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../src/config.js";
import type { ServedConnector } from "../src/connectors.js";
import { createLogger } from "../src/http/logger.js";
import { startGateway } from "../src/main.js";
import { createFakeShop, createShopState } from "./fake-shop.js";

describe("startGateway", () => {
  let directory = "";
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "trunkline-start-"));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const setUp = (env: Record<string, string> = {}) => {
    const state = createShopState();
    const closed: string[] = [];
    const connector = createFakeShop(state);
    const served: ServedConnector = {
      connector,
      simulator: async () => async (): Promise<Simulator> => ({
        connector: "shop",
        url: "http://127.0.0.1:9",
        config: { token: "simulated" },
        faults: createFaultDial(),
        reset: () => undefined,
        close: async () => void closed.push("simulator"),
      }),
    };
    const config = readConfig({ TRUNKLINE_PORT: "0", TRUNKLINE_DATA_DIR: directory, TRUNKLINE_STORE: "off", ...env });
    return { state, closed, start: () => startGateway(config, { served: [served], logger: createLogger("silent") }) };
  };

  it("listens, answers with the first key and closes everything", async () => {
    const { start, closed } = setUp();
    const running = await start();
    const headers = { authorization: `Bearer ${running.mintedKey?.token}`, "content-type": "application/json" };
    const answer = await fetch(`${running.url}/v1/shop/items/get`, { method: "POST", headers, body: '{"id":"a"}' });
    expect([answer.status, ((await answer.json()) as { ok: boolean }).ok]).toEqual([200, true]);
    await running.close();
    await running.close();
    expect(closed).toEqual(["simulator"]);
    await expect(fetch(`${running.url}/healthz`)).rejects.toThrow();
  });

  it("does not start with a file of handlers that does not load, and leaves no key behind", async () => {
    const { start } = setUp({ TRUNKLINE_HANDLERS: "./no-such-handlers.mjs" });
    await expect(start()).rejects.toMatchObject({
      code: "NOT_CONFIGURED",
      message: expect.stringContaining("TRUNKLINE_HANDLERS: ./no-such-handlers.mjs could not be loaded"),
    });
    const { start: again } = setUp();
    const running = await again();
    await running.close();
    expect(running.mintedKey).toBeDefined();
  });

  it("makes the first key once and keeps only its hash", async () => {
    const { start } = setUp();
    const first = await start();
    await first.close();
    const second = await start();
    await second.close();
    expect(first.mintedKey?.key.scopes).toEqual(["admin"]);
    expect(second.mintedKey).toBeUndefined();
    const secret = first.mintedKey?.token.slice("tl_123456789012_".length) ?? "";
    expect(await readFile(join(directory, "keys.json"), "utf8")).not.toContain(secret);
  });

  it("makes no key without authentication", async () => {
    const running = await setUp({ TRUNKLINE_AUTH: "off" }).start();
    expect(running.mintedKey).toBeUndefined();
    expect((await fetch(`${running.url}/v1/operations`)).status).toBe(200);
    await running.close();
  });

  it("says in one sentence what to do when the port is taken, and leaves nothing open", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => blocker.once("listening", resolve));
    const { port } = blocker.address() as AddressInfo;
    const { start, closed } = setUp({ TRUNKLINE_PORT: String(port) });
    await expect(start()).rejects.toMatchObject({
      code: "NOT_CONFIGURED",
      message: expect.stringMatching(/is taken: .*TRUNKLINE_PORT/),
    });
    expect(closed).toEqual(["simulator"]);
    // A key made on the way would have been lost with the failure.
    await expect(readFile(join(directory, "keys.json"))).rejects.toThrow("ENOENT");
    blocker.close();
  });

  it("refuses to start on a damaged key file, leaving it as it is", async () => {
    await writeFile(join(directory, "keys.json"), "{");
    await expect(setUp().start()).rejects.toMatchObject({
      code: "NOT_CONFIGURED",
      message: expect.stringContaining("damaged"),
    });
    expect(await readFile(join(directory, "keys.json"), "utf8")).toBe("{");
  });

  it("finishes a call under way before it closes", async () => {
    const { start, state, closed } = setUp({ TRUNKLINE_AUTH: "off" });
    const running = await start();
    const answer = fetch(`${running.url}/v1/shop/reports/wait`, { method: "POST" });
    await expect.poll(() => state.calls.map(({ operation }) => operation)).toContain("shop.reports.wait");
    const closing = running.close();
    expect((await fetch(`${running.url}/v1/shop/items/list`)).status).toBe(503);
    expect(closed).toEqual([]);
    state.release();
    expect((await answer).status).toBe(200);
    await closing;
    expect(closed).toEqual(["simulator"]);
  });
});
