import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ZohoMailSimulator } from "@trunkline/zoho-mail/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../src/config.js";
import { createLogger } from "../src/http/logger.js";
import { type RunningGateway, startGateway } from "../src/main.js";

describe("a gateway as `npm start` starts it, with a database of its own", () => {
  let running: RunningGateway;
  let directory = "";
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "trunkline-journey-"));
    const env = { TRUNKLINE_PORT: "0", TRUNKLINE_AUTH: "off", TRUNKLINE_MODE: "mock", TRUNKLINE_DATA_DIR: directory };
    running = await startGateway(readConfig(env), { logger: createLogger("silent") });
  }, 60_000);
  afterAll(async () => {
    await running.close();
    await rm(directory, { recursive: true, force: true });
  }, 60_000);

  const get = async (path: string) => (await (await fetch(`${running.url}${path}`)).json()) as Record<string, unknown>;
  const post = (path: string, body: object) =>
    fetch(`${running.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const types = async () =>
    ((await get("/admin/events")).events as { type: string; stage: string }[]).map(
      ({ type, stage }) => `${type} ${stage}`,
    );

  it("answers reads before the database is there", async () => {
    expect((await post("/v1/shopify/products/list", { limit: 1 })).status).toBe(200);
  });

  it("hears what changes in the shop and in the mailbox", { timeout: 60_000 }, async () => {
    await running.durable.whenReady(30_000);
    const { data } = await get("/v1/shopify/products/list?limit=1");
    const [{ id } = { id: "" }] = (data as { products: { id: string }[] }).products;
    const mailbox = running.connections.simulators.get("zoho-mail") as ZohoMailSimulator;
    let change = 0;
    const changeAndLook = async () => {
      // Subscriptions are made beside this: what happens before them is not told.
      change += 1;
      expect((await post("/v1/shopify/tags/add", { id, tags: [`heard-${change}`] })).status).toBe(200);
      mailbox.receiveMail();
      return types();
    };
    await expect
      .poll(changeAndLook, { timeout: 30_000, interval: 500 })
      .toEqual(expect.arrayContaining(["products/update handled", "mail/received handled"]));
  });

  it("has written down what it wrote", async () => {
    const { writes } = (await get("/admin/writes?operation=shopify.tags.add")) as unknown as { writes: object[] };
    expect(writes[0]).toMatchObject({ state: "done", caller: "local" });
  });

  it("says that the directory is in use to a second one, which serves without durable parts", {
    timeout: 60_000,
  }, async () => {
    const env = { TRUNKLINE_PORT: "0", TRUNKLINE_AUTH: "off", TRUNKLINE_MODE: "mock", TRUNKLINE_DATA_DIR: directory };
    const second = await startGateway(readConfig(env), { logger: createLogger("silent") });
    await second.durable.firstTry();
    expect(second.durable.state).toEqual({ status: "off", reason: expect.stringContaining("in use by process") });
    expect((await fetch(`${second.url}/v1/shopify/products/list?limit=1`)).status).toBe(200);
    await second.close();
  });
});
