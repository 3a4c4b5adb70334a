import type { Context } from "../context.js";
import { parseCents } from "../money.js";
import type { Product, ProductVariant } from "../records.js";
import { type Fields, type UserError, userError } from "../resolvers/fields.js";
import { writeMetafield } from "../resolvers/metafields.js";
import { type Store, touch } from "../state.js";
import { productBody } from "../webhook-bodies.js";
import { addVariant, removeVariant, type VariantFacts } from "./make-product.js";

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

interface BulkArguments {
  readonly productId: string;
  readonly variants: readonly VariantInput[];
  readonly allowPartialUpdates?: boolean | null;
  readonly strategy?: string | null;
}

const noProduct = {
  product: null,
  productVariants: null,
  userErrors: [userError(["productId"], "Product does not exist", "PRODUCT_DOES_NOT_EXIST")],
};
const announce = ({ store, emit }: Context, product: Product) =>
  emit({ topic: "PRODUCTS_UPDATE", body: () => productBody(store, product) });
const titleOf = (facts: Pick<VariantFacts, "optionValues">) => facts.optionValues.map(({ value }) => value).join(" / ");

const problemsWithNew = (store: Store, product: Product, input: VariantInput, index: number): readonly UserError[] => {
  const at = (...path: string[]) => ["variants", String(index), ...path];
  const unknown =
    input.optionValues?.findIndex(
      ({ optionName, optionId }) =>
        (optionName || optionId) && !product.options.some(({ id, name }) => name === optionName || id === optionId),
    ) ?? -1;
  if (unknown >= 0) return [userError(at("optionValues", String(unknown)), "Option does not exist", "INVALID_INPUT")];
  const missing = product.options.filter(
    ({ id, name }) => !input.optionValues?.some(({ optionName, optionId }) => optionName === name || optionId === id),
  );
  if (missing.length > 0)
    return [
      userError(
        at(),
        `You need to add option values for ${missing.map(({ name }) => name).join(", ")}`,
        "NEED_TO_ADD_OPTION_VALUES",
      ),
    ];
  const title = titleOf(variantFactsOf(product, input));
  const exists = product.variantIds.some(
    (id) => titleOf(store.ProductVariant.get(id) ?? { optionValues: [] }) === title,
  );
  if (exists)
    return [
      userError(
        at(),
        `The variant '${title}' already exists. Please change at least one option value.`,
        "VARIANT_ALREADY_EXISTS",
      ),
    ];
  const lost = input.inventoryQuantities?.some(({ locationId }) => !store.Location.has(locationId));
  return lost
    ? [
        userError(
          at("inventoryQuantities"),
          `Quantity for ${title} couldn't be set because the location was deleted.`,
          "TRACKED_VARIANT_LOCATION_NOT_FOUND",
        ),
      ]
    : problemsWithVariant(input, index);
};

const productVariantsBulkCreate = (_: unknown, { productId, variants, strategy }: BulkArguments, context: Context) => {
  const { store } = context;
  const product = store.Product.get(productId);
  if (!product) return noProduct;
  const userErrors = variants.flatMap((input, index) => problemsWithNew(store, product, input, index));
  if (userErrors.length > 0) return { product, productVariants: null, userErrors };
  const standalone =
    product.options.length === 1 && product.options[0]?.name === "Title" ? product.variantIds[0] : undefined;
  const productVariants = variants.map((input) => addVariant(store, product, variantFactsOf(product, input)));
  if (strategy === "REMOVE_STANDALONE_VARIANT" && standalone) removeVariant(store, product, standalone);
  touch(store, product);
  announce(context, product);
  return { product, productVariants, userErrors: [] };
};

const problemsWithUpdate = (product: Product, input: VariantInput, index: number): readonly UserError[] => {
  const at = (...path: string[]) => ["variants", String(index), ...path];
  if (!input.id) return [userError(at("id"), "Product variant is missing ID attribute", "PRODUCT_VARIANT_ID_MISSING")];
  if (!product.variantIds.includes(input.id))
    return [userError(at("id"), "Product variant does not exist", "PRODUCT_VARIANT_DOES_NOT_EXIST")];
  if (input.inventoryQuantities)
    return [
      userError(
        at("inventoryQuantities"),
        "Inventory quantities can only be provided during create. To update inventory for existing variants, use inventoryAdjustQuantities.",
        "NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE",
      ),
    ];
  const unknown =
    input.optionValues?.findIndex(
      ({ optionName, optionId }) => !product.options.some(({ id, name }) => name === optionName || id === optionId),
    ) ?? -1;
  return unknown >= 0
    ? [userError(at("optionValues", String(unknown)), "Option does not exist", "OPTION_DOES_NOT_EXIST")]
    : problemsWithVariant(input, index);
};

const productVariantsBulkUpdate = (
  _: unknown,
  { productId, variants, allowPartialUpdates }: BulkArguments,
  context: Context,
) => {
  const { store } = context;
  const product = store.Product.get(productId);
  if (!product) return noProduct;
  const checked = variants.map((input, index) => ({ input, problems: problemsWithUpdate(product, input, index) }));
  const userErrors = checked.flatMap(({ problems }) => problems);
  if (userErrors.length > 0 && !allowPartialUpdates) return { product, productVariants: null, userErrors };
  for (const { input, problems } of checked) {
    const variant = problems.length === 0 ? store.ProductVariant.get(input.id ?? "") : undefined;
    if (variant) writeVariant(store, variant, input);
  }
  announce(context, product);
  return {
    product,
    productVariants: variants.flatMap(({ id }) =>
      product.variantIds.includes(id ?? "") ? (store.ProductVariant.get(id ?? "") ?? []) : [],
    ),
    userErrors,
  };
};

const productVariantsBulkDelete = (
  _: unknown,
  { productId, variantsIds }: { productId: string; variantsIds: readonly string[] },
  context: Context,
) => {
  const product = context.store.Product.get(productId);
  if (!product) return noProduct;
  const userErrors = variantsIds.flatMap((id, index) =>
    product.variantIds.includes(id)
      ? []
      : [
          userError(
            ["variantsIds", String(index)],
            "At least one variant does not belong to the product",
            "AT_LEAST_ONE_VARIANT_DOES_NOT_BELONG_TO_THE_PRODUCT",
          ),
        ],
  );
  if (userErrors.length > 0) return { product, userErrors };
  for (const id of variantsIds) removeVariant(context.store, product, id);
  touch(context.store, product);
  announce(context, product);
  return { product, userErrors: [] };
};

/** Makes, changes and deletes variants. */
export const variantChanges = {
  productVariantsBulkCreate,
  productVariantsBulkUpdate,
  productVariantsBulkDelete,
} as Fields<unknown>;
