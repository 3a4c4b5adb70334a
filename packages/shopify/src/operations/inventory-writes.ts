import { defineOperation, type RequestContext } from "@trunkline/core";
import { z } from "zod";
import { adminDocs } from "../docs-link.js";
import { decodeMutation, graphql, idempotencyParts } from "../graphql.js";
import { gid } from "../schemas/common.js";
import { decimal, given, refuseInput } from "../schemas/inputs.js";
import {
  AdjustmentPayloadWire,
  adjustmentFields,
  InventoryAdjustment,
  InventoryItem,
  InventoryItemWire,
  InventoryLevel,
  InventoryLevelWire,
  inventoryItemFields,
  inventoryLevelFields,
  toAdjustment,
  toInventoryItem,
  toInventoryLevel,
} from "../schemas/inventory.js";
import { toInventoryItemInput } from "../schemas/product-inputs.js";

const place = { inventoryItemId: gid("InventoryItem"), locationId: gid("Location") };

const changeFromQuantity = z
  .number()
  .int()
  .optional()
  .describe("What you believe the quantity is now: refused with CONFLICT if it is not. Left out: no check");

const reasons =
  "correction, cycle_count_available, damaged, movement_created, other, promotion, quality_control, received, reservation_created, restock, safety_stock, shrinkage";

const reason = z.string().min(1).default("correction").describe(`Why, one of ${reasons}`);

const referenceDocumentUri = z
  .string()
  .max(255)
  .optional()
  .describe("What caused it, as a URI of your own, e.g. erp://count/2026-11");

/** Since this version the check is per entry and must be stated, if only as null; before, one switch turns it off for all. */
const checksPerEntry = (apiVersion: string): boolean => apiVersion >= "2026-04";

const SetInput = z.object({
  name: z.enum(["available", "on_hand"]).default("available").describe("Which quantity is set"),
  reason,
  referenceDocumentUri,
  quantities: z
    .array(
      z.object({ ...place, quantity: z.number().int().min(-1_000_000_000).max(1_000_000_000), changeFromQuantity }),
    )
    .min(1)
    .max(250),
});

const toSetInput = (
  { name, reason, referenceDocumentUri, quantities }: z.output<typeof SetInput>,
  apiVersion: string,
) => {
  const common = { name, reason, ...given({ referenceDocumentUri }) };
  if (checksPerEntry(apiVersion))
    return {
      ...common,
      quantities: quantities.map((entry) => ({ ...entry, changeFromQuantity: entry.changeFromQuantity ?? null })),
    };
  const checked = quantities.filter((entry) => entry.changeFromQuantity !== undefined).length;
  if (checked !== 0 && checked !== quantities.length)
    throw refuseInput([
      { path: "quantities", message: `API version ${apiVersion} wants changeFromQuantity on every entry or on none` },
    ]);
  return {
    ...common,
    ignoreCompareQuantity: checked === 0,
    quantities: quantities.map(({ changeFromQuantity: expected, ...entry }) => ({
      ...entry,
      ...given({ compareQuantity: expected }),
    })),
  };
};

/** Says what the stock is. */
export const setInventory = defineOperation({
  id: "shopify.inventory.set",
  summary: "Set the stock of items at locations to absolute quantities",
  description: "Give changeFromQuantity to be sure that nobody sold in between. All or nothing; at most 250 at once.",
  docs: adminDocs("mutations/inventorySetQuantities"),
  effect: "write",
  idempotency: "key",
  input: SetInput,
  output: InventoryAdjustment,
  scopes: ["write_inventory"],
  keywords: ["stock", "count", "stocktaking", "quantity", "correct"],
  examples: [
    {
      title: "Counted 24 where the shop said 20",
      input: {
        reason: "cycle_count_available",
        quantities: [
          {
            inventoryItemId: "gid://shopify/InventoryItem/46123456789012",
            locationId: "gid://shopify/Location/71234567890",
            quantity: 24,
            changeFromQuantity: 20,
          },
        ],
      },
    },
  ],
  request: (input, context) => {
    const key = idempotencyParts(context);
    return graphql(
      "InventorySet",
      `mutation InventorySet(${key.definition}$input: InventorySetQuantitiesInput!) {
  inventorySetQuantities(input: $input)${key.directive} {
    ${adjustmentFields}
    userErrors { field message code }
  }
}`,
      { ...key.variables, input: toSetInput(input, context.apiVersion) },
    );
  },
  response: decodeMutation({
    root: "inventorySetQuantities",
    result: "inventoryAdjustmentGroup",
    wire: AdjustmentPayloadWire,
    map: toAdjustment,
  }),
  quota: { bucket: "graphql", cost: 13 },
});

