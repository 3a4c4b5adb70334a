import { request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { createTestApp } from "./test-app.js";

const host = "localhost:7400";

describe("a stream of items", () => {
  const accept = { accept: "application/x-ndjson" };

  it("sends one JSON value per line, over all pages", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const answer = await app.inject({ url: "/v1/shop/items/list?limit=2", headers: accept });
    const lines = answer.body.trimEnd().split("\n");
    expect(answer.headers["content-type"]).toContain("application/x-ndjson");
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(["1-0", "1-1", "2-0", "2-1", "3-0", "3-1"]);
  });

  it("ends with an error line when a later page fails", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const answer = await app.inject({
      method: "POST",
      url: "/v1/shop/items/list",
      headers: accept,
      payload: { failOnPage: 2 },
    });
    const lines = answer.body.trimEnd().split("\n");
    expect(answer.statusCode).toBe(200);
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[2] ?? "")).toMatchObject({
      error: { code: "UPSTREAM_UNAVAILABLE", outcome: "not_executed" },
    });
  });

  it("answers with a problem document when the first page fails", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const answer = await app.inject({ url: "/v1/shop/items/list?failOnPage=1", headers: accept });
    expect([answer.statusCode, answer.json().error.code]).toEqual([502, "UPSTREAM_UNAVAILABLE"]);
  });

  it("is refused where there are no items, and without the scope", async () => {
    const { app, bearer } = await createTestApp();
    const reader = { ...(await bearer("shop:read")), ...accept };
    const stranger = { ...(await bearer("other:read")), ...accept };
    expect((await app.inject({ url: "/v1/shop/items/get?id=a", headers: reader })).json().error.code).toBe(
      "MALFORMED_REQUEST",
    );
    expect((await app.inject({ url: "/v1/shop/items/list", headers: stranger })).json().error.code).toBe("FORBIDDEN");
  });
});

describe("a client that goes away", () => {
  it("aborts its call", async () => {
    const { app, state } = await createTestApp({ auth: "off" });
    await app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const client = httpRequest({
      host: "127.0.0.1",
      port,
      method: "POST",
      path: "/v1/shop/reports/wait",
      headers: { host },
    });
    client.on("error", () => undefined);
    client.end();
    await vi.waitFor(() => expect(state.calls).toHaveLength(1));
    client.destroy();
    await vi.waitFor(() => expect(state.calls[0]?.aborted()).toBe(true));
  });
});
