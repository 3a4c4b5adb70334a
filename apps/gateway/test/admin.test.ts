import { createFaultDial, type Simulator } from "@trunkline/core/simulator";
import { describe, expect, it } from "vitest";
import { createTestApp } from "./test-app.js";

const remote = { loopback: false, host: "0.0.0.0", allowedHosts: ["localhost"] } as const;

describe("what operators see", () => {
  it.each(["/status.json", "/connections.html", "/metrics", "/admin/connectors"])(
    "%s needs the scope admin where the network can reach it",
    async (url) => {
      const { app, bearer } = await createTestApp({ settings: remote });
      const [reader, admin] = [await bearer("*:destroy"), await bearer("admin")];
      expect((await app.inject(url)).statusCode).toBe(401);
      expect((await app.inject({ url, headers: reader })).statusCode).toBe(403);
      expect((await app.inject({ url, headers: admin })).statusCode).toBe(200);
    },
  );

  it.each([
    ["GET", "/admin/connectors"],
    ["GET", "/admin/explain?operation=shop.items.list"],
    ["GET", "/admin/keys"],
    ["POST", "/admin/keys"],
    ["DELETE", "/admin/keys/abcdefghijkl"],
    ["GET", "/admin/flags"],
    ["PUT", "/admin/flags"],
    ["GET", "/admin/simulators/shop/faults"],
    ["PUT", "/admin/simulators/shop/faults"],
    ["DELETE", "/admin/simulators/shop/faults"],
  ] as const)("%s %s needs it on loopback too", async (method, url) => {
    const { app, bearer } = await createTestApp();
    expect((await app.inject({ method, url })).statusCode).toBe(401);
    expect((await app.inject({ method, url, headers: await bearer("*:destroy") })).statusCode).toBe(403);
  });

  it("has versions, mode, health and quotas of each connection", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const { connectors } = (await app.inject("/admin/connectors")).json();
    expect(connectors).toMatchObject([
      {
        id: "shop",
        version: "1.2.3",
        operations: 5,
        connections: [{ connection: "default", mode: "mock", breaker: "closed" }, { connection: "eu" }],
      },
    ]);
    expect(JSON.stringify(connectors)).not.toContain("canary-upstream-token");
  });

  it("explains a call, and refuses to explain what there is not", async () => {
    const { app, flags } = await createTestApp({ auth: "off" });
    const explain = async (query: string) => (await app.inject(`/admin/explain?${query}`)).json();
    expect(await explain("operation=shop.items.list")).toMatchObject({
      operation: "shop.items.list",
      mode: "mock",
      obstacles: [],
    });
    await app.inject({ method: "PUT", url: "/admin/flags", payload: { rules: ["shop=off"] } });
    expect(flags.list()).toHaveLength(1);
    expect((await explain("operation=shop.items.list")).obstacles).toMatchObject([
      { policy: "flags", effect: "refused" },
    ]);
    expect((await explain("operation=shop.none")).error.code).toBe("UNKNOWN_OPERATION");
    expect((await explain("operation=shop.items.list&connection=x")).error.code).toBe("UNKNOWN_CONNECTION");
    expect((await explain("")).error).toMatchObject({ code: "INVALID_INPUT", issues: [{ path: "operation" }] });
  });

  it("keeps the flags in force when new ones are wrong", async () => {
    const { app } = await createTestApp({ auth: "off" });
    await app.inject({ method: "PUT", url: "/admin/flags", payload: { rules: "shop.items.get=off" } });
    const refused = await app.inject({ method: "PUT", url: "/admin/flags", payload: { rules: "shop.items=perhaps" } });
    expect([refused.statusCode, refused.json().error.code]).toEqual([400, "INVALID_INPUT"]);
    expect((await app.inject("/admin/flags")).json().rules).toHaveLength(1);
  });
});

