import { parseWire } from "@trunkline/core";
import { z } from "zod";

/** Webhook bodies carry 64-bit ids as bare numbers; here every id is a string of digits. */
const id = z.union([z.string(), z.number().int()]).transform(String);
const text = z.string().nullish();
const gidText = z.string().nullish();

/** Only the id: what delete topics send. */
const Deleted = z.looseObject({ id });

/** An order, REST-shaped: enums lower case, amounts as text, tags in one string. */
const Order = z.looseObject({
  id,
  admin_graphql_api_id: gidText,
  name: text,
  email: text,
  currency: text,
  financial_status: text,
  fulfillment_status: text,
  total_price: text,
  cancelled_at: text,
  closed_at: text,
  created_at: text,
  updated_at: text,
  tags: text,
  customer: z.looseObject({ id, email: text }).nullish(),
  line_items: z
    .array(
      z.looseObject({
        id,
        title: text,
        sku: text,
        quantity: z.number().nullish(),
        price: text,
        variant_id: id.nullish(),
      }),
    )
    .nullish(),
});

const Product = z.looseObject({
  id,
  admin_graphql_api_id: gidText,
  title: text,
  handle: text,
  status: text,
  vendor: text,
  product_type: text,
  tags: text,
  created_at: text,
  updated_at: text,
  published_at: text,
  variants: z
    .array(
      z.looseObject({
        id,
        sku: text,
        price: text,
        inventory_item_id: id.nullish(),
        inventory_quantity: z.number().nullish(),
      }),
    )
    .nullish(),
});

const Customer = z.looseObject({
  id,
  admin_graphql_api_id: gidText,
  email: text,
  phone: text,
  first_name: text,
  last_name: text,
  state: text,
  tags: text,
  created_at: text,
  updated_at: text,
});

const InventoryLevel = z.looseObject({
  inventory_item_id: id,
  location_id: id,
  available: z.number().nullish(),
  updated_at: text,
  admin_graphql_api_id: gidText,
});

const InventoryItem = z.looseObject({
  id,
  admin_graphql_api_id: gidText,
  sku: text,
  tracked: z.boolean().nullish(),
  cost: text,
  updated_at: text,
});

const Refund = z.looseObject({ id, admin_graphql_api_id: gidText, order_id: id, created_at: text, note: text });

const Fulfillment = z.looseObject({
  id,
  admin_graphql_api_id: gidText,
  order_id: id,
  status: text,
  tracking_company: text,
  tracking_numbers: z.array(z.string()).nullish(),
  updated_at: text,
});

const DraftOrder = z.looseObject({
  id,
  admin_graphql_api_id: gidText,
  name: text,
  status: text,
  order_id: id.nullish(),
  updated_at: text,
});

const Location = z.looseObject({
  id,
  admin_graphql_api_id: gidText,
  name: text,
  active: z.boolean().nullish(),
  updated_at: text,
});

const Shop = z.looseObject({ id, name: text, domain: text, myshopify_domain: text, email: text });

const BulkFinished = z.looseObject({
  admin_graphql_api_id: z.string(),
  status: z.string().describe("Lower case, e.g. completed"),
  type: text,
  error_code: text,
  created_at: text,
  completed_at: text,
});

const privacy = { shop_id: id, shop_domain: z.string() };
const privacyCustomer = z.looseObject({ id: id.nullish(), email: text, phone: text });

/** Bodies of the main topics. Unknown fields are kept: a subscription may ask for fields of its own. */
export const webhookBodies = {
  "orders/create": Order,
  "orders/updated": Order,
  "orders/paid": Order,
  "orders/cancelled": Order,
  "orders/fulfilled": Order,
  "orders/partially_fulfilled": Order,
  "orders/delete": Deleted,
  "products/create": Product,
  "products/update": Product,
  "products/delete": Deleted,
  "customers/create": Customer,
  "customers/update": Customer,
  "customers/enable": Customer,
  "customers/disable": Customer,
  "customers/delete": Deleted,
  "inventory_levels/connect": InventoryLevel,
  "inventory_levels/update": InventoryLevel,
  "inventory_levels/disconnect": InventoryLevel,
  "inventory_items/create": InventoryItem,
  "inventory_items/update": InventoryItem,
  "inventory_items/delete": Deleted,
  "refunds/create": Refund,
  "fulfillments/create": Fulfillment,
  "fulfillments/update": Fulfillment,
  "draft_orders/create": DraftOrder,
  "draft_orders/update": DraftOrder,
  "draft_orders/delete": Deleted,
  "locations/create": Location,
  "locations/update": Location,
  "locations/delete": Deleted,
  "shop/update": Shop,
  "app/uninstalled": Shop,
  "bulk_operations/finish": BulkFinished,
  "customers/data_request": z.looseObject({
    ...privacy,
    customer: privacyCustomer.nullish(),
    orders_requested: z.array(id).nullish(),
    data_request: z.looseObject({ id }).nullish(),
  }),
  "customers/redact": z.looseObject({
    ...privacy,
    customer: privacyCustomer.nullish(),
    orders_to_redact: z.array(id).nullish(),
  }),
  "shop/redact": z.looseObject(privacy),
} as const;

/** A topic whose body has a schema. */
export type TypedTopic = keyof typeof webhookBodies;
/** Body of a topic. */
export type WebhookBody<T extends TypedTopic> = z.output<(typeof webhookBodies)[T]>;

/**
 * Reads a verified body as its topic's.
 * @throws ConnectorError `CONTRACT_VIOLATION` naming the paths that do not fit, e.g. where a subscription leaves out ids.
 */
export const parseWebhookBody = <T extends TypedTopic>(topic: T, body: unknown): WebhookBody<T> =>
  parseWire(webhookBodies[topic], body) as WebhookBody<T>;
