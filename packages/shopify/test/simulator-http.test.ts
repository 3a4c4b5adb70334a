import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, startBench, today } from "./simulator-client.js";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.simulator.close());

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${bench.simulator.url}${path}`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-shopify-access-token": bench.simulator.issueToken().token,
      ...headers,
    },
  });
const shopQuery = JSON.stringify({ query: "{ shop { name } }" });

describe("versions", () => {
  it.each([
    ["2026-10", "2026-10"],
    ["2026-01", "2026-01"],
    ["2027-01", "2027-01"],
    ["unstable", "unstable"],
  ])("answers version %s as itself", async (asked, served) => {
    const { headers } = await bench.query("{ shop { name } }", {}, { version: asked });
    expect(headers.get("x-shopify-api-version")).toBe(served);
  });

  it("answers an expired version as the oldest supported one and says so", async () => {
    const { status, headers } = await bench.query("{ shop { name } }", {}, { version: "2025-07" });
    expect([status, headers.get("x-shopify-api-version")]).toEqual([200, "2026-01"]);
  });

  it("answers no version as the oldest supported one", async () => {
    const response = await post("/admin/api/graphql.json", shopQuery);
    expect([response.status, response.headers.get("x-shopify-api-version")]).toEqual([200, "2026-01"]);
  });

  it.each(["2026-02", "next", "2029-01"])("does not know version %s", async (version) => {
    const response = await post(`/admin/api/${version}/graphql.json`, shopQuery);
    expect([response.status, await response.json()]).toEqual([404, { errors: "Not Found" }]);
  });

  it("lacks on an old version what came later", async () => {
    const { errors } = await bench.query(
      "{ inventoryItems(first: 1) { nodes { inventoryLevels(first: 1) { nodes { isActive } } } } }",
      {},
      { version: "2026-01" },
    );
    expect(errors[0]?.message).toBe("Field 'isActive' doesn't exist on type 'InventoryLevel'");
  });

  it("names a deprecated field in a header", async () => {
    const fresh = await bench.query("{ customers(first: 1) { nodes { displayName } } }");
    const old = await bench.query("{ customers(first: 1) { nodes { email } } }");
    expect(fresh.headers.get("x-shopify-api-deprecated-reason")).toBeNull();
    expect(old.headers.get("x-shopify-api-deprecated-reason")).toContain("versioning");
  });
});

describe("requests", () => {
  it("gives every answer another request id", async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => (await bench.query("{ shop { name } }")).headers.get("x-request-id")),
    );
    expect(new Set(ids).size).toBe(2);
  });

  it("refuses a body of another content type", async () => {
    expect((await post("/admin/api/2026-10/graphql.json", shopQuery, { "content-type": "text/plain" })).status).toBe(
      400,
    );
  });

  it("refuses a body that is not JSON", async () => {
    expect((await post("/admin/api/2026-10/graphql.json", "{")).status).toBe(400);
  });

  it("refuses a body without a query with errors as an object", async () => {
    const response = await post("/admin/api/2026-10/graphql.json", "{}");
    expect([response.status, await response.json()]).toEqual([
      400,
      { errors: { query: "Required parameter missing or invalid" } },
    ]);
  });

  it("knows no other path", async () => {
    expect((await fetch(`${bench.simulator.url}/admin/api/2026-10/products.json`)).status).toBe(404);
  });
});

describe("access tokens", () => {
  it.each([
    ["none", { "x-shopify-access-token": "" }],
    ["a wrong one", { "x-shopify-access-token": "shpat_wrong" }],
    ["a bearer header", { "x-shopify-access-token": "", authorization: "Bearer shpat_simulator_000001" }],
  ])("refuses %s with the documented body", async (_, headers) => {
    const response = await post("/admin/api/2026-10/graphql.json", shopQuery, headers);
    expect([response.status, await response.json()]).toEqual([
      401,
      { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" },
    ]);
  });

  it("refuses a token past its time", async () => {
    const { token } = bench.simulator.issueToken({ lifetimeSeconds: 60 });
    expect((await bench.query("{ shop { name } }", {}, { token })).status).toBe(200);
    await bench.clock.advance(60_000);
    expect((await bench.query("{ shop { name } }", {}, { token })).status).toBe(401);
  });

  it("denies a field whose scope the token lacks", async () => {
    const { token } = bench.simulator.issueToken({ scopes: ["read_orders"] });
    const { status, data, errors } = await bench.query(
      "{ shop { name } products(first: 1) { nodes { id } } }",
      {},
      { token },
    );
    expect([status, data]).toEqual([200, null]);
    expect(errors[0]).toMatchObject({
      path: ["products"],
      extensions: { code: "ACCESS_DENIED", requiredAccess: "`read_products` access scope." },
    });
  });

  it("keeps the rest when a denied field may be null", async () => {
    const { token } = bench.simulator.issueToken({ scopes: ["read_orders"] });
    const { data, errors } = await bench.query(
      "{ orders(first: 1) { nodes { name customer { id } } } }",
      {},
      { token },
    );
    expect(data.orders.nodes[0]).toEqual({ name: expect.stringMatching(/^#/), customer: null });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({
      path: ["orders", "nodes", 0, "customer"],
      extensions: { code: "ACCESS_DENIED" },
    });
  });

  it("leaves orders out that are older than 60 days without read_all_orders", async () => {
    const { token } = bench.simulator.issueToken({ scopes: ["read_orders"] });
    const ask = async (options?: { token: string }) =>
      (await bench.query("{ orders(first: 1) { nodes { id processedAt } } ordersCount { count } }", {}, options)).data;
    const [all, recent] = [await ask(), await ask({ token })];
    expect([all.ordersCount.count, recent.ordersCount.count < 600]).toEqual([600, true]);
    expect(Date.parse(recent.orders.nodes[0].processedAt)).toBeGreaterThanOrEqual(today - 60 * 86_400_000);
    const { data } = await bench.query(
      "query($id: ID!) { order(id: $id) { id } }",
      { id: all.orders.nodes[0].id },
      { token },
    );
    expect(data.order).toBeNull();
  });

  it("lets a scope to write read", async () => {
    const { token } = bench.simulator.issueToken({ scopes: ["write_products"] });
    expect((await bench.query("{ products(first: 1) { nodes { id } } }", {}, { token })).errors).toEqual([]);
  });

  it("refuses a write that the token may only read", async () => {
    const { token } = bench.simulator.issueToken({ scopes: ["read_products"] });
    const { data, errors } = await bench.query(
      'mutation { productCreate(product: { title: "Tee" }) { product { id } } }',
      {},
      { token },
    );
    expect([data, errors[0]?.extensions?.code]).toEqual([{ productCreate: null }, "ACCESS_DENIED"]);
  });

  it("lists the scopes of the token", async () => {
    const { token } = bench.simulator.issueToken({ scopes: ["write_orders", "read_orders"] });
    const { data } = await bench.query("{ currentAppInstallation { accessScopes { handle } } }", {}, { token });
    expect(data.currentAppInstallation.accessScopes).toEqual([{ handle: "read_orders" }, { handle: "write_orders" }]);
  });
});

describe("token requests", () => {
  const grant = async (form: Record<string, string>, asForm = false) => {
    const app = {
      client_id: String(bench.simulator.config.clientId),
      client_secret: String(bench.simulator.config.clientSecret),
    };
    const fields = { ...app, ...form };
    const response = await fetch(`${bench.simulator.url}/admin/oauth/access_token`, {
      method: "POST",
      body: asForm ? new URLSearchParams(fields) : JSON.stringify(fields),
      ...(!asForm && { headers: { "content-type": "application/json" } }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: the answer is what is tested
    const body: any = await response.json();
    return { status: response.status, body };
  };
  const works = async (token: string) => (await bench.query("{ shop { name } }", {}, { token })).status === 200;

  it.each([true, false])("gives a day's token for client credentials (form: %s)", async (asForm) => {
    const { status, body } = await grant({ grant_type: "client_credentials" }, asForm);
    expect([status, body.expires_in, "refresh_token" in body]).toEqual([200, 86_399, false]);
    expect(await works(body.access_token)).toBe(true);
  });

  it("refuses a wrong secret", async () => {
    expect(await grant({ grant_type: "client_credentials", client_secret: "wrong" })).toMatchObject({
      status: 400,
      body: { error: "invalid_client" },
    });
  });

  it("rotates a pair", async () => {
    const { refreshToken } = bench.simulator.issueTokenPair();
    const { status, body } = await grant({ grant_type: "refresh_token", refresh_token: refreshToken });
    expect([status, body.expires_in, body.refresh_token_expires_in]).toEqual([200, 3_600, 7_776_000]);
    expect(body.refresh_token).not.toBe(refreshToken);
    expect(await works(body.access_token)).toBe(true);
  });

  it("takes the old refresh token until the new one is used", async () => {
    const { refreshToken } = bench.simulator.issueTokenPair();
    const first = await grant({ grant_type: "refresh_token", refresh_token: refreshToken });
    expect((await grant({ grant_type: "refresh_token", refresh_token: refreshToken })).status).toBe(200);
    expect((await grant({ grant_type: "refresh_token", refresh_token: first.body.refresh_token })).status).toBe(200);
    expect(await grant({ grant_type: "refresh_token", refresh_token: refreshToken })).toEqual({
      status: 400,
      body: { error: "invalid_grant" },
    });
  });

  it("knows no other grant", async () => {
    expect((await grant({ grant_type: "password" })).status).toBe(400);
  });
});