describe("API keys", () => {
  const url = "/admin/keys";

  it("are made with the secret shown once, listed without it, and work until they are revoked", async () => {
    const { app, bearer, logs } = await createTestApp();
    const admin = await bearer("admin");
    const payload = { name: "till", scopes: ["shop:read"], expiresAt: "2999-01-01T00:00:00Z" };
    const made = await app.inject({ method: "POST", url, headers: admin, payload });
    expect([made.statusCode, made.headers["cache-control"]]).toEqual([201, "no-store"]);
    const { key, token } = made.json();
    expect(key).toMatchObject({ name: "till", scopes: ["shop:read"], expiresAt: "2999-01-01T00:00:00.000Z" });
    const till = { authorization: `Bearer ${token}` };
    const list = () => app.inject({ url: "/v1/shop/items/list", headers: till });
    expect((await list()).statusCode).toBe(200);
    expect((await app.inject({ url, headers: till })).statusCode).toBe(403);

    const listed = await app.inject({ url, headers: admin });
    expect(listed.json().keys).toHaveLength(2);
    expect(listed.json().keys[1]).toMatchObject({ id: key.id, name: "till" });
    const secret = token.split("_").slice(2).join("_");
    expect(secret).toHaveLength(43);
    for (const text of [listed.body, logs.join("")]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain("secretHash");
    }

    const revoked = await app.inject({ method: "DELETE", url: `${url}/${key.id}`, headers: admin });
    expect(revoked.json().key).toMatchObject({ id: key.id, revokedAt: expect.any(String) });
    expect((await list()).statusCode).toBe(401);
  });

  it.each([
    [{ name: "till", scopes: ["everything"] }, "scopes.0"],
    [{ name: "till", scopes: [] }, "scopes"],
    [{ name: " ", scopes: ["*:read"] }, "name"],
    [{ name: "till", scopes: ["*:read"], expiresAt: "2001-01-01T00:00:00Z" }, "expiresAt"],
    [{ name: "till", scopes: ["*:read"], expiresAt: "tomorrow" }, "expiresAt"],
    [{ name: "till", scopes: ["*:read"], secret: "mine" }, ""],
  ])("refuses to make %j", async (payload, path) => {
    const { app, bearer, keys } = await createTestApp();
    const answer = await app.inject({ method: "POST", url, headers: await bearer("admin"), payload });
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, "INVALID_INPUT"]);
    expect(answer.json().error.issues).toContainEqual({ path, message: expect.any(String) });
    expect(await keys.list()).toHaveLength(1);
  });

  it("refuses to revoke what there is not", async () => {
    const { app, bearer } = await createTestApp();
    const answer = await app.inject({ method: "DELETE", url: `${url}/none`, headers: await bearer("admin") });
    expect([answer.statusCode, answer.json().error.code]).toEqual([404, "NOT_FOUND"]);
  });

  it("are none without authentication, which every route says", async () => {
    const { app } = await createTestApp({ auth: "off" });
    for (const [method, path] of [
      ["GET", url],
      ["POST", url],
      ["DELETE", `${url}/x`],
    ] as const) {
      const answer = await app.inject({ method, url: path, ...(method === "POST" && { payload: {} }) });
      expect(answer.json().error).toMatchObject({
        code: "NOT_CONFIGURED",
        help: expect.stringContaining("TRUNKLINE_AUTH"),
      });
    }
  });
});

describe("the fault dial", () => {
  const simulator = (): Simulator => ({
    connector: "shop",
    url: "http://127.0.0.1:1",
    config: {},
    faults: createFaultDial(),
    reset: () => undefined,
    close: async () => undefined,
  });
  const url = "/admin/simulators/shop/faults";

  it("is set by preset or in full, shown and cleared", async () => {
    const { app } = await createTestApp({ auth: "off", simulators: new Map([["shop", simulator()]]) });
    await app.inject({ method: "PUT", url, payload: { fault: "429-storm", times: 3 } });
    const set = await app.inject({
      method: "PUT",
      url,
      payload: { fault: { kind: "latency", ms: 50 }, match: "items" },
    });
    expect(set.json().active).toMatchObject([
      { fault: { kind: "storm" }, times: 3 },
      { fault: { kind: "latency", ms: 50 }, match: "items" },
    ]);
    expect((await app.inject(url)).json().presets).toContain("cut-after-apply");
    expect((await app.inject({ method: "DELETE", url })).statusCode).toBe(204);
    expect((await app.inject(url)).json().active).toEqual([]);
  });

  it.each([
    { fault: "earthquake" },
    { fault: { kind: "latency", ms: -1 } },
    { fault: "down", times: 0 },
    {},
    { fault: "down", colour: "red" },
  ])("refuses %j", async (payload) => {
    const { app } = await createTestApp({ auth: "off", simulators: new Map([["shop", simulator()]]) });
    expect((await app.inject({ method: "PUT", url, payload })).json().error.code).toBe("INVALID_INPUT");
  });

  it("is there for connections in mock mode alone", async () => {
    const { app } = await createTestApp({ auth: "off", mode: "live" });
    const answer = await app.inject({ method: "PUT", url, payload: { fault: "down" } });
    expect([answer.statusCode, answer.json().error.message]).toEqual([404, expect.stringContaining("mock mode")]);
  });
});
