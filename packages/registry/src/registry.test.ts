import { createFeatureFlags, parseFlags } from "@trunkline/core";
import { createManualClock } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { bucket, createFakeConnection, fail, fake, succeed } from "../test/fake-connector.js";
import { createRegistry } from "./registry.js";

const setUp = (flagText = "") => {
  const clock = createManualClock(Date.UTC(2026, 0, 1));
  const flags = createFeatureFlags(parseFlags(flagText));
  const registry = createRegistry({ connectors: [fake], clock, flags });
  const { connection, state } = createFakeConnection();
  registry.register({ connection, mode: "mock" });
  const health = () => registry.health()[0];
  const probed = async () => registry.probe("fake");
  return { clock, registry, connection, state, health, probed };
};

describe("the catalogue", () => {
  it("lists operations in the order they are written, with schemas", () => {
    const { registry } = setUp();
    expect(registry.operations.map(({ id }) => id)).toEqual([
      "fake.health.ping",
      "fake.things.list",
      "fake.things.delete",
    ]);
    expect(registry.operation("fake.things.list")).toMatchObject({
      connector: "fake",
      effect: "read",
      pageItems: "things",
      inputSchema: {
        type: "object",
        additionalProperties: false,
        properties: { limit: { type: "integer", default: 10 } },
      },
      outputSchema: { type: "object", required: ["things"] },
    });
    expect(registry.operation("fake.things.list")?.inputSchema).not.toHaveProperty("required");
    expect(registry.operation("fake.nothing.here")).toBeUndefined();
  });

  it("finds connections by connector and name and replaces one of the same name", () => {
    const { registry, connection } = setUp();
    expect(registry.connection("fake")?.connection).toBe(connection);
    expect(registry.connection("fake", "other")).toBeUndefined();
    const again = createFakeConnection().connection;
    registry.register({ connection: again, mode: "live" });
    expect(registry.connections().map(({ mode }) => mode)).toEqual(["live"]);
  });
});

describe("health", () => {
  it("answers at once, before the first probe has ended", () => {
    const { state, health } = setUp();
    state.answer = () => new Promise(() => {});
    expect(health()).toMatchObject({ state: "up", mode: "mock", apiVersion: "v1" });
    expect(health()).not.toHaveProperty("probe");
    expect(state.probes).toBe(1);
  });

  it("trusts a good probe for a minute and a bad one for five seconds", async () => {
    const { clock, state, health, probed } = setUp();
    await probed();
    await clock.advance(59_000);
    health();
    expect(state.probes).toBe(1);
    await clock.advance(1_000);
    state.answer = async () => fail("UPSTREAM_UNAVAILABLE");
    health();
    await clock.advance(0);
    expect(state.probes).toBe(2);
    await clock.advance(5_000);
    health();
    expect(state.probes).toBe(3);
  });

  it("looks again after five seconds when a call has failed since a good probe, and then trusts that", async () => {
    const { clock, state, health, probed } = setUp();
    await probed();
    await clock.advance(1_000);
    state.status = { ...state.status, lastError: { code: "NETWORK", message: "Cut.", atMs: clock.now() } };
    health();
    expect(state.probes).toBe(1);
    await clock.advance(4_000);
    health();
    await clock.advance(0);
    expect(state.probes).toBe(2);
    await clock.advance(59_000);
    health();
    expect(state.probes).toBe(2);
  });

  it("joins a probe under way instead of starting another", async () => {
    const { registry, state } = setUp();
    const both = await Promise.all([registry.probe("fake"), registry.probe("fake")]);
    expect(both).toHaveLength(2);
    expect(state.probes).toBe(1);
  });

  it("says nothing of a connection it does not have", async () => {
    expect(await setUp().registry.probe("fake", "other")).toBeUndefined();
  });

  it("ends a probe under way when it closes", async () => {
    const { registry, state } = setUp();
    const { promise: aborted, resolve } = Promise.withResolvers<void>();
    state.answer = (options) => {
      options?.signal?.addEventListener("abort", () => resolve());
      return new Promise(() => {});
    };
    void registry.probe("fake");
    registry.close();
    await aborted;
  });

  it.each([
    ["UPSTREAM_UNAVAILABLE", "down"],
    ["NETWORK", "down"],
    ["UPSTREAM_UNAUTHORIZED", "needs_reauth"],
    ["NEEDS_REAUTH", "needs_reauth"],
    ["RATE_LIMITED", "degraded"],
    ["ACCOUNT_UNAVAILABLE", "down"],
  ] as const)("a probe that fails with %s means %s", async (code, expected) => {
    const { state, probed } = setUp();
    state.answer = async () => fail(code, "What happened.");
    expect(await probed()).toMatchObject({ state: expected, reason: "What happened.", probe: { ok: false } });
  });

  it("is degraded by a probe's warning, e.g. a missing scope", async () => {
    const { state, probed } = setUp();
    state.answer = async () => succeed("The scope read_orders is missing.");
    expect(await probed()).toMatchObject({ state: "degraded", reason: "The scope read_orders is missing." });
  });

  it("is down while the breaker is open, whatever the last probe said", async () => {
    const { state, probed, health } = setUp();
    await probed();
    state.status = { ...state.status, breaker: "open" };
    expect(health()).toMatchObject({ state: "down", breaker: "open" });
  });

  it.each(["NETWORK", "UPSTREAM_UNAUTHORIZED", "RATE_LIMITED"] as const)(
    "believes a call that succeeded after a probe that failed with %s",
    async (code) => {
      const { clock, state, probed, health } = setUp();
      state.answer = async () => fail(code);
      await probed();
      await clock.advance(1_000);
      state.status = { ...state.status, lastSuccessMs: clock.now() };
      expect(health()).toMatchObject({ state: "up" });
    },
  );

  it("is degraded when a quota is nearly used up", () => {
    const { state, health } = setUp();
    state.status = { ...state.status, quotas: [bucket(40, 1000, 3_600_000)] };
    expect(health()).toMatchObject({ state: "degraded", reason: expect.stringContaining("40 of 1000") });
    state.status = { ...state.status, quotas: [{ ...bucket(40, 1000, 3_600_000), key: "property 7" }] };
    expect(health()?.reason).toContain('" of property 7 is nearly used up');
  });

  it("is up while calls are spread out over the next seconds", () => {
    const { state, health } = setUp();
    state.status = { ...state.status, quotas: [bucket(0, 5, 12_000)] };
    expect(health()).toMatchObject({ state: "up" });
  });

  it("is degraded in the last thirty days of an API version, and says when it ends", async () => {
    const { clock, health } = setUp();
    await clock.advance(Date.UTC(2026, 0, 29) - clock.now());
    expect(health()).toMatchObject({ state: "up", sunsetOn: "2026-03-01" });
    await clock.advance(Date.UTC(2026, 1, 10) - clock.now());
    expect(health()).toMatchObject({ state: "degraded", reason: "API version v1 ends on 2026-03-01, in 19 days." });
    await clock.advance(Date.UTC(2026, 2, 2) - clock.now());
    expect(health()?.reason).toBe("API version v1 ended on 2026-03-01.");
  });

  it("is disabled by a flag and then not probed", () => {
    const { state, health } = setUp("fake=off");
    expect(health()).toMatchObject({ state: "disabled", reason: expect.stringContaining("fake") });
    expect(state.probes).toBe(0);
  });
});
