import { z } from "zod";
import { idOf, openEnum, present, timestamp } from "./common.js";

/** A variant within its product. Prices are plain decimals in the shop's currency. */
export const ProductVariant = z.object({
  id: idOf("ProductVariant"),
  title: z.string().describe('Its option values joined, e.g. "Green / 100 g"'),
  sku: z.string().optional(),
  barcode: z.string().optional(),
  price: z.string().describe("Decimal as text in the shop's currency"),
  compareAtPrice: z.string().optional().describe("Former price, in the shop's currency"),
  inventoryQuantity: z.number().optional().describe("Available over all locations; absent where hidden"),
  inventoryPolicy: openEnum(["DENY", "CONTINUE"], "Whether it sells below zero"),
  inventoryItemId: idOf("InventoryItem").describe("What the inventory operations take"),
  position: z.number(),
  updatedAt: timestamp,
});
/** A variant within its product. */
export type ProductVariant = z.infer<typeof ProductVariant>;

/** `ProductVariant`. */
export const ProductVariantWire = z.object({
  id: z.string(),
  title: z.string(),
  sku: z.string().nullish(),
  barcode: z.string().nullish(),
  price: z.string(),
  compareAtPrice: z.string().nullish(),
  inventoryQuantity: z.number().nullish(),
  inventoryPolicy: z.string(),
  inventoryItem: z.object({ id: z.string() }),
  position: z.number(),
  updatedAt: z.string(),
});

/** Selection that {@link ProductVariantWire} reads. */
export const variantFields =
  "id title sku barcode price compareAtPrice inventoryQuantity inventoryPolicy inventoryItem { id } position updatedAt";

/** `ProductVariant` as we promise it. */
export const toProductVariant = (variant: z.output<typeof ProductVariantWire>): ProductVariant => ({
  id: variant.id,
  title: variant.title,
  price: variant.price,
  inventoryPolicy: variant.inventoryPolicy,
  inventoryItemId: variant.inventoryItem.id,
  position: variant.position,
  updatedAt: variant.updatedAt,
  ...present({
    sku: variant.sku || undefined,
    barcode: variant.barcode || undefined,
    compareAtPrice: variant.compareAtPrice,
    inventoryQuantity: variant.inventoryQuantity,
  }),
});

/** A variant in a list over all products. */
export const ListedVariant = ProductVariant.extend({ productId: idOf("Product"), productTitle: z.string() });
/** A variant in a list over all products. */
export type ListedVariant = z.infer<typeof ListedVariant>;

/** `ProductVariant` with its product. */
export const ListedVariantWire = ProductVariantWire.extend({
  product: z.object({ id: z.string(), title: z.string() }),
});

/** `ProductVariant` as lists promise it. */
export const toListedVariant = (variant: z.output<typeof ListedVariantWire>): ListedVariant => ({
  ...toProductVariant(variant),
  productId: variant.product.id,
  productTitle: variant.product.title,
});
