import { z } from "zod";
import { connectionWire } from "../wire/graphql.js";
import { idOf, Money, MoneyWire, openEnum, present, timestamp } from "./common.js";
import { ProductVariant, ProductVariantWire, toProductVariant, variantFields } from "./variants.js";

const statuses = ["ACTIVE", "ARCHIVED", "DRAFT", "UNLISTED"] as const;

/** Status on input: Shopify refuses any other. */
export const ProductStatusInput = z.enum(statuses);

/** A product as lists show it. */
export const ProductSummary = z.object({
  id: idOf("Product"),
  title: z.string(),
  handle: z.string().describe("Unique part of its address"),
  status: openEnum(statuses),
  vendor: z.string(),
  productType: z.string(),
  tags: z.array(z.string()),
  totalInventory: z.number().describe("Sum over locations; lags a few seconds behind changes of stock"),
  priceFrom: Money.optional().describe("Lowest price of its variants"),
  createdAt: timestamp,
  updatedAt: timestamp.describe("Moves on stock and order activity too"),
  publishedAt: timestamp.optional(),
});
/** A product as lists show it. */
export type ProductSummary = z.infer<typeof ProductSummary>;

/** `Product` as lists select it. */
export const ProductSummaryWire = z.object({
  id: z.string(),
  title: z.string(),
  handle: z.string(),
  status: z.string(),
  vendor: z.string().nullish(),
  productType: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  totalInventory: z.number().nullish(),
  priceRangeV2: z.object({ minVariantPrice: MoneyWire }).nullish(),
  createdAt: z.string(),
  updatedAt: z.string(),
  publishedAt: z.string().nullish(),
});

/** Selection that {@link ProductSummaryWire} reads. */
export const productSummaryFields = `id title handle status vendor productType tags totalInventory
    priceRangeV2 { minVariantPrice { amount currencyCode } } createdAt updatedAt publishedAt`;

/** `Product` as lists promise it. */
export const toProductSummary = (product: z.output<typeof ProductSummaryWire>): ProductSummary => ({
  id: product.id,
  title: product.title,
  handle: product.handle,
  status: product.status,
  vendor: product.vendor ?? "",
  productType: product.productType ?? "",
  tags: product.tags ?? [],
  totalInventory: product.totalInventory ?? 0,
  createdAt: product.createdAt,
  updatedAt: product.updatedAt,
  ...present({ priceFrom: product.priceRangeV2?.minVariantPrice, publishedAt: product.publishedAt }),
});

/** A product as a change returns it: with its first variants, whose ids the next step needs. */
export const ChangedProduct = ProductSummary.extend({
  variants: z.array(ProductVariant).describe("The first 10"),
  hasMoreVariants: z.boolean().describe("True: list the rest with shopify.variants.list and query product_id:<number>"),
});
/** A product as a change returns it. */
export type ChangedProduct = z.infer<typeof ChangedProduct>;

/** `Product` as changes select it. */
export const ChangedProductWire = ProductSummaryWire.extend({ variants: connectionWire(ProductVariantWire) });

const variantsOf = (first: number) =>
  `variants(first: ${first}) { nodes { ${variantFields} } pageInfo { hasNextPage endCursor } }`;

/** Selection that {@link ChangedProductWire} reads. */
export const changedProductFields = `${productSummaryFields}\n    ${variantsOf(10)}`;

/** `Product` as changes promise it. */
export const toChangedProduct = (product: z.output<typeof ChangedProductWire>): ChangedProduct => ({
  ...toProductSummary(product),
  variants: product.variants.nodes.map(toProductVariant),
  hasMoreVariants: product.variants.pageInfo.hasNextPage,
});

const ProductMedia = z.object({
  id: z.string(),
  type: openEnum(["IMAGE", "VIDEO", "EXTERNAL_VIDEO", "MODEL_3D"]),
  status: openEnum(["READY", "PROCESSING", "UPLOADED", "FAILED"]),
  alt: z.string().optional(),
  previewUrl: z.string().optional(),
});

