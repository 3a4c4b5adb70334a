import { customerChanges } from "../changes/customers.js";
import { discountChanges } from "../changes/discounts.js";
import { draftOrderChanges } from "../changes/draft-orders.js";
import { fulfillmentChanges } from "../changes/fulfillments.js";
import { inventoryChanges } from "../changes/inventory.js";
import { metafieldChanges } from "../changes/metafields.js";
import { metaobjectChanges } from "../changes/metaobjects.js";
import { orderCreation } from "../changes/order-create.js";
import { orderChanges } from "../changes/orders.js";
import { productChanges } from "../changes/products.js";
import { refundChanges } from "../changes/refunds.js";
import { tagChanges } from "../changes/tags.js";
import { variantChanges } from "../changes/variants.js";
import { bulkResolvers } from "./bulk.js";
import { customerResolvers } from "./customers.js";
import { discountResolvers } from "./discounts.js";
import { draftOrderResolvers } from "./draft-orders.js";
import type { Resolvers } from "./fields.js";
import { fulfillmentResolvers } from "./fulfillments.js";
import { inventoryResolvers } from "./inventory.js";
import { metafieldResolvers } from "./metafields.js";
import { metaobjectResolvers } from "./metaobjects.js";
import { orderResolvers } from "./orders.js";
import { productResolvers } from "./products.js";
import { shopResolvers } from "./shop.js";
import { webhookResolvers } from "./webhooks.js";

const parts: readonly Resolvers[] = [
  shopResolvers,
  productResolvers,
  inventoryResolvers,
  orderResolvers,
  fulfillmentResolvers,
  draftOrderResolvers,
  customerResolvers,
  metafieldResolvers,
  metaobjectResolvers,
  discountResolvers,
  webhookResolvers,
  bulkResolvers,
  {
    Mutation: {
      ...productChanges,
      ...variantChanges,
      ...inventoryChanges,
      ...orderChanges,
      ...orderCreation,
      ...fulfillmentChanges,
      ...refundChanges,
      ...customerChanges,
      ...draftOrderChanges,
      ...tagChanges,
      ...metafieldChanges,
      ...metaobjectChanges,
      ...discountChanges,
    },
  },
];

const typeNames = [...new Set(parts.flatMap((part) => Object.keys(part)))];

/** Every resolver, by type and field. */
export const resolvers: Resolvers = Object.fromEntries(
  typeNames.map((name) => [name, Object.assign({}, ...parts.map((part) => part[name] ?? {}))]),
);
