import { describe, expect, it } from "vitest";
import { createTestApp } from "./test-app.js";

const post = { method: "POST", url: "/v1/shop/items/list" } as const;

describe("host and origin", () => {
  const get = (headers: Record<string, string>) => ({ url: "/version", headers });

  it.each(["localhost:7400", "127.0.0.1", "[::1]:7400", "LOCALHOST"])("knows itself as %s", async (host) => {
    const { app } = await createTestApp();
    expect((await app.inject(get({ host }))).statusCode).toBe(200);
  });

  it.each(["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "localhost:7400:1"])(
    "does not answer as %j",
    async (host) => {
      const { app } = await createTestApp();
      const answer = await app.inject(get({ host }));
      expect([answer.statusCode, answer.json().error.code]).toEqual([403, "FORBIDDEN"]);
      expect(answer.json().error.help).toContain("TRUNKLINE_ALLOWED_HOSTS");
    },
  );

  it("answers under the names it is given, and orchestrators under any", async () => {
    const { app } = await createTestApp({ settings: { allowedHosts: ["trunkline.example"] } });
    expect((await app.inject(get({ host: "trunkline.example" }))).statusCode).toBe(200);
    expect((await app.inject({ url: "/healthz", headers: { host: "10.0.0.7:7400" } })).statusCode).toBe(200);
    expect((await app.inject({ url: "/readyz?verbose", headers: { host: "10.0.0.7:7400" } })).statusCode).toBe(200);
  });

  it.each([
    ["https://evil.example", 403],
    ["null", 403],
    ["http://localhost.evil.example", 403],
    ["http://localhost:7400", 200],
    ["http://localhost:5173", 200],
  ])("a page of %s gets %d", async (origin, status) => {
    const { app } = await createTestApp();
    expect((await app.inject(get({ host: "localhost:7400", origin }))).statusCode).toBe(status);
  });

  it("lets pages of no other loopback port in once the network can reach it", async () => {
    const { app } = await createTestApp({
      settings: { loopback: false, host: "0.0.0.0", allowedHosts: ["trunkline.example"] },
    });
    expect((await app.inject(get({ host: "trunkline.example", origin: "http://localhost:5173" }))).statusCode).toBe(
      403,
    );
    expect((await app.inject(get({ host: "trunkline.example", origin: "https://trunkline.example" }))).statusCode).toBe(
      200,
    );
  });

  it("answers the preflight of an allowed origin and tells the browser what it may read", async () => {
    const { app } = await createTestApp({ auth: "off", settings: { allowedOrigins: ["https://admin.example"] } });
    const origin = "https://admin.example";
    const preflight = await app.inject({
      method: "OPTIONS",
      url: "/v1/shop/items/list",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization, content-type",
      },
    });
    const call = await app.inject({ ...post, headers: { origin } });
    expect([preflight.statusCode, preflight.headers["access-control-allow-origin"]]).toEqual([204, origin]);
    expect(preflight.headers["access-control-allow-headers"]).toBe("authorization, content-type");
    expect([call.statusCode, call.headers["access-control-allow-origin"]]).toEqual([200, origin]);
    expect((await app.inject({ ...post })).headers["access-control-allow-origin"]).toBeUndefined();
  });
});

describe("the request rate", () => {
  it("is limited per key, with a problem document that says when to come back", async () => {
    const { app, bearer } = await createTestApp({ settings: { rateLimit: 2 } });
    const [busy, calm] = [await bearer("*:read"), await bearer("*:read")];
    const status = async (headers: object) => (await app.inject({ ...post, headers: { ...headers } })).statusCode;
    expect([await status(busy), await status(busy)]).toEqual([200, 200]);
    const refused = await app.inject({ ...post, headers: busy });
    expect([refused.statusCode, refused.json().error.code]).toEqual([429, "TOO_MANY_REQUESTS"]);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect(refused.json().error.retryAfterMs).toBeGreaterThan(0);
    expect(await status(calm)).toBe(200);
  });

  it("is limited per address for those without a key", async () => {
    const { app, bearer } = await createTestApp({ settings: { rateLimit: 1 } });
    const known = await bearer("*:read");
    expect((await app.inject(post)).statusCode).toBe(401);
    expect((await app.inject(post)).statusCode).toBe(429);
    expect((await app.inject({ ...post, headers: known })).statusCode).toBe(200);
  });
});
