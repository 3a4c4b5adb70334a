import { describe, expect, it } from "vitest";
import { createTestApp } from "./test-app.js";

describe("scopes, exposure and flags", () => {
  it.each([
    ["shop:read", [200, 403, 403]],
    ["shop:write", [200, 200, 403]],
    ["*:destroy", [200, 200, 200]],
    ["other:destroy", [403, 403, 403]],
    ["admin", [200, 200, 200]],
  ])("%s may read, write, destroy: %j", async (scope, expected) => {
    const { app, bearer } = await createTestApp();
    const headers = await bearer(scope);
    const post = async (url: string, payload: object) =>
      (await app.inject({ method: "POST", url, headers, payload })).statusCode;
    expect([
      await post("/v1/shop/items/get", { id: "a" }),
      await post("/v1/shop/items/create", { title: "Tea" }),
      await post("/v1/shop/items/delete", { id: "a" }),
    ]).toEqual(expected);
    const { operations } = (await app.inject({ url: "/v1/operations", headers })).json();
    const listed = new Set(operations.map(({ effect }: { effect: string }) => effect));
    expect(["read", "write", "destroy"].map((effect) => listed.has(effect))).toEqual(
      expected.map((status) => status === 200),
    );
  });

  it("keeps writes on a live connection back until they are exposed", async () => {
    const closed = await createTestApp({ auth: "off", mode: "live" });
    const open = await createTestApp({ auth: "off", mode: "live", expose: "*.read, shop.items.create" });
    const request = { method: "POST", url: "/v1/shop/items/create", payload: { title: "Tea" } } as const;
    const refused = await closed.app.inject(request);
    expect([refused.statusCode, refused.json().error.code]).toEqual([403, "DISABLED"]);
    expect(refused.json().error.help).toContain("TRUNKLINE_EXPOSE");
    expect((await open.app.inject(request)).statusCode).toBe(200);
  });

  it("makes an operation that is switched off vanish from lists and refuse, without restart", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const ids = async () => (await app.inject("/v1/operations")).json().operations.map(({ id }: { id: string }) => id);
    const paths = async () => Object.keys((await app.inject("/openapi.json")).json().paths);
    expect(await ids()).toContain("shop.items.get");
    await app.inject({ method: "PUT", url: "/admin/flags", payload: { rules: "shop.items.get=off" } });
    expect(await ids()).not.toContain("shop.items.get");
    expect(await paths()).not.toContain("/v1/shop/items/get");
    const refused = await app.inject("/v1/shop/items/get?id=a");
    expect([refused.statusCode, refused.json().error.code]).toEqual([403, "DISABLED"]);
    expect((await app.inject("/v1/operations/shop.items.get")).statusCode).toBe(404);
    await app.inject({ method: "PUT", url: "/admin/flags", payload: { rules: [] } });
    expect(await ids()).toContain("shop.items.get");
    expect(await paths()).toContain("/v1/shop/items/get");
  });
});

describe("the catalogue", () => {
  it("is narrowed by connector, effect and words", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const ids = async (query: string) =>
      (await app.inject(`/v1/operations?${query}`)).json().operations.map(({ id }: { id: string }) => id);
    expect(await ids("effect=destroy")).toEqual(["shop.items.delete"]);
    expect(await ids("q=catalogue%20list")).toEqual(["shop.items.list"]);
    expect(await ids("connector=other")).toEqual([]);
    expect((await app.inject("/v1/operations?colour=red")).json().error.code).toBe("INVALID_INPUT");
  });

  it("describes one operation with schemas, hash and validator", async () => {
    const { app } = await createTestApp({ auth: "off" });
    const answer = await app.inject("/v1/operations/shop.items.list");
    expect(answer.json()).toMatchObject({
      id: "shop.items.list",
      path: "/v1/shop/items/list",
      methods: ["GET", "POST"],
      scope: "shop:read",
      pageItems: "items",
      inputSchema: { properties: { limit: { default: 2 } } },
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const headers = { "if-none-match": String(answer.headers.etag) };
    expect((await app.inject({ url: "/v1/operations/shop.items.list", headers })).statusCode).toBe(304);
  });
});
