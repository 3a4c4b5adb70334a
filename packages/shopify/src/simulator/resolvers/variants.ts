import { numericId } from "../gid.js";
import type { ProductVariant } from "../records/catalog.js";
import type { Store } from "../state.js";
import { type Fields, legacyId } from "./fields.js";
import { metafieldFields } from "./metafields.js";
import { isTracked, skuOf, variantPosition, variantTitle } from "./product-search.js";
import { variantStock } from "./stock.js";

/** A cursor by id alone. */
export const idCursor = (id: string) =>
  Buffer.from(`{"last_id":${numericId(id)},"last_value":${numericId(id)}}`).toString("base64");

/** Fields of `ProductVariant`. */
export const variantFields: Fields<ProductVariant> = {
  ...legacyId,
  ...metafieldFields,
  title: variantTitle,
  displayName: (source, _, { store }) =>
    `${store.Product.get(source.productId)?.title ?? ""} - ${variantTitle(source)}`,
  sku: (source, _, { store }) => skuOf(store, source),
  price: ({ priceCents }) => (priceCents / 100).toFixed(2),
  compareAtPrice: ({ compareAtCents }) => (compareAtCents === null ? null : (compareAtCents / 100).toFixed(2)),
  position: (source, _, { store }) => variantPosition(store, source),
  availableForSale: (source, _, { store }) =>
    source.inventoryPolicy === "CONTINUE" || !isTracked(store, source) || variantStock(store, source) > 0,
  inventoryQuantity: (source, _, { store }) => variantStock(store, source),
  sellableOnlineQuantity: (source, _, { store }) => variantStock(store, source),
  selectedOptions: (source, _, { store }) =>
    source.optionValues.map((option, index) => ({ ...option, optionValue: optionValueOf(store, source, index) })),
  inventoryItem: ({ inventoryItemId }, _, { store }) => store.InventoryItem.get(inventoryItemId),
  product: ({ productId }, _, { store }) => store.Product.get(productId),
  defaultCursor: ({ id }) => idCursor(id),
  requiresComponents: () => false,
  showUnitPrice: () => false,
};

const optionValueOf = (store: Store, { productId, optionValues }: ProductVariant, index: number) => {
  const value = store.Product.get(productId)?.options[index]?.values.find(
    ({ name }) => name === optionValues[index]?.value,
  );
  return value && { ...value, hasVariants: true };
};
