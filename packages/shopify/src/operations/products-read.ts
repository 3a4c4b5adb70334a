import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { Count, CountWire, pageInput, searchInputFor, toSearchQuery } from "../schemas/common.js";
import { exactlyOne } from "../schemas/inputs.js";
import { productIdentifierInput } from "../schemas/product-inputs.js";
import {
  Product,
  ProductSummary,
  ProductSummaryWire,
  ProductWire,
  productFields,
  productSummaryFields,
  toProduct,
  toProductSummary,
} from "../schemas/products.js";
import { adminDocs } from "../wire/docs-link.js";
import { connectionWire, decodeData, graphql, notFoundWhenNull, toPage } from "../wire/graphql.js";
import { pageCost } from "../wire/page-cost.js";

const productSearch = searchInputFor("status:active AND tag:green");

/** Products, page by page. */
export const listProducts = defineOperation({
  id: "shopify.products.list",
  summary: "List products with title, status, tags, stock and lowest price",
  description: "The search index lags writes by some seconds.",
  docs: adminDocs("queries/products"),
  effect: "read",
  input: z.object({
    ...pageInput,
    ...productSearch,
    sortKey: z
      .enum([
        "ID",
        "TITLE",
        "CREATED_AT",
        "UPDATED_AT",
        "PUBLISHED_AT",
        "INVENTORY_TOTAL",
        "PRODUCT_TYPE",
        "VENDOR",
        "RELEVANCE",
      ])
      .default("ID")
      .describe("Sort by the field you filter on: other combinations may time out on large shops"),
    reverse: z.boolean().default(false).describe("Descending"),
  }),
  output: z.object({ products: z.array(ProductSummary), nextCursor: z.string().optional() }),
  pagination: { items: "products" },
  scopes: ["read_products"],
  keywords: ["catalogue", "items", "articles", "goods", "search", "assortment"],
  examples: [
    { title: "Active products of a vendor", input: { query: "status:active AND vendor:Nordlicht", limit: 20 } },
    {
      title: "Changed since a moment",
      input: { query: "updated_at:>='2026-11-01T00:00:00Z'", sortKey: "UPDATED_AT" },
    },
  ],
  request: ({ limit, cursor, query, sortKey, reverse }) =>
    graphql(
      "ProductsList",
      `query ProductsList($first: Int!, $after: String, $query: String, $sortKey: ProductSortKeys!, $reverse: Boolean!) {
  products(first: $first, after: $after, query: $query, sortKey: $sortKey, reverse: $reverse) {
    nodes { ${productSummaryFields} }
    pageInfo { hasNextPage endCursor }
  }
}`,
      { first: limit, after: cursor ?? null, query: toSearchQuery(query), sortKey, reverse },
    ),
  response: decodeData(z.object({ products: connectionWire(ProductSummaryWire) }), ({ products }) => ({
    products: products.nodes.map(toProductSummary),
    ...toPage(products),
  })),
  quota: { bucket: "graphql", cost: pageCost(13, 60) },
  cache: { ttlMs: 30_000 },
});

/** One product in full. */
export const getProduct = defineOperation({
  id: "shopify.products.get",
  summary: "Get one product with its options, media and variants",
  description: "Give exactly one of id, handle and customId.",
  docs: adminDocs("queries/productByIdentifier"),
  effect: "read",
  input: z.object(productIdentifierInput),
  output: Product,
  scopes: ["read_products"],
  keywords: ["details", "description", "variants", "images", "price"],
  examples: [
    { title: "By id", input: { id: "gid://shopify/Product/8123456789012" } },
    { title: "By handle", input: { handle: "sencha-superior" } },
  ],
  request: ({ id, handle, customId }) => {
    const [name, value] = exactlyOne({ id, handle, customId });
    return graphql(
      "ProductGet",
      `query ProductGet($identifier: ProductIdentifierInput!) {
  productByIdentifier(identifier: $identifier) {
    ${productFields}
  }
}`,
      { identifier: { [name]: value } },
    );
  },
  response: decodeData(
    z.object({ productByIdentifier: ProductWire.nullish() }),
    ({ productByIdentifier }, { input }: { input: { id?: string; handle?: string; customId?: { value: string } } }) =>
      toProduct(notFoundWhenNull(productByIdentifier, `product ${input.id ?? input.handle ?? input.customId?.value}`)),
  ),
  quota: { bucket: "graphql", cost: 40 },
  cache: { ttlMs: 30_000 },
});

/** How many products a query matches. */
export const countProducts = defineOperation({
  id: "shopify.products.count",
  summary: "Count products, all or those that match a query",
  description: "Counting stops at the limit; precision then is AT_LEAST.",
  docs: adminDocs("queries/productsCount"),
  effect: "read",
  input: z.object({
    ...productSearch,
    limit: z.number().int().min(1).max(10_000).default(10_000).describe("Where counting stops"),
  }),
  output: Count,
  scopes: ["read_products"],
  keywords: ["how many", "number of", "total", "catalogue size"],
  examples: [{ title: "How many drafts?", input: { query: "status:draft" } }],
  request: ({ query, limit }) =>
    graphql(
      "ProductsCount",
      "query ProductsCount($query: String, $limit: Int) { productsCount(query: $query, limit: $limit) { count precision } }",
      { query: toSearchQuery(query), limit },
    ),
  response: decodeData(z.object({ productsCount: CountWire.nullish() }), ({ productsCount }) =>
    notFoundWhenNull(productsCount, "count of products"),
  ),
  quota: { bucket: "graphql", cost: 10 },
  cache: { ttlMs: 30_000 },
});
