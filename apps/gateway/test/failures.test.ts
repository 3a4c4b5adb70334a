import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { createTestApp } from "./test-app.js";

const post = { method: "POST", url: "/v1/shop/items/list" } as const;

describe("a request that is no call", () => {
  it.each([
    [
      "broken JSON",
      { ...post, headers: { "content-type": "application/json" }, payload: "{broken" },
      400,
      "MALFORMED_REQUEST",
    ],
    ["a list for a body", { ...post, payload: [1] }, 400, "MALFORMED_REQUEST"],
    [
      "null for a body",
      { ...post, headers: { "content-type": "application/json" }, payload: "null" },
      400,
      "MALFORMED_REQUEST",
    ],
    [
      "a prototype in the body",
      { ...post, headers: { "content-type": "application/json" }, payload: '{"__proto__":{"x":1}}' },
      400,
      "MALFORMED_REQUEST",
    ],
    [
      "a form",
      { ...post, headers: { "content-type": "application/x-www-form-urlencoded" }, payload: "limit=1" },
      415,
      "UNSUPPORTED_MEDIA_TYPE",
    ],
    [
      "plain text",
      { ...post, headers: { "content-type": "text/plain" }, payload: "{}" },
      415,
      "UNSUPPORTED_MEDIA_TYPE",
    ],
    ["an unknown path", { method: "GET", url: "/v1/shop/items/none" }, 404, "UNKNOWN_ROUTE"],
    ["a wrong method", { method: "DELETE", url: "/v1/shop/items/list" }, 405, "UNKNOWN_ROUTE"],
    ["a wrongly encoded path", { method: "GET", url: "/v1/operations/%E0%A4%A" }, 400, "MALFORMED_REQUEST"],
    ["a very long parameter", { method: "GET", url: `/v1/operations/${"x".repeat(300)}` }, 400, "MALFORMED_REQUEST"],
  ] as const)("%s is a problem document", async (_, request, status, code) => {
    const { app } = await createTestApp({ auth: "off" });
    const answer = await app.inject(request as never);
    expect([answer.statusCode, answer.json().error?.code]).toEqual([status, code]);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(answer.json().status).toBe(status);
    expect(answer.headers["x-request-id"]).toBe(answer.json().requestId);
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  });

  it("names the methods that a path takes", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const list = await app.inject({ method: "PUT", url: "/v1/shop/items/list" });
    const faults = await app.inject({ method: "POST", url: "/admin/simulators/shop/faults" });
    expect(list.headers.allow).toBe("GET, HEAD, POST");
    expect(faults.headers.allow).toBe("DELETE, GET, HEAD, PUT");
  });

  it("is refused above the body limit, which it names", async () => {
    const { app } = await createTestApp({ auth: "off", settings: { bodyLimitBytes: 2_000 } });
    const answer = await app.inject({ ...post, payload: { filter: "x".repeat(3_000) } });
    expect([answer.statusCode, answer.json().error.code]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
    expect(answer.json().error.message).toContain("2000 bytes");
  });

  it("gets an answer in kind even when it is not HTTP", async () => {
    const { app } = await createTestApp({ auth: "off" });
    await app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1", () => socket.write("this is not HTTP\r\n\r\n"));
    const text = Buffer.concat(await Array.fromAsync(socket)).toString();
    expect(text).toContain("HTTP/1.1 400 Bad Request");
    expect(JSON.parse(text.split("\r\n\r\n")[1] ?? "").error.code).toBe("MALFORMED_REQUEST");
  });

  it("is not read before its sender is known", async () => {
    const { app } = await createTestApp();
    const answer = await app.inject({ ...post, headers: { "content-type": "application/json" }, payload: "{broken" });
    expect([answer.statusCode, answer.json().error.code]).toEqual([401, "UNAUTHENTICATED"]);
    expect(answer.headers["www-authenticate"]).toBe('Bearer realm="trunkline"');
  });
});

describe("request ids", () => {
  it("are taken from the caller when they are sane, else made", async () => {
    const { app } = await createTestApp();
    const idOf = async (given?: string) =>
      (await app.inject({ url: "/healthz", headers: given === undefined ? {} : { "x-request-id": given } })).headers[
        "x-request-id"
      ];
    expect(await idOf("job-7:42")).toBe("job-7:42");
    expect(await idOf('"} {"level":60')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idOf("x".repeat(129))).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idOf()).not.toBe(await idOf());
  });
});

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

describe("the log", () => {
  it("has a line for each request and no secret in any", async () => {
    const { app, bearer, logs } = await createTestApp();
    const headers = await bearer("*:read");
    const secret = headers.authorization.slice("Bearer tl_123456789012_".length);
    await app.inject({ ...post, headers: { ...headers, "x-request-id": "r-9" } });
    await app.inject({ url: "/v1/shop/items/get?id=canary-query", headers });
    await app.inject({ url: `/v1/operations?api_key=${headers.authorization.slice(7)}` });
    await app.inject({ method: "POST", url: "/v1/shop/items/get", headers, payload: { id: "crash" } });
    const text = logs.join("");
    const [first] = logs.map((line) => JSON.parse(line));
    expect(first).toMatchObject({ requestId: "r-9", method: "POST", path: "/v1/shop/items/list", status: 200 });
    expect(secret).toHaveLength(43);
    for (const canary of [secret, "canary-query", "canary-upstream-token"]) expect(text).not.toContain(canary);
  });
});
