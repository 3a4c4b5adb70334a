import type { Context } from "../context.js";
import type { Product } from "../records/catalog.js";
import { type Fields, type UserError, userError } from "../resolvers/fields.js";
import { type Store, touch } from "../state.js";
import { productBody } from "../webhook-bodies.js";
import { addVariant, removeVariant, type VariantFacts } from "./make-product.js";
import { problemsWithVariant, type VariantInput, variantFactsOf, writeVariant } from "./variant-input.js";

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