const AdjustInput = z.object({
  name: z
    .enum(["available", "damaged", "incoming", "quality_control", "reserved", "safety_stock"])
    .default("available")
    .describe("Which quantity is changed"),
  reason,
  referenceDocumentUri,
  changes: z
    .array(
      z.object({
        ...place,
        delta: z.number().int().describe("What is added; negative takes away"),
        changeFromQuantity,
        ledgerDocumentUri: z
          .string()
          .max(255)
          .optional()
          .describe("Required unless name is available: the document in your ledger, as a URI of your own"),
      }),
    )
    .min(1)
    .max(250),
});

const toAdjustInput = (
  { name, reason, referenceDocumentUri, changes }: z.output<typeof AdjustInput>,
  apiVersion: string,
) => {
  const missing = changes.flatMap(({ ledgerDocumentUri }, index) =>
    name !== "available" && ledgerDocumentUri === undefined
      ? [{ path: `changes.${index}.ledgerDocumentUri`, message: `Required for ${name}` }]
      : [],
  );
  if (missing.length > 0) throw refuseInput(missing);
  return {
    name,
    reason,
    ...given({ referenceDocumentUri }),
    changes: changes.map(({ changeFromQuantity: expected, ledgerDocumentUri, ...change }) => ({
      ...change,
      ...given({ ledgerDocumentUri }),
      ...(checksPerEntry(apiVersion)
        ? { changeFromQuantity: expected ?? null }
        : given({ changeFromQuantity: expected })),
    })),
  };
};

/** Adds to or takes from stock. */
export const adjustInventory = defineOperation({
  id: "shopify.inventory.adjust",
  summary: "Add to or take from the stock of items at locations",
  description: "All or nothing; at most 250 at once. Repeating it with the same idempotency key changes nothing more.",
  docs: adminDocs("mutations/inventoryAdjustQuantities"),
  effect: "write",
  idempotency: "key",
  input: AdjustInput,
  output: InventoryAdjustment,
  scopes: ["write_inventory"],
  keywords: ["stock", "increase", "decrease", "received", "shrinkage", "delta"],
  examples: [
    {
      title: "Twelve arrived",
      input: {
        reason: "received",
        changes: [
          {
            inventoryItemId: "gid://shopify/InventoryItem/46123456789012",
            locationId: "gid://shopify/Location/71234567890",
            delta: 12,
          },
        ],
      },
    },
  ],
  request: (input, context) => {
    const key = idempotencyParts(context);
    return graphql(
      "InventoryAdjust",
      `mutation InventoryAdjust(${key.definition}$input: InventoryAdjustQuantitiesInput!) {
  inventoryAdjustQuantities(input: $input)${key.directive} {
    ${adjustmentFields}
    userErrors { field message code }
  }
}`,
      { ...key.variables, input: toAdjustInput(input, context.apiVersion) },
    );
  },
  response: decodeMutation({
    root: "inventoryAdjustQuantities",
    result: "inventoryAdjustmentGroup",
    wire: AdjustmentPayloadWire,
    map: toAdjustment,
  }),
  quota: { bucket: "graphql", cost: 13 },
});

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
