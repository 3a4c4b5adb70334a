import { defineConnector, type EnvVariable, type LiveSetup } from "@trunkline/core";
import { shopifyCredential } from "./auth.js";
import { defaultApiVersion, ShopifyConfig, shopifyApiVersions } from "./config.js";
import { mapShopifyError } from "./errors.js";
import { liveSteps } from "./live-steps.js";
import { operations } from "./operations/index.js";
import { checkHealth } from "./operations/shop.js";
import { shopifyQuotas } from "./quotas.js";
import { inboundWebhooks } from "./webhooks/inbound.js";
import { knowsIdempotent } from "./wire/graphql.js";
import { headerWarnings } from "./wire/warnings.js";

/** Version of this package. */
export const packageVersion = "0.1.0";

const env: readonly EnvVariable[] = [
  {
    name: "SHOPIFY_SHOP",
    field: "shop",
    secret: false,
    description: "The shop's permanent name",
    example: "nordlicht-tee.myshopify.com",
  },
  {
    name: "SHOPIFY_ACCESS_TOKEN",
    field: "accessToken",
    secret: true,
    description: "Admin API access token of an app installed in the shop",
    example: "shpat_…",
  },
  { name: "SHOPIFY_CLIENT_ID", field: "clientId", secret: false, description: "The app's client id" },
  { name: "SHOPIFY_CLIENT_SECRET", field: "clientSecret", secret: true, description: "The app's client secret" },
  {
    name: "SHOPIFY_REFRESH_TOKEN",
    field: "refreshToken",
    secret: true,
    description: "Refresh token of an expiring offline token; needs client id and secret",
  },
  {
    name: "SHOPIFY_API_VERSION",
    field: "apiVersion",
    secret: false,
    description: `Admin API version, default ${defaultApiVersion}`,
    example: defaultApiVersion,
  },
  {
    name: "SHOPIFY_WEBHOOK_SECRETS",
    field: "webhookSecrets",
    secret: true,
    description: "Secrets that sign webhooks, separated by commas, newest first; default the client secret",
  },
];

const live: readonly LiveSetup[] = [
  {
    title: "Expiring offline token",
    variables: ["SHOPIFY_SHOP", "SHOPIFY_REFRESH_TOKEN", "SHOPIFY_CLIENT_ID", "SHOPIFY_CLIENT_SECRET"],
  },
  { title: "Access token", variables: ["SHOPIFY_SHOP", "SHOPIFY_ACCESS_TOKEN"] },
  { title: "Client credentials", variables: ["SHOPIFY_SHOP", "SHOPIFY_CLIENT_ID", "SHOPIFY_CLIENT_SECRET"] },
];

/** Where Shopify keeps the results of bulk operations; the token never goes there. */
const downloadHosts = ["storage.googleapis.com", ".shopifycdn.com", "cdn.shopify.com"];

/** Shopify's Admin API of one shop. */
export const shopify = defineConnector({
  id: "shopify",
  title: "Shopify Admin",
  description: "Products, stock, orders, fulfilment, customers and discounts of one Shopify shop.",
  version: packageVersion,
  apiVersions: shopifyApiVersions,
  config: ShopifyConfig,
  env,
  live,
  liveSteps,
  apiVersion: ({ apiVersion }) => apiVersion,
  baseUrl: ({ shop, apiVersion }) => `https://${shop}/admin/api/${apiVersion}`,
  allowedHosts: () => downloadHosts,
  settings: ({ shop, apiVersion }) => ({ shop, apiVersion }),
  credential: shopifyCredential,
  quotas: shopifyQuotas,
  mapError: mapShopifyError,
  warnings: headerWarnings,
  supportsIdempotencyKey: knowsIdempotent,
  operations,
  webhooks: inboundWebhooks,
  probe: checkHealth,
});
