import { createReply, createSpyTokenStore, settle } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { answer, asked, openShop } from "./open-shop.js";

const cost = (requested: number, available: number, restoreRate = 100) => ({
  cost: {
    requestedQueryCost: requested,
    actualQueryCost: null,
    throttleStatus: { maximumAvailable: 2000, currentlyAvailable: available, restoreRate },
  },
});
const throttled = (extensions: object = cost(300, 50)) =>
  answer({ errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }], extensions });
const count = answer({ data: { productsCount: { count: 3, precision: "EXACT" } } });
const deleted = answer({
  data: { productDelete: { deletedProductId: "gid://shopify/Product/1", userErrors: [] } },
});
const id = "gid://shopify/Product/1";
const stock = {
  quantities: [
    { inventoryItemId: "gid://shopify/InventoryItem/1", locationId: "gid://shopify/Location/1", quantity: 5 },
  ],
};
const stockSet = answer({ data: { inventorySetQuantities: { inventoryAdjustmentGroup: null, userErrors: [] } } });

describe("trap 1: throttled inside a 200", () => {
  it("waits for the missing points, then asks again", async () => {
    const { client, transport, clock } = openShop([throttled(), count]);
    const { value, tookMs } = await settle(clock, client.products.count());
    expect(value).toMatchObject({ ok: true, data: { count: 3 }, meta: { attempts: 2 } });
    expect(tookMs).toBe(2_500);
    expect(transport.requests).toHaveLength(2);
  });

  it("repeats even a write that must not be doubled: it was not carried out", async () => {
    const created = answer({
      data: { productCreate: { product: null, userErrors: [{ field: null, message: "No" }] } },
    });
    const { client, transport, clock } = openShop([throttled(), created]);
    await settle(clock, client.products.create({ title: "Sencha" }));
    expect(transport.requests).toHaveLength(2);
  });

  it.each([
    ["tells no cost", {}],
    ["restores nothing", cost(60, 50, 0)],
    ["claims to have room", cost(10, 50)],
  ])("waits a second when the answer %s", async (_, extensions) => {
    const { client, clock } = openShop([throttled(extensions), count]);
    const { tookMs } = await settle(clock, client.products.count());
    expect(tookMs).toBe(1_000);
  });

  it("does not wait for a query that the bucket can never hold", async () => {
    const { client, transport, clock } = openShop([throttled(cost(2500, 2000))]);
    const { value } = await settle(clock, client.products.count());
    expect(value).toMatchObject({ ok: false, error: { code: "QUOTA_EXHAUSTED", retryable: false } });
    expect(transport.requests).toHaveLength(1);
  });
});

describe("trap 2: refusals inside a 200", () => {
  it("fails a mutation whose userErrors come without a result", async () => {
    const { client } = openShop([
      answer({ data: { productCreate: { product: null, userErrors: [{ field: ["title"], message: "is blank" }] } } }),
    ]);
    expect(await client.products.create({ title: "x" })).toMatchObject({
      ok: false,
      error: { code: "REJECTED", outcome: "not_executed", issues: [{ path: "title", message: "is blank" }] },
    });
  });

  it("fails a mutation that answers null without a reason, and does not claim that nothing happened", async () => {
    const { client } = openShop([answer({ data: { productDelete: null } })]);
    expect(await client.products.delete({ id })).toMatchObject({
      ok: false,
      error: { code: "CONTRACT_VIOLATION", outcome: "unknown" },
    });
  });
});

