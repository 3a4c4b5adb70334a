import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock, type WriteIntent } from "@trunkline/core";
import { openStore } from "@trunkline/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../config.js";
import { openLedger } from "./open-ledger.js";
import { createGatewayLedger } from "./write-ledger.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "trunkline-ledger-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const setUp = ({ hasLive = true, env = {} }: { hasLive?: boolean; env?: Record<string, string> } = {}) => {
  const reasons: string[] = [];
  const config = readConfig({ TRUNKLINE_DATA_DIR: directory, ...env });
  const background = openLedger({
    config,
    findConnection: () => undefined,
    hasLive: () => hasLive,
    onTrouble: (reason) => reasons.push(reason),
  });
  return { background, config, reasons, ledger: createGatewayLedger(background, systemClock) };
};

const intent: WriteIntent = {
  connection: "default/shop/default",
  operation: "shop.orders.create",
  key: "k",
  keySupplied: true,
  inputHash: "h",
  input: {},
  inputComplete: true,
  caller: "",
  requestId: "r",
};

describe("the ledger of a command", () => {
  it("opens the database with the first write, and outlives the command", async () => {
    const first = setUp();
    expect(first.background.value).toBeUndefined();
    expect(await first.ledger.begin(intent)).toMatchObject({ state: "started" });
    await first.background.close();
    const second = setUp();
    expect(await second.ledger.begin(intent)).not.toMatchObject({ state: "started" });
    await second.background.close();
  });

  it("remembers by itself, and says so, while a gateway has the database", async () => {
    const gateway = await openStore({ dataDir: directory });
    const { background, ledger, reasons } = setUp();
    expect(await ledger.begin(intent)).toMatchObject({ state: "started" });
    expect(reasons).toEqual([expect.stringContaining("in use by")]);
    await background.close();
    await gateway.close();
  });

  it.each([
    ["nothing is live", { hasLive: false }],
    ["the store is off", { env: { TRUNKLINE_STORE: "off" } }],
  ])("opens nothing where %s", async (_, options) => {
    const { background, ledger } = setUp(options);
    expect(await ledger.begin(intent)).toMatchObject({ state: "started" });
    expect(background.value).toBeUndefined();
    expect(background.state).toMatchObject({ status: "off" });
    await background.close();
  });
});
