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
