import type { Simulator } from "@trunkline/core/simulator";
import { createFaultDial } from "@trunkline/core/simulator";
import { describe, expect, it } from "vitest";
import { createTestApp } from "./test-app.js";

const remote = { loopback: false, host: "0.0.0.0", allowedHosts: ["localhost"] } as const;
const failures = [{ connector: "shop", connection: "default", reason: "SHOP_TOKEN: is too short." }];

describe("health", () => {
  it("is open to anyone and knows no secrets", async () => {
    const { app } = await createTestApp({ settings: remote });
    expect((await app.inject("/healthz")).json()).toEqual({ status: "ok" });
    expect((await app.inject("/version")).json()).toMatchObject({
      version: "9.9.9",
      connectors: [{ id: "shop", version: "1.2.3" }],
    });
    expect((await app.inject("/readyz")).statusCode).toBe(200);
  });

  it("stays ready with a connector that did not open, and names it", async () => {
    const { app } = await createTestApp({ auth: "off", failures });
    const ready = await app.inject("/readyz");
    expect([ready.statusCode, ready.json()]).toEqual([
      200,
      { status: "ready", notUp: [{ connector: "shop", connection: "default", state: "down" }] },
    ]);
    const call = await app.inject("/v1/shop/items/list");
    expect([call.statusCode, call.json().error.code]).toEqual([503, "NOT_CONFIGURED"]);
    expect(call.json().error.message).toContain("SHOP_TOKEN: is too short.");
  });

  it("is not ready while it drains, and refuses new calls while old ones finish", async () => {
    const { app, gateway, state } = await createTestApp({ auth: "off" });
    const running = app.inject({ method: "POST", url: "/v1/shop/reports/wait" });
    await expect.poll(() => state.calls.length).toBe(1);
    const drained = gateway.drain(60_000);
    const [ready, refused] = [await app.inject("/readyz"), await app.inject("/v1/shop/items/list")];
    expect([ready.statusCode, ready.json().status]).toEqual([503, "draining"]);
    expect([refused.statusCode, refused.json().error.code]).toEqual([503, "SHUTTING_DOWN"]);
    expect(refused.headers["retry-after"]).toBe("1");
    state.release();
    expect((await running).json().data).toEqual({ done: true });
    expect(await drained).toBe(0);
  });
});

describe("metrics", () => {
  it("measure requests by route pattern, never by path", async () => {
    const { app } = await createTestApp();
    await app.inject("/v1/operations/some-id");
    await app.inject("/no/such/path");
    const text = (await app.inject("/metrics")).body;
    expect(text).toContain(
      'gateway_http_request_duration_seconds_count{method="GET",route="/v1/operations/:id",status="401"} 1',
    );
    expect(text).not.toMatch(/some-id|such/);
  });
});

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

describe("what is open on loopback", () => {
  it.each(["/status.json", "/metrics"])("%s is closed to those who come through a proxy or tunnel", async (url) => {
    const { app } = await createTestApp({ settings: { allowedHosts: ["trunkline.example"] } });
    expect((await app.inject(url)).statusCode).toBe(200);
    expect((await app.inject({ url, headers: { host: "trunkline.example" } })).statusCode).toBe(401);
    expect((await app.inject({ url, headers: { "x-forwarded-for": "203.0.113.9" } })).statusCode).toBe(401);
    expect((await app.inject({ url: "/", headers: { "x-forwarded-for": "203.0.113.9" } })).body).toContain(
      'id="unlock"',
    );
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

describe("the pages", () => {
  it("shows every connection on loopback, with a policy that admits no other host", async () => {
    const { app } = await createTestApp();
    const page = await app.inject("/");
    expect(page.headers["content-type"]).toContain("text/html");
    expect(page.body).toContain("Shop");
    expect(page.body).toContain("mock");
    expect(page.body).toContain("http://localhost:80/mcp");
    const policy = String(page.headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe/);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
    expect(page.body.split(`nonce="${nonce}"`)).toHaveLength(3);
  });

  it("shows nothing on the network until it is given an administrator's key", async () => {
    const { app, bearer } = await createTestApp({ settings: remote });
    const closed = await app.inject("/");
    const reader = await app.inject({ url: "/", headers: await bearer("*:read") });
    const open = await app.inject({ url: "/", headers: await bearer("admin") });
    expect([
      closed.statusCode,
      closed.body.includes("2026-10"),
      reader.body.includes("2026-10"),
      open.body.includes("2026-10"),
    ]).toEqual([200, false, false, true]);
    expect(closed.body).toContain('id="unlock"');
  });

  it("refreshes with the part that changes, and that alone", async () => {
    const { app } = await createTestApp();
    const part = (await app.inject("/connections.html")).body;
    expect(part).toContain("Shop");
    expect(part).not.toMatch(/<html|<script|<style/);
    expect((await app.inject("/")).body).toContain(part);
  });

  it("escapes what it shows", async () => {
    const { app } = await createTestApp({
      failures: [{ connector: "shop", connection: "default", reason: "<img src=x onerror=alert(1)>" }],
    });
    expect((await app.inject("/")).body).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });

  it("documents the API without any other host", async () => {
    const { app } = await createTestApp();
    const page = await app.inject("/docs");
    const references = [...page.body.matchAll(/(?:src|href|url)[=:]\s*"([^"]+)"/g)].map(
      ([, reference]) => reference ?? "",
    );
    expect(references.length).toBeGreaterThan(3);
    for (const reference of references) expect((await app.inject(reference)).statusCode, reference).toBe(200);
  });
});
