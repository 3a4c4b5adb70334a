import { defineOperation, type RequestContext } from "@trunkline/core";
import { z } from "zod";
import { adminDocs } from "../docs-link.js";
import { decodeMutation, graphql, idempotencyParts } from "../graphql.js";
import { gid } from "../schemas/common.js";
import { decimal, given } from "../schemas/inputs.js";
import {
  InventoryItem,
  InventoryItemWire,
  InventoryLevel,
  InventoryLevelWire,
  inventoryItemFields,
  inventoryLevelFields,
  toInventoryItem,
  toInventoryLevel,
} from "../schemas/inventory.js";
import { place } from "../schemas/inventory-inputs.js";
import { toInventoryItemInput } from "../schemas/product-inputs.js";

const levelNames = ["available", "on_hand", "committed", "incoming"];

const activateDocument = (context: RequestContext): string => {
  const key = idempotencyParts(context);
  return `mutation InventoryActivate(${key.definition}$inventoryItemId: ID!, $locationId: ID!, $available: Int, $onHand: Int, $names: [String!]!) {
  inventoryActivate(inventoryItemId: $inventoryItemId, locationId: $locationId, available: $available, onHand: $onHand)${key.directive} {
    inventoryLevel { ${inventoryLevelFields(context.apiVersion)} }
    userErrors { field message }
  }
}`;
};

/** Begins to stock an item at a location. */
export const activateInventory = defineOperation({
  id: "shopify.inventory.activate",
  summary: "Begin to stock an inventory item at a location",
  description: "Where it is stocked already nothing changes and the present level comes back.",
  docs: adminDocs("mutations/inventoryActivate"),
  effect: "write",
  idempotency: "key",
  input: z.object({
    ...place,
    available: z.number().int().optional().describe("First available quantity"),
    onHand: z.number().int().optional().describe("First quantity on hand"),
  }),
  output: InventoryLevel,
  scopes: ["write_inventory"],
  keywords: ["stock", "location", "connect", "warehouse"],
  examples: [
    {
      title: "Stock it in the shop too",
      input: {
        inventoryItemId: "gid://shopify/InventoryItem/46123456789012",
        locationId: "gid://shopify/Location/71234567890",
        available: 10,
      },
    },
  ],
  request: ({ inventoryItemId, locationId, available, onHand }, context) =>
    graphql("InventoryActivate", activateDocument(context), {
      ...idempotencyParts(context).variables,
      inventoryItemId,
      locationId,
      available: available ?? null,
      onHand: onHand ?? null,
      names: levelNames,
    }),
  response: decodeMutation({
    root: "inventoryActivate",
    result: "inventoryLevel",
    wire: z.object({ inventoryLevel: InventoryLevelWire }),
    map: ({ inventoryLevel }) => toInventoryLevel(inventoryLevel),
  }),
  quota: { bucket: "graphql", cost: 20 },
});

/** Changes facts of an inventory item. */
export const updateInventoryItem = defineOperation({
  id: "shopify.inventory.items.update",
  summary: "Update SKU, cost, tracking and shipping facts of an inventory item",
  description: "Fields left out stay. Stock is changed with shopify.inventory.set or adjust.",
  docs: adminDocs("mutations/inventoryItemUpdate"),
  effect: "write",
  idempotency: "natural",
  input: z.object({
    id: gid("InventoryItem"),
    sku: z.string().max(255).optional(),
    cost: decimal.optional().describe("Unit cost in the shop's currency"),
    tracked: z.boolean().optional().describe("Whether stock is counted"),
    requiresShipping: z.boolean().optional(),
    weight: z.object({ value: z.number().min(0), unit: z.enum(["GRAMS", "KILOGRAMS", "OUNCES", "POUNDS"]) }).optional(),
    countryCodeOfOrigin: z.string().length(2).optional().describe("ISO 3166-1, e.g. JP"),
    harmonizedSystemCode: z.string().optional().describe("Customs tariff number, 6–13 digits"),
  }),
  output: InventoryItem,
  scopes: ["write_inventory"],
  keywords: ["cost", "purchase price", "customs", "track"],
  examples: [
    { title: "A new purchase price", input: { id: "gid://shopify/InventoryItem/46123456789012", cost: "4.20" } },
  ],
  request: ({ id, countryCodeOfOrigin, harmonizedSystemCode, ...facts }) =>
    graphql(
      "InventoryItemUpdate",
      `mutation InventoryItemUpdate($id: ID!, $input: InventoryItemInput!) {
  inventoryItemUpdate(id: $id, input: $input) {
    inventoryItem { ${inventoryItemFields} }
    userErrors { field message }
  }
}`,
      { id, input: { ...toInventoryItemInput(facts), ...given({ countryCodeOfOrigin, harmonizedSystemCode }) } },
    ),
  response: decodeMutation({
    root: "inventoryItemUpdate",
    result: "inventoryItem",
    strict: true,
    wire: z.object({ inventoryItem: InventoryItemWire }),
    map: ({ inventoryItem }) => toInventoryItem(inventoryItem),
  }),
  quota: { bucket: "graphql", cost: 15 },
});
