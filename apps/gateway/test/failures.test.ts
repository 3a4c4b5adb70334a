import { type AddressInfo, connect } from "node:net";
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
    ["an unknown path", { method: "GET", url: "/nothing/here" }, 404, "UNKNOWN_ROUTE"],
    ["an unknown operation", { method: "GET", url: "/v1/shop/items/none" }, 404, "UNKNOWN_OPERATION"],
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
