import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { adminDocs } from "../docs-link.js";
import { connectionWire, decodeData, graphql, notFoundWhenNull, toPage } from "../graphql.js";
import { needsVersion } from "../needs-version.js";
import { pageCost } from "../page-cost.js";
import { gid, idOf, pageInputOf, present, searchInputFor, toSearchQuery } from "../schemas/common.js";
import {
  InventoryItem,
  InventoryItemWire,
  InventoryLevel,
  ItemLevelsWire,
  inventoryItemFields,
  inventoryLevelFields,
  toInventoryItem,
  toInventoryLevel,
} from "../schemas/inventory.js";
import { adjustInventory } from "./inventory-adjust.js";
import { activateInventory, updateInventoryItem } from "./inventory-items.js";
import { setInventory } from "./inventory-set.js";

/** Inventory items, page by page. */
export const listInventoryItems = defineOperation({
  id: "shopify.inventory.items.list",
  summary: "List inventory items with SKU, cost and variant, e.g. by SKU",
  description: "Stock by location is read with shopify.inventory.levels.get. At most 100 a page.",
  docs: adminDocs("queries/inventoryItems"),
  effect: "read",
  input: z.object({ ...pageInputOf(20, 100), ...searchInputFor("sku:SEN-100") }),
  output: z.object({ items: z.array(InventoryItem), nextCursor: z.string().optional() }),
  pagination: { items: "items" },
  scopes: [["read_inventory", "read_products"]],
  keywords: ["stock", "sku", "cost", "warehouse"],
  examples: [{ title: "By SKU", input: { query: "sku:SEN-100" } }],
  request: ({ limit, cursor, query }) =>
    graphql(
      "InventoryItemsList",
      `query InventoryItemsList($first: Int!, $after: String, $query: String) {
  inventoryItems(first: $first, after: $after, query: $query) {
    nodes { ${inventoryItemFields} }
    pageInfo { hasNextPage endCursor }
  }
}`,
      { first: limit, after: cursor ?? null, query: toSearchQuery(query) },
    ),
  response: decodeData(z.object({ inventoryItems: connectionWire(InventoryItemWire) }), ({ inventoryItems }) => ({
    items: inventoryItems.nodes.map(toInventoryItem),
    ...toPage(inventoryItems),
  })),
  quota: { bucket: "graphql", cost: pageCost(12, 94) },
  cache: { ttlMs: 10_000 },
});

const quantityNames = [
  "available",
  "on_hand",
  "committed",
  "incoming",
  "reserved",
  "damaged",
  "safety_stock",
  "quality_control",
] as const;

const levelsDocument = (apiVersion: string): string => {
  const since2026April = apiVersion >= "2026-04";
  return `query InventoryLevelsGet($id: ID!, $first: Int!, $after: String, $names: [String!]!${since2026April ? ", $includeInactive: Boolean!" : ""}) {
  inventoryItem(id: $id) {
    id sku tracked updatedAt
    inventoryLevels(first: $first, after: $after${since2026April ? ", includeInactive: $includeInactive" : ""}) {
      nodes { ${inventoryLevelFields(apiVersion)} }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;
};

/** Stock of one item at every location. Never cached: decisions stand on it. */
export const getInventoryLevels = defineOperation({
  id: "shopify.inventory.levels.get",
  summary: "Get the stock of one inventory item at each location",
  docs: adminDocs("objects/InventoryLevel"),
  effect: "read",
  input: z.object({
    inventoryItemId: gid("InventoryItem").describe("A variant's inventoryItemId"),
    names: z
      .array(z.enum(quantityNames))
      .min(1)
      .max(quantityNames.length)
      .default(["available", "on_hand", "committed", "incoming"])
      .describe("Quantities to read"),
    includeInactive: z.boolean().default(false).describe("Inactive locations too; needs API version 2026-04"),
    ...pageInputOf(50),
  }),
  output: z.object({
    inventoryItemId: idOf("InventoryItem"),
    sku: z.string().optional(),
    tracked: z.boolean().describe("False: stock is not counted and quantities mean nothing"),
    levels: z.array(InventoryLevel),
    nextCursor: z.string().optional(),
  }),
  pagination: { items: "levels" },
  scopes: ["read_inventory"],
  keywords: ["stock", "quantity", "available", "on hand", "warehouse", "location"],
  examples: [
    { title: "Where is it in stock?", input: { inventoryItemId: "gid://shopify/InventoryItem/46123456789012" } },
  ],
  request: ({ inventoryItemId, names, includeInactive, limit, cursor }, { apiVersion }) => {
    if (includeInactive && apiVersion < "2026-04") throw needsVersion(apiVersion, "2026-04", "includeInactive");
    return graphql("InventoryLevelsGet", levelsDocument(apiVersion), {
      id: inventoryItemId,
      first: limit,
      after: cursor ?? null,
      names,
      ...(apiVersion >= "2026-04" && { includeInactive }),
    });
  },
  response: decodeData(
    z.object({ inventoryItem: ItemLevelsWire.nullish() }),
    ({ inventoryItem }, { input }: { readonly input: { readonly inventoryItemId: string } }) => {
      const item = notFoundWhenNull(inventoryItem, `inventory item ${input.inventoryItemId}`);
      return {
        inventoryItemId: item.id,
        tracked: item.tracked,
        ...present({ sku: item.sku || undefined }),
        levels: item.inventoryLevels.nodes.map(toInventoryLevel),
        ...toPage(item.inventoryLevels),
      };
    },
  ),
  quota: { bucket: "graphql", cost: pageCost(12, 60) },
});

/** Branch `inventory` of the tree. */
export const inventory = {
  items: { list: listInventoryItems, update: updateInventoryItem },
  levels: { get: getInventoryLevels },
  set: setInventory,
  adjust: adjustInventory,
  activate: activateInventory,
};
