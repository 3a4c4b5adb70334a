import { z } from "zod";
import { connectionWire } from "../wire/graphql.js";
import { idOf, Money, MoneyWire, present, timestamp } from "./common.js";

/** What a variant stocks. */
export const InventoryItem = z.object({
  id: idOf("InventoryItem"),
  sku: z.string().optional(),
  tracked: z.boolean().describe("Whether stock is counted"),
  requiresShipping: z.boolean(),
  unitCost: Money.optional().describe("Absent without permission to see costs"),
  variantId: idOf("ProductVariant").optional(),
  productId: idOf("Product").optional(),
  updatedAt: timestamp,
});
/** What a variant stocks. */
export type InventoryItem = z.infer<typeof InventoryItem>;

/** `InventoryItem`. */
export const InventoryItemWire = z.object({
  id: z.string(),
  sku: z.string().nullish(),
  tracked: z.boolean(),
  requiresShipping: z.boolean(),
  unitCost: MoneyWire.nullish(),
  variants: z.object({ nodes: z.array(z.object({ id: z.string(), product: z.object({ id: z.string() }) })) }).nullish(),
  updatedAt: z.string(),
});

/** Selection that {@link InventoryItemWire} reads. */
export const inventoryItemFields = `id sku tracked requiresShipping unitCost { amount currencyCode } updatedAt
    variants(first: 1) { nodes { id product { id } } }`;

/** `InventoryItem` as we promise it. */
export const toInventoryItem = (item: z.output<typeof InventoryItemWire>): InventoryItem => {
  const variant = item.variants?.nodes[0];
  return {
    id: item.id,
    tracked: item.tracked,
    requiresShipping: item.requiresShipping,
    updatedAt: item.updatedAt,
    ...present({
      sku: item.sku || undefined,
      unitCost: item.unitCost,
      variantId: variant?.id,
      productId: variant?.product.id,
    }),
  };
};

/** Stock of one item at one location. */
export const InventoryLevel = z.object({
  id: idOf("InventoryLevel"),
  locationId: idOf("Location"),
  locationName: z.string().optional().describe("Absent without read_locations"),
  isActive: z.boolean().optional().describe("Told by API versions since 2026-04"),
  quantities: z.record(z.string(), z.number()).describe('By name, e.g. { "available": 12, "on_hand": 14 }'),
  updatedAt: timestamp,
});
/** Stock of one item at one location. */
export type InventoryLevel = z.infer<typeof InventoryLevel>;

/** `InventoryLevel`. */
export const InventoryLevelWire = z.object({
  id: z.string(),
  isActive: z.boolean().nullish(),
  location: z.object({ id: z.string(), name: z.string().nullish() }),
  quantities: z.array(z.object({ name: z.string(), quantity: z.number() })),
  updatedAt: z.string(),
});

/** Selection that {@link InventoryLevelWire} reads, with a variable `$names`. */
export const inventoryLevelFields = (apiVersion: string): string =>
  `id ${apiVersion >= "2026-04" ? "isActive " : ""}location { id name } quantities(names: $names) { name quantity } updatedAt`;

/** `InventoryLevel` as we promise it. */
export const toInventoryLevel = (level: z.output<typeof InventoryLevelWire>): InventoryLevel => ({
  id: level.id,
  locationId: level.location.id,
  quantities: Object.fromEntries(level.quantities.map(({ name, quantity }) => [name, quantity])),
  updatedAt: level.updatedAt,
  ...present({ locationName: level.location.name, isActive: level.isActive }),
});

/** An inventory item with its stock, page by page. */
export const ItemLevelsWire = InventoryItemWire.omit({ variants: true, unitCost: true, requiresShipping: true }).extend(
  {
    inventoryLevels: connectionWire(InventoryLevelWire),
  },
);

/** What a change of stock did. */
export const InventoryAdjustment = z.object({
  id: idOf("InventoryAdjustmentGroup").optional().describe("Absent when nothing had to change"),
  reason: z.string().optional(),
  createdAt: timestamp.optional(),
  changes: z.array(
    z.object({
      inventoryItemId: idOf("InventoryItem").optional(),
      locationId: idOf("Location").optional(),
      name: z.string().describe("e.g. available; a change of one quantity moves others too"),
      delta: z.number(),
      quantityAfter: z.number().optional(),
    }),
  ),
});
/** What a change of stock did. */
export type InventoryAdjustment = z.infer<typeof InventoryAdjustment>;

/** Payload part of both mutations that change stock. */
export const AdjustmentPayloadWire = z.object({
  inventoryAdjustmentGroup: z
    .object({
      id: z.string(),
      reason: z.string().nullish(),
      createdAt: z.string().nullish(),
      changes: z
        .array(
          z.object({
            name: z.string(),
            delta: z.number(),
            quantityAfterChange: z.number().nullish(),
            item: z.object({ id: z.string() }).nullish(),
            location: z.object({ id: z.string() }).nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

/** Selection that {@link AdjustmentPayloadWire} reads. */
export const adjustmentFields = `inventoryAdjustmentGroup {
      id reason createdAt
      changes { name delta quantityAfterChange item { id } location { id } }
    }`;

/** What a change of stock did, as we promise it. */
export const toAdjustment = ({
  inventoryAdjustmentGroup: group,
}: z.output<typeof AdjustmentPayloadWire>): InventoryAdjustment => ({
  ...present({ id: group?.id, reason: group?.reason, createdAt: group?.createdAt }),
  changes: (group?.changes ?? []).map(({ name, delta, quantityAfterChange, item, location }) => ({
    name,
    delta,
    ...present({ inventoryItemId: item?.id, locationId: location?.id, quantityAfter: quantityAfterChange }),
  })),
});
