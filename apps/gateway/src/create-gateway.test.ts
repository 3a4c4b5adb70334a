import { createFeatureFlags } from "@trunkline/core";
import { createRegistry } from "@trunkline/registry";
import { describe, expect, it, vi } from "vitest";
import { createFakeShop, createShopState, openFakeShop } from "../test/fake-shop.js";
import { createGateway } from "./create-gateway.js";
import { parseExposure } from "./exposure.js";

const admin = { id: "k1", name: "admin", scopes: ["admin"] };

const setUp = () => {
  const state = createShopState();
  const flags = createFeatureFlags();
  const connector = createFakeShop(state);
  const registry = createRegistry({ connectors: [connector], flags });
  const connection = openFakeShop(connector, "default", flags);
  registry.register({ connection, mode: "mock" });
  return {
    state,
    flags,
    registry,
    connection,
    gateway: createGateway({ registry, exposure: parseExposure("auto"), flags }),
  };
};

const collect = async (items: AsyncIterable<unknown>) => Array.fromAsync(items);

describe("visible", () => {
  it("keeps the catalogue's order and narrows by connector and effect", () => {
    const { gateway } = setUp();
    const ids = gateway.visible(admin).map(({ id }) => id);
    expect(ids).toEqual([
      "shop.items.list",
      "shop.items.get",
      "shop.items.create",
      "shop.items.delete",
      "shop.reports.wait",
    ]);
    expect(gateway.visible(admin, { readonly: true }).map(({ effect }) => effect)).toEqual(["read", "read", "read"]);
    expect(gateway.visible(admin, { connectors: ["other"] })).toEqual([]);
    expect(gateway.visible({ ...admin, scopes: [] })).toEqual([]);
  });

  it("is what `call` lets through, for every kind of key", async () => {
    const { gateway, registry } = setUp();
    const inputs: Record<string, unknown> = {
      "shop.items.get": { id: "a" },
      "shop.items.create": { title: "t" },
      "shop.items.delete": { id: "a" },
    };
    for (const scope of ["shop:read", "shop:write", "shop:destroy", "other:destroy", "admin"]) {
      const principal = { id: scope, name: scope, scopes: [scope] };
      const listed = new Set(gateway.visible(principal).map(({ id }) => id));
      for (const { id } of registry.operations.filter((entry) => entry.id !== "shop.reports.wait")) {
        const answer = await gateway.call({ principal, operation: id, input: inputs[id] ?? {} });
        expect(answer.ok, `${scope} ${id}`).toBe(listed.has(id));
      }
    }
  });
});

describe("call", () => {
  it.each([
    [{ operation: "shop.items.none" }, "UNKNOWN_OPERATION"],
    [{ operation: "shop.items.get", connection: "us" }, "UNKNOWN_CONNECTION"],
    [{ operation: "shop.items.get", principal: { ...admin, scopes: ["other:read"] } }, "FORBIDDEN"],
  ])("answers %j with an envelope of %s", async (call, code) => {
    const { gateway } = setUp();
    const answer = await gateway.call({ principal: admin, input: {}, requestId: "r-1", ...call });
    expect(answer).toMatchObject({
      ok: false,
      error: { code, outcome: "not_executed" },
      meta: { connector: "shop", requestId: "r-1", attempts: 0 },
    });
  });

  it("does not tell a stranger whether a connection exists", async () => {
    const { gateway } = setUp();
    const stranger = { id: "s", name: "s", scopes: ["other:read"] };
    const answer = await gateway.call({
      principal: stranger,
      operation: "shop.items.get",
      connection: "us",
      input: {},
    });
    expect(answer).toMatchObject({ error: { code: "FORBIDDEN" } });
  });

  it("never rejects, even when a connection does", async () => {
    const { gateway, connection } = setUp();
    vi.spyOn(connection, "execute").mockRejectedValue(new Error("canary"));
    const answer = await gateway.call({ principal: admin, operation: "shop.items.get", input: { id: "a" } });
    expect(answer).toMatchObject({ ok: false, error: { code: "INTERNAL", outcome: "not_executed" } });
    expect(JSON.stringify(answer)).not.toContain("canary");
  });

  it("keeps the whole list of a connector whose connection did not open, and says why at the call", async () => {
    const flags = createFeatureFlags();
    const registry = createRegistry({ connectors: [createFakeShop(createShopState())], flags });
    const failures = [{ connector: "shop", connection: "default", reason: "It is closed." }];
    const gateway = createGateway({ registry, exposure: parseExposure("auto"), flags, failures });
    expect(gateway.visible(admin)).toHaveLength(5);
    const answer = await gateway.call({ principal: admin, operation: "shop.items.create", input: { title: "t" } });
    expect(answer).toMatchObject({
      error: { code: "NOT_CONFIGURED", message: "shop is not connected: It is closed." },
    });
  });

  it("passes on a caller's idempotency key with who calls, which keeps it apart from others'", async () => {
    const { gateway, connection } = setUp();
    const execute = vi.spyOn(connection, "execute");
    const call = (id: string, idempotencyKey: string) =>
      gateway.call({
        principal: { ...admin, id },
        operation: "shop.items.create",
        input: { title: "t" },
        idempotencyKey,
      });
    const [first, second, third] = [await call("a", "order-1"), await call("b", "order-1"), await call("a", "order-1")];
    expect(execute.mock.calls.map(([, , options]) => [options?.caller, options?.idempotencyKey])).toEqual([
      ["a", "order-1"],
      ["b", "order-1"],
      ["a", "order-1"],
    ]);
    expect([first, second, third].map(({ meta }) => meta.replayed ?? false)).toEqual([false, false, true]);
  });

  it("passes on who calls, so that callers share quota fairly", async () => {
    const { gateway, connection } = setUp();
    const execute = vi.spyOn(connection, "execute");
    await gateway.call({
      principal: admin,
      operation: "shop.items.get",
      input: { id: "a" },
      lane: "bulk",
      deadlineMs: 5_000,
      fresh: true,
    });
    expect(execute.mock.calls[0]?.[2]).toMatchObject({ caller: "k1", lane: "bulk", deadlineMs: 5_000, fresh: true });
  });
});

describe("items", () => {
  it("walks all pages", async () => {
    const { gateway } = setUp();
    expect(
      await collect(gateway.items({ principal: admin, operation: "shop.items.list", input: { limit: 2 } })),
    ).toHaveLength(6);
  });

  it("is authorised as a call is", async () => {
    const { gateway } = setUp();
    const principal = { ...admin, scopes: ["other:read"] };
    await expect(collect(gateway.items({ principal, operation: "shop.items.list", input: {} }))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  it("counts as under way until the reader stops", async () => {
    const { gateway } = setUp();
    const items = gateway.items({ principal: admin, operation: "shop.items.list", input: {} })[Symbol.asyncIterator]();
    await items.next();
    expect(gateway.inFlight).toBe(1);
    await items.return?.();
    expect(gateway.inFlight).toBe(0);
  });
});

describe("drain", () => {
  it("aborts what is still under way at its deadline and says how much", async () => {
    vi.useFakeTimers();
    try {
      const { gateway, state } = setUp();
      const running = gateway.call({ principal: admin, operation: "shop.reports.wait", input: {}, deadlineMs: 60_000 });
      await vi.waitFor(() => expect(state.calls).toHaveLength(1));
      const drained = gateway.drain(5_000);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(await drained).toBe(1);
      expect((await running).ok).toBe(false);
      expect(gateway.inFlight).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
