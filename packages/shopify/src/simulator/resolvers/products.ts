import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.js";
import { numericId, toGid } from "../gid.js";
import { type ListArguments, type Listing, searchRows, textKey, toCount, toListing } from "../listing.js";
import { toMoney } from "../money.js";
import { type PageArguments, toConnection } from "../paging.js";
import type { Collection, Product, ProductOption, ProductVariant } from "../records.js";
import { shopCurrency } from "../seed/company.js";
import type { Store } from "../state.js";
import { type Fields, legacyId, stripHtml } from "./fields.js";
import { findByCustomId, metafieldFields, metafieldTerms } from "./metafields.js";
import { variantStock } from "./stock.js";

/** The variants of a product in their order. */
export const variantsOf = (store: Store, product: Product): ProductVariant[] =>
  product.variantIds.flatMap((id) => store.ProductVariant.get(id) ?? []);

const pricesOf = (store: Store, product: Product) => variantsOf(store, product).map(({ priceCents }) => priceCents);
const isTracked = (store: Store, variant: ProductVariant) =>
  store.InventoryItem.get(variant.inventoryItemId)?.tracked === true;
const skuOf = (store: Store, variant: ProductVariant) => store.InventoryItem.get(variant.inventoryItemId)?.sku ?? null;

/** Stock over all variants of a product. */
export const totalInventory = (store: Store, product: Product): number =>
  variantsOf(store, product).reduce(
    (sum, variant) => sum + (isTracked(store, variant) ? variantStock(store, variant) : 0),
    0,
  );

const isOutOfStockSomewhere = (store: Store, product: Product) =>
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

