import { parseCents } from "../money.js";
import type { Product, ProductVariant } from "../records/catalog.js";
import { type UserError, userError } from "../resolvers/fields.js";
import { writeMetafield } from "../resolvers/metafields.js";
import { type Store, touch } from "../state.js";
import type { VariantFacts } from "./make-product.js";

/** A variant as the bulk mutations and `productSet` take it. */
export interface VariantInput {
  readonly id?: string | null;
  readonly optionValues?:
    | readonly {
        readonly name?: string | null;
        readonly optionName?: string | null;
        readonly optionId?: string | null;
      }[]
    | null;
  readonly price?: string | number | null;
  readonly compareAtPrice?: string | number | null;
  readonly barcode?: string | null;
  readonly sku?: string | null;
  readonly taxable?: boolean | null;
  readonly inventoryPolicy?: string | null;
  readonly inventoryItem?: {
    readonly sku?: string | null;
    readonly cost?: string | number | null;
    readonly tracked?: boolean | null;
    readonly requiresShipping?: boolean | null;
    readonly measurement?: { readonly weight?: { readonly value: number; readonly unit: string } | null } | null;
  } | null;
  readonly inventoryQuantities?:
    | readonly { readonly locationId: string; readonly availableQuantity?: number; readonly quantity?: number }[]
    | null;
  readonly metafields?:
    | readonly { readonly namespace?: string; readonly key?: string; readonly type?: string; readonly value?: string }[]
    | null;
}

const maxCents = 100_000_000_000_000;

/** What is wrong with the values of a variant; paths begin with `variants`. */
export const problemsWithVariant = (
  { price, compareAtPrice, inventoryItem }: VariantInput,
  index: number,
): readonly UserError[] => {
  const at = (...path: string[]) => ["variants", String(index), ...path];
  const cents = parseCents(price) ?? 0;
  const cost = parseCents(inventoryItem?.cost) ?? 0;
  return [
    ...(cents < 0
      ? [userError(at("price"), "Price must be greater than or equal to 0", "GREATER_THAN_OR_EQUAL_TO")]
      : []),
    ...(cents >= maxCents
      ? [userError(at("price"), "Price must be less than 1000000000000000000", "INVALID_INPUT")]
      : []),
    ...((parseCents(compareAtPrice) ?? 0) < 0
      ? [
          userError(
            at("compareAtPrice"),
            "Compare at price must be greater than or equal to 0",
            "GREATER_THAN_OR_EQUAL_TO",
          ),
        ]
      : []),
    ...(cost < 0
      ? [
          userError(
            at("inventoryItem", "cost"),
            "Cost per item must be greater than or equal to 0",
            "GREATER_THAN_OR_EQUAL_TO",
          ),
        ]
      : []),
  ];
};

/** The variant that an input describes; options are in the product's order. */
export const variantFactsOf = (product: Product, input: VariantInput): VariantFacts => ({
  optionValues: product.options.map(({ id, name, values }, index) => {
    const given =
      input.optionValues?.find((option) => option.optionName === name || option.optionId === id) ??
      (input.optionValues?.every(({ optionName, optionId }) => !optionName && !optionId)
        ? input.optionValues[index]
        : undefined);
    return { name, value: given?.name ?? values[0]?.name ?? "" };
  }),
  priceCents: parseCents(input.price) ?? 0,
  compareAtCents: parseCents(input.compareAtPrice) ?? null,
  sku: input.inventoryItem?.sku ?? input.sku ?? null,
  barcode: input.barcode ?? null,
  taxable: input.taxable ?? true,
  tracked: input.inventoryItem?.tracked ?? (input.inventoryQuantities?.length ?? 0) > 0,
  requiresShipping: input.inventoryItem?.requiresShipping ?? true,
  costCents: parseCents(input.inventoryItem?.cost) ?? null,
  inventoryPolicy: input.inventoryPolicy ?? "DENY",
  ...(input.inventoryQuantities && {
    stock: Object.fromEntries(
      input.inventoryQuantities.map(({ locationId, availableQuantity, quantity }) => [
        locationId,
        availableQuantity ?? quantity ?? 0,
      ]),
    ),
  }),
});

/** Changes what the input names and leaves the rest. */
export const writeVariant = (store: Store, variant: ProductVariant, input: VariantInput): void => {
  if (input.price != null) variant.priceCents = parseCents(input.price) ?? variant.priceCents;
  if (input.compareAtPrice !== undefined) variant.compareAtCents = parseCents(input.compareAtPrice) ?? null;
  if (input.barcode !== undefined) variant.barcode = input.barcode;
  if (input.taxable != null) variant.taxable = input.taxable;
  if (input.inventoryPolicy != null) variant.inventoryPolicy = input.inventoryPolicy;
  const product = store.Product.get(variant.productId);
  for (const { name, optionName, optionId } of input.optionValues ?? []) {
    const index = product?.options.findIndex((option) => option.name === optionName || option.id === optionId) ?? -1;
    const option = product?.options[index];
    const own = variant.optionValues[index];
    if (!option || !own || name == null) continue;
    own.value = name;
    if (!option.values.some((value) => value.name === name))
      option.values.push({ __typename: "ProductOptionValue", id: store.mintId("ProductOptionValue"), name });
  }
  writeItem(store, variant, input);
  for (const metafield of input.metafields ?? []) writeMetafield(store, variant.id, metafield);
  touch(store, variant, product);
};

const writeItem = (store: Store, { inventoryItemId }: ProductVariant, { inventoryItem, sku }: VariantInput): void => {
  const item = store.InventoryItem.get(inventoryItemId);
  if (!item || (!inventoryItem && sku == null)) return;
  if (inventoryItem?.sku !== undefined || sku != null) item.sku = inventoryItem?.sku ?? sku ?? null;
  if (inventoryItem?.tracked != null) item.tracked = inventoryItem.tracked;
  if (inventoryItem?.requiresShipping != null) item.requiresShipping = inventoryItem.requiresShipping;
  if (inventoryItem?.cost !== undefined) item.costCents = parseCents(inventoryItem.cost) ?? null;
  if (inventoryItem?.measurement?.weight) item.weight = { ...inventoryItem.measurement.weight };
  touch(store, item);
};
