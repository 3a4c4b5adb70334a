import { bind, type Client, type ConnectionOptions, openConnection } from "@trunkline/core";
import type { ShopifyConfig } from "./config.js";
import { shopify } from "./connector.js";
import type { operations } from "./operations/index.js";

export { type ShopifyConfig, type ShopifySettings, shopifyApiVersions } from "./config.js";
export { shopify } from "./connector.js";
export type { BulkRow } from "./operations/bulk-rows.js";
export type { BulkOperation } from "./schemas/bulk.js";
export type { Money, ShopMoney } from "./schemas/common.js";
export type { InventoryAdjustment, InventoryItem, InventoryLevel } from "./schemas/inventory.js";
export type { Location } from "./schemas/locations.js";
export type { ChangedProduct, Product, ProductSummary } from "./schemas/products.js";
export type { Shop } from "./schemas/shop.js";
export type { ListedVariant, ProductVariant } from "./schemas/variants.js";

/** A typed client of one shop. Its methods resolve to envelopes and never reject. */
export type Shopify = Client<typeof operations>;

/**
 * Opens a connection to one shop. Close it with `$close()`.
 * @throws ConnectorError `NOT_CONFIGURED` when the configuration does not fit.
 */
export const createShopify = (config: ShopifyConfig, options?: ConnectionOptions): Shopify =>
  bind(shopify.operations, openConnection(shopify, config, options));
