import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.js";
import { numericId, toGid } from "../gid.js";
import { type ListArguments, searchRows, toCount, toListing } from "../listing.js";
import { toMoney } from "../money.js";
import { type PageArguments, toConnection } from "../paging.js";
import type { Product, ProductOption, ProductVariant } from "../records/catalog.js";
import { shopCurrency } from "../seed/company.js";
import type { Store } from "../state.js";
import { collectionFields, collectionListing } from "./collections.js";
import { type Fields, legacyId, stripHtml } from "./fields.js";
import { findByCustomId, metafieldFields } from "./metafields.js";
import {
  hasOnlyDefaultVariant,
  isOutOfStockSomewhere,
  isTracked,
  pricesOf,
  productListing,
  totalInventory,
  variantListing,
  variantPosition,
  variantsOf,
} from "./product-search.js";
import { idCursor, variantFields } from "./variants.js";

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

const product: Fields<Product> = {
  ...legacyId,
  ...metafieldFields,
  description: ({ descriptionHtml }, { truncateAt }: { truncateAt?: number }) =>
    stripHtml(descriptionHtml).slice(0, truncateAt ?? undefined),
  bodyHtml: ({ descriptionHtml }) => descriptionHtml,
  isGiftCard: ({ giftCard }) => giftCard,
  totalInventory: (source, _, { store }) => totalInventory(store, source),
  tracksInventory: (source, _, { store }) =>
    variantsOf(store, source).some((variantFields) => isTracked(store, variantFields)),
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
  ProductVariant: variantFields,
  Collection: collectionFields,
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