const variantListing = (store: Store): Listing<ProductVariant> => ({
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

const variantPosition = (store: Store, { id, productId }: ProductVariant): number =>
  (store.Product.get(productId)?.variantIds.indexOf(id) ?? 0) + 1;

const hasOnlyDefaultVariant = ({ options, variantIds }: Product): boolean =>
  variantIds.length === 1 && options[0]?.name === "Title" && options[0]?.values[0]?.name === "Default Title";

const toOption = (product: Product, option: ProductOption, index: number, store: Store) => ({
  ...option,
  position: index + 1,
  values: option.values.map(({ name }) => name),
  optionValues: option.values.map((value) => ({
    ...value,
    hasVariants: variantsOf(store, product).some(({ optionValues }) => optionValues[index]?.value === value.name),
  })),
});

const range = (cents: readonly number[]) => ({
  min: toMoney(Math.min(...cents), shopCurrency),
  max: toMoney(Math.max(...cents), shopCurrency),
});

const toMedia = ({ id, alt, url, createdAt }: Product["media"][number]) => {
  const image = { id: toGid("ImageSource", numericId(id)), altText: alt, url, width: 1200, height: 1200 };
  return {
    __typename: "MediaImage",
    id,
    seq: 0,
    alt,
    mediaContentType: "IMAGE",
    status: "READY",
    fileStatus: "READY",
    mimeType: "image/jpeg",
    image,
    preview: { image, status: "READY" },
    createdAt,
    updatedAt: createdAt,
  };
};

const idCursor = (id: string) =>
  Buffer.from(`{"last_id":${numericId(id)},"last_value":${numericId(id)}}`).toString("base64");

const product: Fields<Product> = {
  ...legacyId,
  ...metafieldFields,
  description: ({ descriptionHtml }, { truncateAt }: { truncateAt?: number }) =>
    stripHtml(descriptionHtml).slice(0, truncateAt ?? undefined),
  bodyHtml: ({ descriptionHtml }) => descriptionHtml,
  isGiftCard: ({ giftCard }) => giftCard,
  totalInventory: (source, _, { store }) => totalInventory(store, source),
  tracksInventory: (source, _, { store }) => variantsOf(store, source).some((variant) => isTracked(store, variant)),
  hasOnlyDefaultVariant: (source) => hasOnlyDefaultVariant(source),
  hasOutOfStockVariants: (source, _, { store }) => isOutOfStockSomewhere(store, source),
  hasVariantsThatRequiresComponents: () => false,
  requiresSellingPlan: () => false,
  defaultCursor: ({ id }) => idCursor(id),
  onlineStoreUrl: ({ status, publishedAt, handle }, _, { settings }) =>
    status === "ACTIVE" && publishedAt !== null ? `https://${settings.shopHost}/products/${handle}` : null,
  onlineStorePreviewUrl: ({ handle }, _, { settings }) => `https://${settings.shopHost}/products/${handle}`,
  options: (source, { first }: { first?: number }, { store }) =>
    source.options.slice(0, first ?? undefined).map((option, index) => toOption(source, option, index, store)),
  variants: (source, args: PageArguments & { sortKey?: string | null }, context) => {
    const rows = variantsOf(context.store, source);
    const keyOf =
      variantListing(context.store).sort[args.sortKey ?? "POSITION"] ??
      ((variant: ProductVariant) => variantPosition(context.store, variant));
    const sorted =
      args.sortKey && args.sortKey !== "POSITION" ? [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) : rows;
    return toConnection(args.reverse ? sorted.toReversed() : sorted, args, keyOf);
  },
  variantsCount: ({ variantIds }) => toCount(variantIds.length),
  media: ({ media }, args: PageArguments) => toConnection(media.map(toMedia), args),
  mediaCount: ({ media }) => toCount(media.length),
  featuredMedia: ({ media }) => (media[0] ? toMedia(media[0]) : null),
  featuredImage: ({ media }) => (media[0] ? toMedia(media[0]).image : null),
  priceRangeV2: (source, _, { store }) => {
    const { min, max } = range(pricesOf(store, source));
    return { minVariantPrice: min, maxVariantPrice: max };
  },
  compareAtPriceRange: (source, _, { store }) => {
    const cents = variantsOf(store, source).flatMap(({ compareAtCents }) => compareAtCents ?? []);
    if (cents.length === 0) return null;
    const { min, max } = range(cents);
    return { minVariantCompareAtPrice: min, maxVariantCompareAtPrice: max };
  },
  collections: ({ collectionIds }, args: ListArguments, context, info) =>
    toListing(
      collectionIds.flatMap((id) => context.store.Collection.get(id) ?? []),
      collectionListing,
      args,
      context,
      info,
    ),
  inCollection: ({ collectionIds }, { id }: { id: string }) => collectionIds.includes(id),
};

const variant: Fields<ProductVariant> = {
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

const collectionListing: Listing<Collection> = {
  words: ["title"],
  search: {
    default: ({ title }) => title,
    id: ({ id }) => id,
    title: ({ title }) => title,
    handle: ({ handle }) => handle,
    updated_at: ({ updatedAt }) => updatedAt,
    collection_type: () => "custom",
  },
  sort: { TITLE: ({ title }) => textKey(title), UPDATED_AT: ({ updatedAt }) => updatedAt },
};

const productsIn = (store: Store, { id }: Collection) =>
  [...store.Product.values()].filter(({ collectionIds }) => collectionIds.includes(id));

const collection: Fields<Collection> = {
  ...legacyId,
  ...metafieldFields,
  description: ({ descriptionHtml }, { truncateAt }: { truncateAt?: number }) =>
    stripHtml(descriptionHtml).slice(0, truncateAt ?? undefined),
  sortOrder: () => "MANUAL",
  seo: () => ({ title: null, description: null }),
  products: (source, args: PageArguments, { store }) => toConnection(productsIn(store, source), args),
  productsCount: (source, _, { store }) => toCount(productsIn(store, source).length),
  hasProduct: ({ id }, { id: productId }: { id: string }, { store }) =>
    store.Product.get(productId)?.collectionIds.includes(id) ?? false,
};

interface ProductIdentifier {
  readonly identifier: {
    readonly id?: string;
    readonly handle?: string;
    readonly customId?: { readonly namespace?: string; readonly key: string; readonly value: string };
  };
}

/** The product an identifier names. */
export const productByIdentifier = (
  store: Store,
  { id, handle, customId }: ProductIdentifier["identifier"],
): Product | undefined => {
  if (id) return store.Product.get(id);
  if (handle) return [...store.Product.values()].find((each) => each.handle === handle);
  const ownerId = customId && findByCustomId(store, customId);
  return ownerId ? store.Product.get(ownerId) : undefined;
};

const countOf = (
  rows: readonly Product[],
  { query, limit }: { query?: string | null; limit?: number | null },
  context: Context,
  info: GraphQLResolveInfo,
) => toCount(searchRows(rows, productListing(context.store), query, context, info).length, limit);

/** Products, variants and collections. */
export const productResolvers = {
  Product: product,
  ProductVariant: variant,
  Collection: collection,
  QueryRoot: {
    products: (_: unknown, args: ListArguments, context, info) =>
      toListing([...context.store.Product.values()], productListing(context.store), args, context, info),
    productsCount: (_: unknown, args: ListArguments & { limit?: number | null }, context, info) =>
      countOf([...context.store.Product.values()], args, context, info),
    product: (_: unknown, { id }: { id: string }, { store }) => store.Product.get(id),
    productByHandle: (_: unknown, { handle }: { handle: string }, { store }) => productByIdentifier(store, { handle }),
    productByIdentifier: (_: unknown, { identifier }: ProductIdentifier, { store }) =>
      productByIdentifier(store, identifier),
    productVariants: (_: unknown, args: ListArguments, context, info) =>
      toListing([...context.store.ProductVariant.values()], variantListing(context.store), args, context, info),
    productVariantsCount: (
      _: unknown,
      { query, limit }: { query?: string | null; limit?: number | null },
      context,
      info,
    ) =>
      toCount(
        searchRows([...context.store.ProductVariant.values()], variantListing(context.store), query, context, {
          ...info,
          fieldName: "productVariants",
        }).length,
        limit,
      ),
    productVariant: (_: unknown, { id }: { id: string }, { store }) => store.ProductVariant.get(id),
    productVariantByIdentifier: (_: unknown, { identifier }: { identifier: { id?: string } }, { store }) =>
      store.ProductVariant.get(identifier.id ?? ""),
    collections: (_: unknown, args: ListArguments, context, info) =>
      toListing([...context.store.Collection.values()], collectionListing, args, context, info),
    collection: (_: unknown, { id }: { id: string }, { store }) => store.Collection.get(id),
    collectionByHandle: (_: unknown, { handle }: { handle: string }, { store }) =>
      [...store.Collection.values()].find((each) => each.handle === handle),
  } satisfies Fields<unknown>,
};
