import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { adminDocs } from "../docs-link.js";
import { decodeMutation, graphql, idempotencyParts } from "../graphql.js";
import { given, refuseInput } from "../schemas/inputs.js";
import { AdjustmentPayloadWire, adjustmentFields, InventoryAdjustment, toAdjustment } from "../schemas/inventory.js";
import {
  changeFromQuantity,
  checksPerEntry,
  place,
  reason,
  referenceDocumentUri,
} from "../schemas/inventory-inputs.js";

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