describe("trap 3: a write that succeeded beside ACCESS_DENIED", () => {
  it("is a success with a warning, sent once", async () => {
    const { client, transport, clock } = openShop([
      answer({
        data: {
          inventorySetQuantities: {
            inventoryAdjustmentGroup: { id: "gid://shopify/InventoryAdjustmentGroup/1", changes: null },
            userErrors: [],
          },
        },
        errors: [
          {
            message: "Access denied for location",
            path: ["inventorySetQuantities", "inventoryAdjustmentGroup", "changes", 0, "location"],
            extensions: { code: "ACCESS_DENIED", requiredAccess: "read_locations" },
          },
        ],
      }),
    ]);
    const { value } = await settle(clock, client.inventory.set(stock));
    expect(value).toMatchObject({
      ok: true,
      warnings: [{ code: "PARTIAL_DATA", path: "inventorySetQuantities.inventoryAdjustmentGroup.changes.0.location" }],
    });
    expect(transport.requests).toHaveLength(1);
  });

  it.each([
    ["the whole payload", { productCreate: null }],
    ["all there was", null],
  ])("leaves the outcome open where the denial nulled %s from below", async (_, data) => {
    const { client, transport, clock } = openShop([
      answer({
        data,
        errors: [
          { message: "denied", path: ["productCreate", "product", "variants"], extensions: { code: "ACCESS_DENIED" } },
        ],
      }),
    ]);
    const { value } = await settle(clock, client.products.create({ title: "Sencha" }));
    expect(value).toMatchObject({ ok: false, error: { code: "UPSTREAM_FORBIDDEN", outcome: "unknown" } });
    expect(transport.requests).toHaveLength(1);
  });
});

describe("trap 4: the @idempotent directive", () => {
  it("is sent with one key for all attempts of a call", async () => {
    const failed = createReply({ status: 502, body: "" });
    const { client, transport, clock } = openShop([failed, failed, stockSet]);
    const { value } = await settle(clock, client.inventory.set(stock));
    expect(value.ok).toBe(true);
    const keys = [0, 1, 2].map((index) => asked(transport, index).variables.idempotencyKey);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(keys).size).toBe(1);
    expect(asked(transport, 0).query).toContain(
      "inventorySetQuantities(input: $input) @idempotent(key: $idempotencyKey)",
    );
  });

  it("is left out on versions that do not know it, and the write is then not repeated", async () => {
    const { client, transport, clock } = openShop([createReply({ status: 502, body: "" })], {
      accessToken: "shpat_test",
      apiVersion: "2025-10",
    });
    const { value } = await settle(clock, client.inventory.set(stock));
    expect(value).toMatchObject({ ok: false, error: { outcome: "unknown" } });
    expect(transport.requests).toHaveLength(1);
    expect(asked(transport, 0).query).not.toContain("@idempotent");
    expect(asked(transport, 0).variables).not.toHaveProperty("idempotencyKey");
  });

  it("is waited for while the first use of the key is at work", async () => {
    const busy = answer({
      data: {
        inventorySetQuantities: {
          inventoryAdjustmentGroup: null,
          userErrors: [{ field: null, message: "busy", code: "IDEMPOTENCY_CONCURRENT_REQUEST" }],
        },
      },
    });
    const { client, transport, clock } = openShop([busy, stockSet]);
    const { value, tookMs } = await settle(clock, client.inventory.set(stock));
    expect(value.ok).toBe(true);
    expect(tookMs).toBe(1_000);
    expect(asked(transport, 1).variables.idempotencyKey).toBe(asked(transport, 0).variables.idempotencyKey);
  });
});

describe("trap 5: error lists without a code", () => {
  it("selects code only where the list's type has it", async () => {
    const { client, transport } = openShop([
      answer({ data: { productCreate: { product: null, userErrors: [{ message: "no" }] } } }),
      answer({ data: { productSet: { product: null, userErrors: [{ message: "no" }] } } }),
    ]);
    await client.products.create({ title: "Sencha" });
    await client.products.set({ title: "Sencha" });
    expect(asked(transport, 0).query).toContain("userErrors { field message }");
    expect(asked(transport, 1).query).toContain("userErrors { field message code }");
  });
});

