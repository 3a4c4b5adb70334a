import { describe, expect, it } from "vitest";
import { createTestApp } from "./test-app.js";

const remote = { loopback: false, host: "0.0.0.0", allowedHosts: ["localhost"] } as const;
const failures = [{ connector: "shop", connection: "default", reason: "SHOP_TOKEN: is too short." }];

describe("health", () => {
  it("is open to anyone and knows no secrets", async () => {
    const { app } = await createTestApp({ settings: remote });
    expect((await app.inject("/healthz")).json()).toEqual({ status: "ok", store: "off" });
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
      {
        status: "ready",
        notUp: [{ connector: "shop", connection: "default", state: "down" }],
        store: { status: "off", reason: "this test has no database." },
      },
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
    expect(text).not.toMatch(/some-id|\/such/);
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