/** A product in full. */
export const Product = ProductSummary.extend({
  descriptionHtml: z.string(),
  category: z.object({ id: z.string(), fullName: z.string() }).optional().describe("In Shopify's taxonomy"),
  seo: z.object({ title: z.string().optional(), description: z.string().optional() }),
  onlineStoreUrl: z.string().optional().describe("Absent while not published to the online store"),
  tracksInventory: z.boolean(),
  isGiftCard: z.boolean(),
  hasOnlyDefaultVariant: z.boolean(),
  priceTo: Money.optional().describe("Highest price of its variants"),
  options: z.array(z.object({ id: z.string(), name: z.string(), position: z.number(), values: z.array(z.string()) })),
  media: z.array(ProductMedia).describe("The first 10"),
  hasMoreMedia: z.boolean(),
  variants: z.array(ProductVariant).describe("The first 50"),
  hasMoreVariants: z.boolean().describe("True: list the rest with shopify.variants.list and query product_id:<number>"),
});
/** A product in full. */
export type Product = z.infer<typeof Product>;

const MediaWire = z.object({
  id: z.string(),
  mediaContentType: z.string(),
  status: z.string(),
  alt: z.string().nullish(),
  preview: z.object({ image: z.object({ url: z.string() }).nullish() }).nullish(),
});

/** `Product` as a get selects it. */
export const ProductWire = ProductSummaryWire.extend({
  descriptionHtml: z.string().nullish(),
  category: z.object({ id: z.string(), fullName: z.string() }).nullish(),
  seo: z.object({ title: z.string().nullish(), description: z.string().nullish() }).nullish(),
  onlineStoreUrl: z.string().nullish(),
  tracksInventory: z.boolean(),
  isGiftCard: z.boolean(),
  hasOnlyDefaultVariant: z.boolean(),
  priceRangeV2: z.object({ minVariantPrice: MoneyWire, maxVariantPrice: MoneyWire }).nullish(),
  options: z.array(
    z.object({ id: z.string(), name: z.string(), position: z.number(), values: z.array(z.string()).nullish() }),
  ),
  media: connectionWire(MediaWire),
  variants: connectionWire(ProductVariantWire),
});

/** Selection that {@link ProductWire} reads. */
export const productFields = `id title handle status vendor productType tags totalInventory createdAt updatedAt publishedAt
    descriptionHtml category { id fullName } seo { title description } onlineStoreUrl
    tracksInventory isGiftCard hasOnlyDefaultVariant
    priceRangeV2 { minVariantPrice { amount currencyCode } maxVariantPrice { amount currencyCode } }
    options { id name position values }
    media(first: 10) {
      nodes { id mediaContentType status alt preview { image { url } } }
      pageInfo { hasNextPage endCursor }
    }
    ${variantsOf(50)}`;

/** `Product` as a get promises it. */
export const toProduct = (product: z.output<typeof ProductWire>): Product => ({
  ...toProductSummary(product),
  descriptionHtml: product.descriptionHtml ?? "",
  seo: present({ title: product.seo?.title, description: product.seo?.description }),
  tracksInventory: product.tracksInventory,
  isGiftCard: product.isGiftCard,
  hasOnlyDefaultVariant: product.hasOnlyDefaultVariant,
  ...present({
    category: product.category,
    onlineStoreUrl: product.onlineStoreUrl,
    priceTo: product.priceRangeV2?.maxVariantPrice,
  }),
  options: product.options.map(({ values, ...option }) => ({ ...option, values: values ?? [] })),
  media: product.media.nodes.map(({ id, mediaContentType, status, alt, preview }) => ({
    id,
    type: mediaContentType,
    status,
    ...present({ alt: alt || undefined, previewUrl: preview?.image?.url }),
  })),
  hasMoreMedia: product.media.pageInfo.hasNextPage,
  variants: product.variants.nodes.map(toProductVariant),
  hasMoreVariants: product.variants.pageInfo.hasNextPage,
});