describe("trap 6: search filters that are not followed", () => {
  it.each([
    ["invalid_field", "SEARCH_FILTER_IGNORED"],
    ["invalid_value", "SEARCH_VALUE_INVALID"],
    ["something_new", "SEARCH_WARNING"],
  ])("turns %s into the warning %s", async (code, warning) => {
    const { client } = openShop([
      answer({
        data: { productsCount: { count: 9, precision: "EXACT" } },
        extensions: { search: [{ path: ["productsCount"], warnings: [{ field: "colour", message: "odd", code }] }] },
      }),
    ]);
    expect(await client.products.count({ query: "colour:green" })).toMatchObject({
      ok: true,
      warnings: [{ code: warning, path: "productsCount" }],
    });
  });
});

describe("trap 7: Retry-After", () => {
  it("is read as seconds, fractions included", async () => {
    const limited = createReply({ status: 429, headers: { "retry-after": "2.0" }, body: '{"errors":"slow down"}' });
    const { client, clock } = openShop([limited, count]);
    const { value, tookMs } = await settle(clock, client.products.count());
    expect(value.ok).toBe(true);
    expect(tookMs).toBe(2_000);
  });
});

describe("trap 8: bodies that are no GraphQL", () => {
  it.each([
    ["an HTML page", "<html>Bad Gateway</html>"],
    ["nothing", ""],
    ["a string of errors", '{"errors":"An unexpected error occurred"}'],
    ["an object of errors", '{"errors":{"query":"Required parameter missing or invalid"}}'],
  ])("answers a 500 with %s cleanly", async (_, body) => {
    const { client, clock } = openShop(Array.from({ length: 4 }, () => createReply({ status: 500, body })));
    const { value } = await settle(clock, client.products.count());
    expect(value).toMatchObject({
      ok: false,
      error: { code: "UPSTREAM_UNAVAILABLE", status: 500 },
      meta: { attempts: 4 },
    });
  });

  it("tells what a 400 says, whatever form it has", async () => {
    const { client } = openShop([
      createReply({ status: 400, body: '{"errors":{"query":"Required parameter missing"}}' }),
    ]);
    expect(await client.products.count()).toMatchObject({
      error: { code: "UPSTREAM_BAD_REQUEST", upstream: { message: "query: Required parameter missing" } },
    });
  });

  it("reads a message that is itself JSON", async () => {
    const message = JSON.stringify([{ message: "first" }, { message: "second" }]);
    const { client } = openShop([answer({ errors: [{ message }] })]);
    expect(await client.products.count()).toMatchObject({ error: { upstream: { message: "first; second" } } });
  });

  it("keeps Shopify's request id in every error", async () => {
    const { client } = openShop([
      createReply({ status: 403, headers: { "X-Request-Id": "abc-123" }, body: "Forbidden" }),
    ]);
    expect(await client.products.count()).toMatchObject({ error: { upstream: { requestId: "abc-123" } } });
  });
});

