import { type Listing, textKey } from "../listing.js";
import type { Product, ProductVariant } from "../records/catalog.js";
import type { Store } from "../state.js";
import { metafieldTerms } from "./metafields.js";
import { variantStock } from "./stock.js";

/** The variants of a product in their order. */
export const variantsOf = (store: Store, product: Product): ProductVariant[] =>
  product.variantIds.flatMap((id) => store.ProductVariant.get(id) ?? []);

/** Prices of all variants, in cents. */
export const pricesOf = (store: Store, product: Product) =>
  variantsOf(store, product).map(({ priceCents }) => priceCents);

/** Whether stock is counted. */
export const isTracked = (store: Store, variant: ProductVariant) =>
  store.InventoryItem.get(variant.inventoryItemId)?.tracked === true;

/** The stock-keeping unit of a variant. */
export const skuOf = (store: Store, variant: ProductVariant) =>
  store.InventoryItem.get(variant.inventoryItemId)?.sku ?? null;

/** Stock over all variants of a product. */
export const totalInventory = (store: Store, product: Product): number =>
  variantsOf(store, product).reduce(
    (sum, variant) => sum + (isTracked(store, variant) ? variantStock(store, variant) : 0),
    0,
  );

/** Whether a counted variant is sold out. */
export const isOutOfStockSomewhere = (store: Store, product: Product) =>
  variantsOf(store, product).some((variant) => isTracked(store, variant) && variantStock(store, variant) <= 0);

/** How products are searched and sorted. */
export const productListing = (store: Store): Listing<Product> => ({
  words: ["title"],
  search: {
    default: ({ title, vendor, productType, tags, variantIds }) => [
      title,
      vendor,
      productType,
      ...tags,
      ...variantIds.flatMap((id) => {
        const variant = store.ProductVariant.get(id);
        return variant ? [skuOf(store, variant) ?? "", variant.barcode ?? ""] : [];
      }),
    ],
    id: ({ id }) => id,
    title: ({ title }) => title,
    handle: ({ handle }) => handle,
    status: ({ status }) => status.toLowerCase(),
    vendor: ({ vendor }) => vendor,
    product_type: ({ productType }) => productType,
    tag: ({ tags }) => tags,
    created_at: ({ createdAt }) => createdAt,
    updated_at: ({ updatedAt }) => updatedAt,
    published_at: ({ publishedAt }) => publishedAt,
    published_status: ({ publishedAt }) =>
      publishedAt === null ? ["unpublished", "unavailable"] : ["published", "visible", "online_store_channel"],
    gift_card: ({ giftCard }) => giftCard,
    sku: (product) => variantsOf(store, product).map((variant) => skuOf(store, variant) ?? ""),
    barcode: (product) => variantsOf(store, product).map(({ barcode }) => barcode ?? ""),
    price: (product) => pricesOf(store, product).map((cents) => cents / 100),
    inventory_total: (product) => totalInventory(store, product),
    tracks_inventory: (product) => variantsOf(store, product).some((variant) => isTracked(store, variant)),
    out_of_stock_somewhere: (product) => isOutOfStockSomewhere(store, product),
    has_only_default_variant: (product) => hasOnlyDefaultVariant(product),
    is_price_reduced: (product) =>
      variantsOf(store, product).some(({ compareAtCents, priceCents }) => (compareAtCents ?? 0) > priceCents),
    collection_id: ({ collectionIds }) => collectionIds,
    variant_id: ({ variantIds }) => variantIds,
    variant_title: (product) => variantsOf(store, product).map(variantTitle),
    metafields: ({ id }) => metafieldTerms(store, id),
  },
  sort: {
    TITLE: ({ title }) => textKey(title),
    VENDOR: ({ vendor }) => textKey(vendor),
    PRODUCT_TYPE: ({ productType }) => textKey(productType),
    CREATED_AT: ({ createdAt }) => createdAt,
    UPDATED_AT: ({ updatedAt }) => updatedAt,
    PUBLISHED_AT: ({ publishedAt }) => publishedAt ?? 0,
    INVENTORY_TOTAL: (product) => totalInventory(store, product),
  },
});

/** How variants are searched and sorted. */
export const variantListing = (store: Store): Listing<ProductVariant> => ({
  words: ["title"],
  search: {
    default: (variant) => [
      variantTitle(variant),
      skuOf(store, variant) ?? "",
      variant.barcode ?? "",
      store.Product.get(variant.productId)?.title ?? "",
    ],
    id: ({ id }) => id,
    title: variantTitle,
    sku: (variant) => skuOf(store, variant),
    barcode: ({ barcode }) => barcode,
    product_id: ({ productId }) => productId,
    product_status: ({ productId }) => store.Product.get(productId)?.status.toLowerCase(),
    product_type: ({ productId }) => store.Product.get(productId)?.productType,
    vendor: ({ productId }) => store.Product.get(productId)?.vendor,
    tag: ({ productId }) => store.Product.get(productId)?.tags,
    taxable: ({ taxable }) => taxable,
    inventory_quantity: (variant) => variantStock(store, variant),
    updated_at: ({ updatedAt }) => updatedAt,
  },
  sort: {
    TITLE: (variant) => textKey(variantTitle(variant)),
    NAME: (variant) => textKey(variantTitle(variant)),
    SKU: (variant) => textKey(skuOf(store, variant)),
    INVENTORY_QUANTITY: (variant) => variantStock(store, variant),
    POSITION: (variant) => variantPosition(store, variant),
  },
});

/** `Small / Blue`; `Default Title` for a product without options. */
export const variantTitle = ({ optionValues }: ProductVariant): string =>
  optionValues.map(({ value }) => value).join(" / ");

/** Place of a variant in its product, from 1. */
export const variantPosition = (store: Store, { id, productId }: ProductVariant): number =>
  (store.Product.get(productId)?.variantIds.indexOf(id) ?? 0) + 1;

/** Whether the product has no options. */
export const hasOnlyDefaultVariant = ({ options, variantIds }: Product): boolean =>
  variantIds.length === 1 && options[0]?.name === "Title" && options[0]?.values[0]?.name === "Default Title";
