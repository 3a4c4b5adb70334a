import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { idOf } from "../schemas/common.js";
import { Shop, ShopWire, shopFields, toShop } from "../schemas/shop.js";
import { adminDocs } from "../wire/docs-link.js";
import { decodeData, graphql, notFoundWhenNull } from "../wire/graphql.js";

const healthDocument = `query HealthCheck {
  shop { id myshopifyDomain }
  currentAppInstallation { accessScopes { handle } }
}`;

/** The probe: proves token, shop, scopes and version in one cheap call. */
export const checkHealth = defineOperation({
  id: "shopify.health.check",
  summary: "Check that the shop answers and list the granted scopes",
  description: "Costs about 3 points and needs no scope.",
  docs: adminDocs("queries/shop"),
  effect: "read",
  input: z.object({}),
  output: z.object({
    shopId: idOf("Shop"),
    host: z.string().describe("Permanent host, e.g. acme.myshopify.com"),
    scopes: z.array(z.string()).describe("Handles of the granted access scopes, e.g. read_products"),
  }),
  keywords: ["ping", "status", "probe", "connection", "token"],
  examples: [{ title: "Is the shop reachable?", input: {} }],
  request: () => graphql("HealthCheck", healthDocument, {}),
  response: decodeData(
    z.object({
      shop: z.object({ id: z.string(), myshopifyDomain: z.string() }),
      currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }).nullish(),
    }),
    ({ shop, currentAppInstallation }) => ({
      shopId: shop.id,
      host: shop.myshopifyDomain,
      scopes: (currentAppInstallation?.accessScopes ?? []).map(({ handle }) => handle),
    }),
  ),
  quota: { bucket: "graphql", cost: 3 },
});

/** The shop's settings. */
export const getShop = defineOperation({
  id: "shopify.shop.get",
  summary: "Get the shop's name, currency, time zone, plan and limits",
  docs: adminDocs("objects/Shop"),
  effect: "read",
  input: z.object({}),
  output: Shop,
  keywords: ["store", "settings", "currency", "timezone", "plan", "address"],
  examples: [{ title: "Which currency does the shop use?", input: {} }],
  request: () => graphql("ShopGet", `query ShopGet { shop {${shopFields}\n} }`, {}),
  response: decodeData(z.object({ shop: ShopWire }), ({ shop }) => toShop(shop)),
  quota: { bucket: "graphql", cost: 12 },
  cache: { ttlMs: 60_000 },
});

/** What the token may do. */
export const listScopes = defineOperation({
  id: "shopify.scopes.list",
  summary: "List the access scopes granted to the app",
  docs: adminDocs("objects/AppInstallation"),
  effect: "read",
  input: z.object({}),
  output: z.object({
    scopes: z.array(z.object({ handle: z.string().describe("e.g. read_products"), description: z.string() })),
  }),
  keywords: ["permissions", "access", "granted", "token"],
  examples: [{ title: "What may this connection do?", input: {} }],
  request: () =>
    graphql("ScopesList", "query ScopesList { currentAppInstallation { accessScopes { handle description } } }", {}),
  response: decodeData(
    z.object({
      currentAppInstallation: z
        .object({ accessScopes: z.array(z.object({ handle: z.string(), description: z.string() })) })
        .nullish(),
    }),
    ({ currentAppInstallation }) => ({
      scopes: notFoundWhenNull(currentAppInstallation, "app installation for this token").accessScopes,
    }),
  ),
  quota: { bucket: "graphql", cost: 2 },
  cache: { ttlMs: 300_000 },
});

/** Branch `health` of the tree. */
export const health = { check: checkHealth };
/** Branch `shop` of the tree. */
export const shop = { get: getShop };
/** Branch `scopes` of the tree. */
export const scopes = { list: listScopes };