describe("trap 10: tokens that expire", () => {
  const app = { clientId: "app", clientSecret: "shpss_secret" };
  const renewed = (fields: Readonly<Record<string, unknown>> = {}) =>
    createReply({
      body: JSON.stringify({
        access_token: "shpat_second",
        refresh_token: "shprt_second",
        expires_in: 3600,
        refresh_token_expires_in: 7_776_000,
        ...fields,
      }),
    });
  const expired = createReply({ status: 401, body: '{"errors":"[API] Invalid API key or access token"}' });

  it("renews once after a 401 and goes on with the rotated pair, saved whole", async () => {
    const tokens = createSpyTokenStore();
    const config = { ...app, accessToken: "shpat_first", refreshToken: "shprt_first" };
    const { client, transport, clock } = openShop([expired, renewed(), count, count], config, { tokens });
    const { value } = await settle(clock, client.products.count());
    expect(value.ok).toBe(true);
    await settle(clock, client.products.count({ query: "status:draft" }));
    const tokensSent = transport.requests.map(({ auth }) => auth?.headers?.["x-shopify-access-token"]);
    expect(tokensSent).toEqual(["shpat_first", undefined, "shpat_second", "shpat_second"]);
    expect(transport.requests[1]?.url).toBe("https://nordlicht-tee.myshopify.com/admin/oauth/access_token");
    expect(Object.fromEntries(new URLSearchParams(String(transport.requests[1]?.body)))).toEqual({
      grant_type: "refresh_token",
      refresh_token: "shprt_first",
      client_id: "app",
      client_secret: "shpss_secret",
    });
    expect(tokens.saved).toMatchObject([{ accessToken: "shpat_second", refreshToken: "shprt_second" }]);
  });

  it("goes on after a refresh answer without expires_in", async () => {
    const config = { ...app, refreshToken: "shprt_first" };
    const { client, clock } = openShop([renewed({ expires_in: undefined }), count], config);
    const { value } = await settle(clock, client.products.count());
    expect(value.ok).toBe(true);
  });

  it("stops for good when the refresh token is dead", async () => {
    const dead = createReply({ status: 400, body: '{"error":"invalid_grant"}' });
    const { client, transport, clock } = openShop([dead], { ...app, refreshToken: "shprt_dead" });
    const { value } = await settle(clock, client.products.count());
    expect(value).toMatchObject({ ok: false, error: { code: "NEEDS_REAUTH", retryable: false } });
    const again = await settle(clock, client.products.count());
    expect(again.value).toMatchObject({ ok: false, error: { code: "NEEDS_REAUTH" } });
    expect(transport.requests).toHaveLength(1);
  });

  it("obtains a day's token with the app's own credentials", async () => {
    const { client, transport, clock } = openShop(
      [createReply({ body: '{"access_token":"shpat_day","scope":"read_products","expires_in":86399}' }), count],
      app,
    );
    const { value } = await settle(clock, client.products.count());
    expect(value.ok).toBe(true);
    expect(new URLSearchParams(String(transport.requests[0]?.body)).get("grant_type")).toBe("client_credentials");
    expect(transport.requests[1]?.auth?.headers).toEqual({ "x-shopify-access-token": "shpat_day" });
  });

  it("says what to do about a non-expiring token that is no longer accepted", async () => {
    const refused = createReply({
      status: 403,
      body: '{"errors":"[API] Non-expiring access tokens are no longer accepted for the Admin API."}',
    });
    const { client } = openShop([refused]);
    expect(await client.products.count()).toMatchObject({
      error: { code: "NEEDS_REAUTH", help: expect.stringContaining("refreshToken") },
    });
  });
});

describe("trap 12: versions that end", () => {
  it("warns when another version answered than the one asked for", async () => {
    const { client } = openShop([
      answer({ data: { productsCount: { count: 1, precision: "EXACT" } } }, { "x-shopify-api-version": "2027-01" }),
    ]);
    expect(await client.products.count()).toMatchObject({ ok: true, warnings: [{ code: "VERSION_FELL_FORWARD" }] });
  });

  it("warns of what is deprecated", async () => {
    const { client } = openShop([
      answer(
        { data: { productDelete: { deletedProductId: id, userErrors: [] } } },
        { "x-shopify-api-deprecated-reason": "https://shopify.dev/x" },
      ),
    ]);
    expect(await client.products.delete({ id })).toMatchObject({ ok: true, warnings: [{ code: "DEPRECATED" }] });
  });
});

describe("redirects", () => {
  it("says that the shop has another address and does not follow with the token", async () => {
    const { client, transport } = openShop([
      createReply({ status: 301, headers: { location: "https://elsewhere.example/graphql.json" } }),
    ]);
    expect(await client.products.count()).toMatchObject({ error: { code: "ACCOUNT_UNAVAILABLE", status: 301 } });
    expect(transport.requests).toHaveLength(1);
  });
});

it("sends the token in Shopify's own header, never as a bearer token", async () => {
  const { client, transport } = openShop([deleted]);
  await client.products.delete({ id });
  expect(transport.requests[0]?.auth).toEqual({ headers: { "x-shopify-access-token": "shpat_test" } });
  expect(transport.requests[0]?.url).toBe("https://nordlicht-tee.myshopify.com/admin/api/2026-10/graphql.json");
});
