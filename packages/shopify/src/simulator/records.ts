export type { Collection, Product, ProductOption, ProductVariant } from "./records/catalog.js";
export type { Address, Attribute, StoredRecord } from "./records/common.js";
export type { Discount, Metafield, Metaobject, MetaobjectDefinition } from "./records/content.js";
export type { Customer } from "./records/customers.js";
export type { Fulfillment, FulfillmentHold, FulfillmentOrder } from "./records/fulfillment.js";
export type { InventoryItem, InventoryLevel, Location, QuantityName } from "./records/inventory.js";
export type { BulkOperation, Job, WebhookSubscription } from "./records/operations.js";
export type {
  DraftDiscount,
  DraftLine,
  DraftOrder,
  LineItem,
  Order,
  Refund,
  Transaction,
  Visit,
} from "./records/orders.js";
