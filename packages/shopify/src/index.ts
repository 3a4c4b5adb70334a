import { bind, type Client, type ConnectionOptions, openConnection } from "@trunkline/core";
import type { ShopifyConfig } from "./config.js";
import { shopify } from "./connector.js";
import type { operations } from "./operations/index.js";

export { type ShopifyConfig, type ShopifySettings, shopifyApiVersions } from "./config.js";
export { shopify } from "./connector.js";
export type { BulkRow } from "./operations/bulk-rows.js";
export type { Address } from "./schemas/address.js";
export type { BulkOperation } from "./schemas/bulk.js";
export type { Count, Money, ShopMoney } from "./schemas/common.js";
export type { Customer, CustomerSummary } from "./schemas/customers.js";
export type { Discount } from "./schemas/discounts.js";
export type { DraftOrderSummary } from "./schemas/draft-order-summary.js";
export type { DraftOrder } from "./schemas/draft-orders.js";
export type { FulfillmentOrder } from "./schemas/fulfillment-orders.js";
export type { Fulfillment } from "./schemas/fulfillments.js";
export type { InventoryAdjustment, InventoryItem, InventoryLevel } from "./schemas/inventory.js";
export type { Location } from "./schemas/locations.js";
export type { Metafield } from "./schemas/metafields.js";
export type { Metaobject } from "./schemas/metaobjects.js";
export type { OrderLineItem } from "./schemas/order-line-items.js";
export type { OrderSummary } from "./schemas/order-summary.js";
export type { Order } from "./schemas/orders.js";
export type { ChangedProduct, Product, ProductSummary } from "./schemas/products.js";
export type { Refund } from "./schemas/refunds.js";
export type { Shop } from "./schemas/shop.js";
export type { OrderTransaction } from "./schemas/transactions.js";
export type { ListedVariant, ProductVariant } from "./schemas/variants.js";
export type { WebhookSubscription } from "./schemas/webhooks.js";

/** A typed client of one shop. Its methods resolve to envelopes and never reject. */
export type Shopify = Client<typeof operations>;

/**
 * Opens a connection to one shop. Close it with `$close()`.
 * @throws ConnectorError `NOT_CONFIGURED` when the configuration does not fit.
 */
export const createShopify = (config: ShopifyConfig, options?: ConnectionOptions): Shopify =>
  bind(shopify.operations, openConnection(shopify, config, options));
