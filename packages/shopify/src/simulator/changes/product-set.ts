import type { Context } from "../context.js";
import type { Product } from "../records/catalog.js";
import { type UserError, userError } from "../resolvers/fields.js";
import { writeMetafield } from "../resolvers/metafields.js";
import { productByIdentifier } from "../resolvers/products.js";
import type { Store } from "../state.js";
import { addVariant, makeOption, removeVariant } from "./make-product.js";
import {
  announceProduct,
  makeProduct,
  type ProductIdentifier,
  type ProductInput,
  problemsWithProduct,
  writeProduct,
} from "./product-input.js";
import { problemsWithVariant, type VariantInput, variantFactsOf, writeVariant } from "./variant-input.js";

interface SetInput extends ProductInput {
  readonly variants?: readonly VariantInput[] | null;
}

/** Makes or replaces a product with its variants. */
export const productSet = (
  _: unknown,
  {
    identifier,
    input,
    synchronous = true,
  }: { identifier?: ProductIdentifier | null; input: SetInput; synchronous?: boolean | null },
  context: Context,
) => {
  const { store } = context;
  const existing = identifier
    ? productByIdentifier(store, identifier)
    : input.id
      ? store.Product.get(input.id)
      : undefined;
  const refuse = (userErrors: readonly UserError[]) => ({ product: null, productSetOperation: null, userErrors });
  if (!existing && (identifier?.id || input.id))
    return refuse([userError(["input", "id"], "Product does not exist", "PRODUCT_DOES_NOT_EXIST")]);
  const problems = [
    ...problemsWithProduct(store, input, existing).map(({ field, message }) =>
      userError(["input", ...(field ?? []).filter((part) => part !== "input")], message),
    ),
    ...(input.productOptions && !input.variants && existing
      ? [userError(["input", "variants"], "Variants input is required when updating product options")]
      : []),
    ...(input.variants ?? []).flatMap((variant, index) =>
      problemsWithVariant(variant, index).map(({ field, message, code }) =>
        userError(["input", ...(field ?? [])], message, code),
      ),
    ),
    ...repeatedVariants(input.variants ?? []),
  ];
  if (problems.length > 0) return refuse(problems);
  const product = existing ?? makeProduct(store, { ...input, handle: input.handle ?? identifier?.handle });
  if (identifier?.customId && !existing) writeMetafield(store, product.id, { ...identifier.customId, type: "id" });
  if (existing) writeProduct(store, product, input);
  setVariants(store, product, input, !existing);
  announceProduct(context, product, existing ? "UPDATE" : "CREATE");
  const operation = {
    __typename: "ProductSetOperation",
    id: store.mintId("ProductSetOperation"),
    status: "COMPLETE",
    product,
    userErrors: [],
  };
  return {
    product: synchronous === false ? null : product,
    productSetOperation: synchronous === false ? { ...operation, status: "CREATED" } : null,
    userErrors: [],
  };
};

const keyOf = ({ optionValues }: Pick<VariantInput, "optionValues">) =>
  (optionValues ?? []).map(({ name }) => name ?? "").join(" / ");

const repeatedVariants = (variants: readonly VariantInput[]): readonly UserError[] =>
  variants.flatMap((variant, index) =>
    variants.findIndex((other) => keyOf(other) === keyOf(variant)) < index
      ? [
          userError(
            ["input", "variants", String(index)],
            `The variant '${keyOf(variant)}' already exists. Please change at least one option value.`,
          ),
        ]
      : [],
  );

/** Lists of `productSet` replace: variants that are not named are deleted. */
const setVariants = (store: Store, product: Product, { variants, productOptions }: SetInput, isNew: boolean): void => {
  if (productOptions) {
    product.options = productOptions.map(({ name, values }) => {
      const known = product.options.find((option) => option.name === name);
      const names = (values ?? []).map((value) => value.name ?? "");
      return known
        ? {
            ...known,
            values: names.map(
              (value) =>
                known.values.find((each) => each.name === value) ?? {
                  __typename: "ProductOptionValue" as const,
                  id: store.mintId("ProductOptionValue"),
                  name: value,
                },
            ),
          }
        : makeOption(store, name ?? "", names);
    });
  }
  if (!variants) {
    if (isNew)
      addVariant(store, product, {
        optionValues: product.options.map(({ name, values }) => ({ name, value: values[0]?.name ?? "" })),
      });
    return;
  }
  const kept = variants.map((input) => {
    const facts = variantFactsOf(product, input);
    const known = product.variantIds
      .map((id) => store.ProductVariant.get(id))
      .find(
        (variant) =>
          variant &&
          (variant.id === input.id ||
            variant.optionValues.map(({ value }) => value).join(" / ") ===
              facts.optionValues.map(({ value }) => value).join(" / ")),
      );
    if (!known) return addVariant(store, product, facts).id;
    writeVariant(store, known, input);
    return known.id;
  });
  for (const id of product.variantIds.filter((each) => !kept.includes(each))) removeVariant(store, product, id);
  product.variantIds = kept;
};
