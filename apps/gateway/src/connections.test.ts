import { type AnyConnector, defineComposedOperation } from "@trunkline/core";
import { createFaultDial, type Simulator } from "@trunkline/core/simulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { createFakeShop, createShopState } from "../test/fake-shop.js";
import { type OpenConnectionsOptions, openConnections } from "./connections.js";

const shop = (id = "shop"): AnyConnector => ({ ...createFakeShop(createShopState()), id });

const simulated = (connector: AnyConnector, closed: string[] = [], config: object = { token: "simulated" }) => ({
  connector,
  simulator: async () => async (): Promise<Simulator> => ({
    connector: connector.id,
    url: "http://127.0.0.1:9",
    config: config as Simulator["config"],
    faults: createFaultDial(),
    reset: () => undefined,
    close: async () => void closed.push(connector.id),
  }),
});

const open = async (options: Partial<OpenConnectionsOptions>) => {
  const connections = await openConnections({ served: [simulated(shop())], env: {}, mode: "auto", ...options });
  onTestFinished(() => connections.close());
  return connections;
};

describe("openConnections", () => {
  it("uses the simulator without credentials and the vendor with them", async () => {
    const mock = await open({});
    const live = await open({ env: { SHOP_TOKEN: "t" } });
    expect([mock.opened[0]?.mode, [...mock.simulators.keys()]]).toEqual(["mock", ["shop"]]);
    expect([live.opened[0]?.mode, [...live.simulators.keys()]]).toEqual(["live", []]);
  });

  it("uses simulators alone in mock mode, whatever credentials are set", async () => {
    expect((await open({ mode: "mock", env: { SHOP_TOKEN: "t" } })).opened[0]?.mode).toBe("mock");
  });

  it("uses no simulator in live mode, and names the variables that are missing", async () => {
    const { opened, failures } = await open({ mode: "live" });
    expect(opened).toEqual([]);
    expect(failures).toMatchObject([
      { connector: "shop", connection: "default", reason: expect.stringContaining("SHOP_TOKEN") },
    ]);
  });

  it("opens the others when one fails, and closes the simulator of the one that failed", async () => {
    const closed: string[] = [];
    const broken = simulated(shop("broken"), closed, { token: 7 });
    const absent = {
      connector: shop("absent"),
      simulator: () => Promise.reject(new Error("The simulator is not installed.")),
    };
    const { opened, failures } = await open({ served: [broken, simulated(shop("good")), absent] });
    expect(opened.map(({ connection }) => connection.connector.id)).toEqual(["good"]);
    expect(failures.map(({ connector, reason }) => [connector, reason.length > 10])).toEqual([
      ["broken", true],
      ["absent", true],
    ]);
    expect(closed).toEqual(["broken"]);
  });

  it("reports a bad limit at the connector it is for, and opens the others", async () => {
    const env = { TRUNKLINE_ALPHA_MAX_RETRIES: "many" };
    const { opened, failures } = await open({ served: [simulated(shop("alpha")), simulated(shop("beta"))], env });
    expect(opened.map(({ connection }) => connection.connector.id)).toEqual(["beta"]);
    expect(failures[0]?.reason).toContain("TRUNKLINE_ALPHA_MAX_RETRIES");
  });

  it("closes its simulators", async () => {
    const closed: string[] = [];
    const connections = await openConnections({ served: [simulated(shop(), closed)], env: {}, mode: "auto" });
    await connections.close();
    expect(closed).toEqual(["shop"]);
  });

  it("runs a connector without an upstream on the connections of the others", async () => {
    const all = await open({ served: [simulated(shop("alpha")), joining], env: { ALPHA: "x" } });
    const held = all.opened.find(({ connection }) => connection.connector.id === "joined");
    const run = (operation: string) => held?.connection.execute(askOf(operation), {});
    expect(held?.mode).toBe("mock");
    expect(await run("alpha.items.list")).toMatchObject({ ok: true, data: { asked: "alpha.items.list" } });
    expect(await run("beta.items.list")).toMatchObject({ ok: false, error: { code: "NOT_CONFIGURED" } });
  });

  it("says of a connection that joins others when its limits are bad, and opens the others", async () => {
    const env = { TRUNKLINE_JOINED_MAX_RETRIES: "many" };
    const { opened, failures } = await open({ served: [simulated(shop("alpha")), joining], env });
    expect(opened.map(({ connection }) => connection.connector.id)).toEqual(["alpha"]);
    expect(failures).toMatchObject([{ connector: "joined", reason: expect.stringContaining("MAX_RETRIES") }]);
  });
});

const item = (id: string) =>
  defineComposedOperation({
    id,
    summary: "Say that it ran",
    docs: "https://shop.example/docs",
    effect: "read",
    input: z.object({}),
    output: z.object({ asked: z.string() }),
    run: async () => ({ asked: id }),
  });

const askOf = (operation: string) =>
  defineComposedOperation({
    ...item("joined.things.ask"),
    run: (call) => call.run(item(operation), {}),
  });

const joining = { connector: { ...shop("joined"), config: z.object({}) } };
