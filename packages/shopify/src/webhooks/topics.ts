/** What is known of a topic. */
export interface WebhookTopicFacts {
  /** Scopes of which the app needs any one; empty: none. */
  readonly scopes: readonly string[];
  /** Mandatory for listed apps; subscribed in the app's configuration, not through the API. */
  readonly compliance?: true;
  /** The subscription must have a filter with `type:`. */
  readonly needsTypeFilter?: true;
}

const orders = { scopes: ["read_orders", "read_marketplace_orders"] };
const customers = { scopes: ["read_customers"] };
const products = { scopes: ["read_products"] };
const draftOrders = { scopes: ["read_draft_orders"] };
const inventoryItems = { scopes: ["read_inventory", "read_products"] };
const inventoryLevels = { scopes: ["read_inventory"] };
const locations = { scopes: ["read_locations"] };
const discounts = { scopes: ["read_discounts"] };
const fulfillments = { scopes: ["read_fulfillments", "read_marketplace_orders"] };
const returns = { scopes: ["read_returns", "read_marketplace_returns"] };
const metaobjects = { scopes: ["read_metaobjects"], needsTypeFilter: true } as const;
const compliance = { scopes: [], compliance: true } as const;
const fulfillmentOrders = {
  scopes: [
    "read_merchant_managed_fulfillment_orders",
    "read_assigned_fulfillment_orders",
    "read_third_party_fulfillment_orders",
  ],
};

/** Topics of the resources that the operations cover, as the `X-Shopify-Topic` header names them. */
export const webhookTopics = {
  "orders/create": orders,
  "orders/updated": orders,
  "orders/paid": orders,
  "orders/cancelled": orders,
  "orders/fulfilled": orders,
  "orders/partially_fulfilled": orders,
  "orders/edited": orders,
  "orders/delete": { scopes: ["read_orders"] },
  "order_transactions/create": orders,
  "refunds/create": orders,
  "products/create": products,
  "products/update": products,
  "products/delete": products,
  "collections/create": products,
  "collections/update": products,
  "collections/delete": products,
  "inventory_items/create": inventoryItems,
  "inventory_items/update": inventoryItems,
  "inventory_items/delete": inventoryItems,
  "inventory_levels/connect": inventoryLevels,
  "inventory_levels/update": inventoryLevels,
  "inventory_levels/disconnect": inventoryLevels,
  "customers/create": customers,
  "customers/update": customers,
  "customers/delete": customers,
  "customers/enable": customers,
  "customers/disable": customers,
  "customers/merge": { scopes: ["read_customer_merge"] },
  "customer.tags_added": customers,
  "customer.tags_removed": customers,
  "customer.joined_segment": customers,
  "customer.left_segment": customers,
  "draft_orders/create": draftOrders,
  "draft_orders/update": draftOrders,
  "draft_orders/delete": draftOrders,
  "fulfillments/create": fulfillments,
  "fulfillments/update": fulfillments,
  "fulfillment_holds/added": fulfillmentOrders,
  "fulfillment_holds/released": fulfillmentOrders,
  "fulfillment_orders/cancellation_request_accepted": fulfillmentOrders,
  "fulfillment_orders/cancellation_request_rejected": fulfillmentOrders,
  "fulfillment_orders/cancellation_request_submitted": fulfillmentOrders,
  "fulfillment_orders/cancelled": fulfillmentOrders,
  "fulfillment_orders/fulfillment_request_accepted": fulfillmentOrders,
  "fulfillment_orders/fulfillment_request_rejected": fulfillmentOrders,
  "fulfillment_orders/fulfillment_request_submitted": fulfillmentOrders,
  "fulfillment_orders/fulfillment_service_failed_to_complete": fulfillmentOrders,
  "fulfillment_orders/hold_released": fulfillmentOrders,
  "fulfillment_orders/line_items_prepared_for_local_delivery": fulfillmentOrders,
  "fulfillment_orders/line_items_prepared_for_pickup": fulfillmentOrders,
  "fulfillment_orders/merged": fulfillmentOrders,
  "fulfillment_orders/moved": fulfillmentOrders,
  "fulfillment_orders/order_routing_complete": fulfillmentOrders,
  "fulfillment_orders/placed_on_hold": fulfillmentOrders,
  "fulfillment_orders/progress_reported": fulfillmentOrders,
  "fulfillment_orders/rescheduled": fulfillmentOrders,
  "fulfillment_orders/scheduled_fulfillment_order_ready": fulfillmentOrders,
  "fulfillment_orders/split": fulfillmentOrders,
  "locations/create": locations,
  "locations/update": locations,
  "locations/activate": locations,
  "locations/deactivate": locations,
  "locations/delete": locations,
  "discounts/create": discounts,
  "discounts/update": discounts,
  "discounts/delete": discounts,
  "discounts/redeemcode_added": discounts,
  "discounts/redeemcode_removed": discounts,
  "metaobjects/create": metaobjects,
  "metaobjects/update": metaobjects,
  "metaobjects/delete": metaobjects,
  "returns/request": returns,
  "returns/approve": returns,
  "returns/decline": returns,
  "returns/cancel": returns,
  "returns/close": returns,
  "returns/reopen": returns,
  "returns/process": returns,
  "returns/update": returns,
  "shop/update": { scopes: [] },
  "app/uninstalled": { scopes: [] },
  "app/scopes_update": { scopes: [] },
  "bulk_operations/finish": { scopes: [] },
  "customers/data_request": compliance,
  "customers/redact": compliance,
  "shop/redact": compliance,
} as const satisfies Record<string, WebhookTopicFacts>;

/** A topic of the table. */
export type WebhookTopic = keyof typeof webhookTopics;

/** Narrows a header's value to a topic of the table; Shopify has more of them. */
export const isWebhookTopic = (topic: string): topic is WebhookTopic => Object.hasOwn(webhookTopics, topic);

/** The name that the GraphQL API has for a topic: `orders/paid` → `ORDERS_PAID`. */
export const toTopicEnum = (topic: string): string => topic.replaceAll(/[/.]/g, "_").toUpperCase();
