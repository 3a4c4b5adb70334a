import { describe, expect, it } from "vitest";
import { createTestApp } from "./test-app.js";

describe("POST of an operation", () => {
  it("answers with the envelope", async () => {
    const { app, bearer } = await createTestApp();
    const headers = { ...(await bearer("shop:read")), "x-request-id": "r-1" };
    const answer = await app.inject({ method: "POST", url: "/v1/shop/items/get", headers, payload: { id: "a" } });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      ok: true,
      data: { id: "a", title: "Tea" },
      warnings: [{ code: "SAMPLED" }],
      meta: { operation: "shop.items.get", connection: "default", requestId: "r-1" },
    });
  });

  it("takes an empty body for an empty input", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const headers = { "content-type": "application/json" };
    expect((await app.inject({ method: "POST", url: "/v1/shop/items/list", headers })).statusCode).toBe(200);
    expect((await app.inject({ method: "POST", url: "/v1/shop/items/list" })).statusCode).toBe(200);
  });

  it("names the paths of a bad input", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const payload = { limit: 500, colour: "red" };
    const answer = await app.inject({ method: "POST", url: "/v1/shop/items/list", payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(answer.json().error.code).toBe("INVALID_INPUT");
    expect(answer.json().error.issues.map(({ path }: { path: string }) => path)).toContain("limit");
  });

  it("sends input in the query of a POST back to the body", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const answer = await app.inject({ method: "POST", url: "/v1/shop/items/list?limit=2", payload: {} });
    expect(answer.json().error).toMatchObject({ code: "INVALID_INPUT", issues: [{ path: "limit" }] });
  });

  it("uses the connection named by header or query, and refuses one that does not exist", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const byHeader = await app.inject({
      method: "POST",
      url: "/v1/shop/items/list",
      headers: { "x-trunkline-connection": "eu" },
    });
    const byQuery = await app.inject({ method: "POST", url: "/v1/shop/items/list?connection=eu" });
    const unknown = await app.inject({ method: "POST", url: "/v1/shop/items/list?connection=us" });
    expect([byHeader.json().meta.connection, byQuery.json().meta.connection]).toEqual(["eu", "eu"]);
    expect(unknown.statusCode).toBe(404);
    expect(unknown.json().error.message).toContain("default, eu");
  });

  it.each([
    ["x-trunkline-deadline-ms", "soon"],
    ["x-trunkline-deadline-ms", "0"],
    ["x-trunkline-connection", "../etc"],
    ["x-trunkline-lane", "fast"],
    ["idempotency-key", "has a space"],
    ["idempotency-key", "x".repeat(256)],
  ])("refuses the header %s: %s", async (name, value) => {
    const { app } = await createTestApp({ auth: "off" });
    const answer = await app.inject({
      method: "POST",
      url: "/v1/shop/items/create",
      headers: { [name]: value },
      payload: { title: "Tea" },
    });
    expect(answer.json().error).toMatchObject({ code: "INVALID_INPUT", issues: [{ path: `headers.${name}` }] });
  });

  it("ends a call at the deadline the caller sets", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const headers = { "x-trunkline-deadline-ms": "1" };
    const answer = await app.inject({ method: "POST", url: "/v1/shop/reports/wait", headers });
    expect([answer.statusCode, answer.json().error.code]).toEqual([504, "DEADLINE_EXCEEDED"]);
  });
});

describe("a failure", () => {
  it("is a problem document that contains the envelope's error and says when to come back", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const answer = await app.inject({ method: "POST", url: "/v1/shop/items/get", payload: { id: "limited" } });
    expect(answer.statusCode).toBe(429);
    expect(answer.headers["retry-after"]).toBe("3");
    expect(answer.json()).toMatchObject({
      type: "/errors/RATE_LIMITED",
      status: 429,
      detail: "The shop is busy.",
      ok: false,
      requestId: answer.headers["x-request-id"],
      error: { code: "RATE_LIMITED", retryable: true, retryAfterMs: 2_400, outcome: "not_executed" },
      meta: { operation: "shop.items.get" },
    });
  });

  it("has a type that explains itself", async () => {
    const { app } = await createTestApp();
    expect((await app.inject("/errors/RATE_LIMITED")).json()).toMatchObject({
      code: "RATE_LIMITED",
      httpStatus: 429,
      retryable: true,
    });
    expect((await app.inject("/errors/NO_SUCH")).statusCode).toBe(404);
  });

  it("never shows what went wrong inside", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const answer = await app.inject({ method: "POST", url: "/v1/shop/items/get", payload: { id: "crash" } });
    expect([answer.statusCode, answer.json().error.code]).toEqual([500, "INTERNAL"]);
    expect(answer.body).not.toContain("canary-stack-detail");
    expect(answer.body).not.toContain(".ts:");
  });
});

describe("GET of a read", () => {
  it("reads numbers, booleans, lists and objects from the query", async () => {
    const { app, state } = await createTestApp({ auth: "off" });
    const filter = encodeURIComponent('{"vendor":"x","minPrice":2}');
    const url = `/v1/shop/items/list?limit=3&archived=false&tags=a&tags=b&sizes=4&filter=${filter}&price=null`;
    expect((await app.inject(url)).statusCode).toBe(200);
    expect(state.calls[0]?.input).toEqual({
      limit: 3,
      archived: false,
      tags: ["a", "b"],
      sizes: [4],
      filter: { vendor: "x", minPrice: 2 },
      price: null,
    });
  });

  it.each([
    ["limit=many", "limit"],
    ["limit=1&limit=2", "limit"],
    ["archived=maybe", "archived"],
    ["filter=%7Bbroken", "filter"],
    ["sizes=1&sizes=x", "sizes.1"],
  ])("names the path that %s breaks", async (query, path) => {
    const { app } = await createTestApp({ auth: "off" });
    const answer = await app.inject(`/v1/shop/items/list?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error.issues.map((issue: { path: string }) => issue.path)).toContain(path);
  });

  it("gives `connection` to an operation that has such an input", async () => {
    const { app, state } = await createTestApp({ auth: "off" });
    expect((await app.inject("/v1/shop/items/get?id=a&connection=eu")).json().meta.connection).toBe("default");
    expect(state.calls[0]?.input).toEqual({ id: "a", connection: "eu" });
  });

  it("answers 304 to a caller who has the data, and 200 once it changed", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const first = await app.inject("/v1/shop/items/get?id=a");
    const etag = String(first.headers.etag);
    const again = await app.inject({
      url: "/v1/shop/items/get?id=a",
      headers: { "if-none-match": `"other", ${etag}` },
    });
    const other = await app.inject({ url: "/v1/shop/items/get?id=b", headers: { "if-none-match": etag } });
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, "", etag]);
    expect(other.statusCode).toBe(200);
    expect(first.headers["cache-control"]).toBe("private, no-cache");
  });

  it("is not offered for what changes something", async () => {
    const { app, state } = await createTestApp({ auth: "off" });
    const answer = await app.inject("/v1/shop/items/create?title=x");
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, "POST"]);
    expect(state.calls).toEqual([]);
  });
});
