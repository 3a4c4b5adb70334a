import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { adminDocs } from "../docs-link.js";
import { connectionWire, decodeData, graphql, toPage } from "../graphql.js";
import { pageCost } from "../page-cost.js";
import { pageInput, searchInputFor, toSearchQuery } from "../schemas/common.js";
import { ListedVariant, ListedVariantWire, toListedVariant, variantFields } from "../schemas/variants.js";

import { bulkCreateVariants, bulkUpdateVariants } from "./variants-write.js";

/** Variants over all products. */
export const listVariants = defineOperation({
  id: "shopify.variants.list",
  summary: "List product variants over all products, e.g. by SKU",
  docs: adminDocs("queries/productVariants"),
  effect: "read",
  input: z.object({
    ...pageInput,
    ...searchInputFor("sku:SEN-100 or product_id:8123456789012"),
    sortKey: z
      .enum(["ID", "SKU", "TITLE", "NAME", "FULL_TITLE", "POSITION", "INVENTORY_QUANTITY", "RELEVANCE"])
      .default("ID")
      .describe("There is no sorting by time of change"),
    reverse: z.boolean().default(false).describe("Descending"),
  }),
  output: z.object({ variants: z.array(ListedVariant), nextCursor: z.string().optional() }),
  pagination: { items: "variants" },
  scopes: ["read_products"],
  keywords: ["sku", "barcode", "ean", "price", "size", "colour"],
  examples: [
    { title: "By SKU", input: { query: "sku:SEN-100" } },
    { title: "All of one product", input: { query: "product_id:8123456789012", limit: 250 } },
  ],
  request: ({ limit, cursor, query, sortKey, reverse }) =>
    graphql(
      "VariantsList",
      `query VariantsList($first: Int!, $after: String, $query: String, $sortKey: ProductVariantSortKeys!, $reverse: Boolean!) {
  productVariants(first: $first, after: $after, query: $query, sortKey: $sortKey, reverse: $reverse) {
    nodes { ${variantFields} product { id title } }
    pageInfo { hasNextPage endCursor }
  }
}`,
      { first: limit, after: cursor ?? null, query: toSearchQuery(query), sortKey, reverse },
    ),
  response: decodeData(z.object({ productVariants: connectionWire(ListedVariantWire) }), ({ productVariants }) => ({
    variants: productVariants.nodes.map(toListedVariant),
    ...toPage(productVariants),
  })),
  quota: { bucket: "graphql", cost: pageCost(20, 60) },
  cache: { ttlMs: 30_000 },
});

/** Branch `variants` of the tree. */
export const variants = { list: listVariants, bulkCreate: bulkCreateVariants, bulkUpdate: bulkUpdateVariants };
