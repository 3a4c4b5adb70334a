import { cancelBulkOperation, getBulkOperation, startBulkOperation } from "./bulk.js";
import { readBulkRows } from "./bulk-rows.js";
import { runBulkOperation } from "./bulk-run.js";
import { customers } from "./customers.js";
import { discounts } from "./discounts.js";
import { draftOrders } from "./draft-orders.js";
import { fulfillmentOrders } from "./fulfillment-orders.js";
import { fulfillments } from "./fulfillments.js";
import { rawGraphql } from "./graphql-query.js";
import { inventory } from "./inventory.js";
import { locations } from "./locations.js";
import { metafields } from "./metafields.js";
import { metaobjects } from "./metaobjects.js";
import { orders } from "./orders.js";
import { products } from "./products.js";
import { refunds } from "./refunds.js";
import { health, scopes, shop } from "./shop.js";
import { tags } from "./tags.js";
import { variants } from "./variants.js";
import { webhooks } from "./webhooks.js";

/** Every operation of the connector, as the client's methods are nested. */
export const operations = {
  health,
  shop,
  scopes,
  products,
  variants,
  inventory,
  locations,
  orders,
  tags,
  draftOrders,
  fulfillmentOrders,
  fulfillments,
  refunds,
  customers,
  metafields,
  metaobjects,
  discounts,
  webhooks,
  bulk: {
    start: startBulkOperation,
    get: getBulkOperation,
    cancel: cancelBulkOperation,
    run: runBulkOperation,
    rows: readBulkRows,
  },
  graphql: rawGraphql,
};
