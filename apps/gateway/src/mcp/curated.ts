/**
 * Operations that the compact view lists as tools of their own, because most sessions need one of them; everything else
 * is found with `search_operations`. In the order listed. One that no served connector has is left out.
 */
export const curatedOperations: readonly string[] = [
  "insights.pages.searchPerformance",
  "insights.pages.losingClicks",
  "insights.queries.revenue",
  "insights.messages.context",
  "insights.indexing.problems",
  "shopify.products.list",
  "shopify.orders.list",
  "shopify.orders.get",
  "shopify.customers.list",
  "shopify.inventory.set",
  "zoho-mail.messages.search",
  "zoho-mail.messages.content",
  "gsc.searchAnalytics.query",
  "bing-wmt.stats.queries",
  "ga4.reports.run",
];
