/**
 * Operations that the compact view lists as tools of their own, because most sessions need one of them; everything else
 * is found with `search_operations`. In the order listed. One that no served connector has is left out.
 */
export const curatedOperations: readonly string[] = [
  "shopify.shop.get",
  "shopify.products.list",
  "shopify.products.get",
  "shopify.products.create",
  "shopify.products.update",
  "shopify.orders.list",
  "shopify.orders.get",
  "shopify.customers.list",
  "shopify.inventory.levels.get",
  "shopify.inventory.set",
  "shopify.refunds.create",
];
