import { GraphQLError } from "graphql";
import type { Context } from "../context.js";
import { toGid } from "../gid.js";
import type { Product } from "../records.js";
import { type Fields, normalizeTags, toHandle, type UserError, userError } from "../resolvers/fields.js";
import { writeMetafield } from "../resolvers/metafields.js";
import { productByIdentifier } from "../resolvers/products.js";
import { toShop } from "../resolvers/shop.js";
import { type Store, touch } from "../state.js";
import { deletedBody, productBody } from "../webhook-bodies.js";
import { addProduct, addVariant, freeHandle, makeOption, removeVariant } from "./make-product.js";
import { problemsWithVariant, type VariantInput, variantFactsOf, writeVariant } from "./variants.js";

/** Fields shared by the inputs that make and change products. */
export interface ProductInput {
  readonly id?: string | null;
  readonly title?: string | null;
  readonly handle?: string | null;
  readonly status?: string | null;
  readonly vendor?: string | null;
  readonly productType?: string | null;
  readonly tags?: readonly string[] | null;
  readonly descriptionHtml?: string | null;
  readonly bodyHtml?: string | null;
  readonly templateSuffix?: string | null;
  readonly giftCard?: boolean | null;
  readonly seo?: { readonly title?: string | null; readonly description?: string | null } | null;
  readonly metafields?:
    | readonly { readonly namespace?: string; readonly key?: string; readonly type?: string; readonly value?: string }[]
    | null;
  readonly productOptions?:
    | readonly {
        readonly name?: string | null;
        readonly values?: readonly { readonly name?: string | null }[] | null;
      }[]
    | null;
  readonly collectionsToJoin?: readonly string[] | null;
  readonly collectionsToLeave?: readonly string[] | null;
  readonly collections?: readonly string[] | null;
}

const longTexts = [
  ["title", "Title"],
  ["handle", "Handle"],
  ["vendor", "Vendor"],
  ["productType", "Product type"],
] as const;

const problemsWith = (store: Store, input: ProductInput, existing: Product | undefined): readonly UserError[] => {
  const tooLong = longTexts
    .filter(([field]) => (input[field]?.length ?? 0) > 255)
    .map(([field, label]) => userError([field], `${label} is too long (maximum is 255 characters)`));
  const isBlank = existing
    ? input.title !== undefined && input.title !== null && input.title.trim() === ""
    : !input.title?.trim();
  const wanted = input.handle == null ? undefined : toHandle(input.handle);
  const isTaken =
    wanted !== undefined &&
    [...store.Product.values()].some(({ id, handle }) => handle === wanted && id !== existing?.id);
  const badOption = input.productOptions?.find(({ name }) => name?.includes(" / "));
  return [
    ...(isBlank ? [userError(["title"], "Title can't be blank")] : []),
    ...tooLong,
    ...(isTaken
      ? [userError(["input", "handle"], `Handle '${input.handle}' already in use. Please provide a new handle.`)]
      : []),
    ...(badOption ? [userError(["options"], 'Name cannot contain the character sequence " / "')] : []),
    ...((input.tags?.length ?? 0) > 250 ? [userError(["tags"], "Product tags is invalid")] : []),
  ];
};

/** The one of `product` and `input` that was given. */
const oneInput = (
  name: string,
  product: ProductInput | null | undefined,
  input: ProductInput | null | undefined,
): ProductInput => {
  const given = product ?? input;
  if (!given || (product && input))
    throw new GraphQLError(`${name} must include exactly one of the following arguments: input, product.`, {
      extensions: { code: "INVALID_FIELD_ARGUMENTS" },
    });
  return given;
};

const write = (store: Store, product: Product, input: ProductInput): void => {
  if (input.title != null) product.title = input.title.trim();
  if (input.handle != null) product.handle = freeHandle(store, toHandle(input.handle), product.id);
  if (input.status != null) {
    product.status = input.status;
    if (input.status === "ACTIVE") product.publishedAt ??= store.clock.now();
  }
  if (input.vendor != null) product.vendor = input.vendor;
  if (input.productType != null) product.productType = input.productType;
  if (input.tags != null) product.tags = normalizeTags(input.tags);
  const html = input.descriptionHtml ?? input.bodyHtml;
  if (html != null) product.descriptionHtml = html;
  if (input.templateSuffix !== undefined) product.templateSuffix = input.templateSuffix;
  if (input.seo != null) product.seo = { ...product.seo, ...input.seo };
  const joined = [...product.collectionIds, ...(input.collectionsToJoin ?? [])].filter(
    (id) => !input.collectionsToLeave?.includes(id),
  );
  product.collectionIds = [...new Set(input.collections ?? joined)].filter((id) => store.Collection.has(id));
  for (const metafield of input.metafields ?? []) writeMetafield(store, product.id, metafield);
  touch(store, product);
};

const make = (store: Store, input: ProductInput): Product => {
  const options = input.productOptions?.map(({ name, values }) => ({
    name: name ?? "",
    values: (values ?? []).map((value) => value.name ?? ""),
  }));
  const product = addProduct(store, {
    title: input.title ?? "",
    status: input.status ?? "ACTIVE",
    giftCard: input.giftCard,
    vendor: input.vendor,
    options,
  });
  write(store, product, input);
  return product;
};

const announce = ({ store, emit }: Context, product: Product, what: "CREATE" | "UPDATE") =>
  emit({ topic: `PRODUCTS_${what}`, body: () => productBody(store, product) });

const productCreate = (_: unknown, args: { product?: ProductInput; input?: ProductInput }, context: Context) => {
  const { store } = context;
  const input = oneInput("productCreate", args.product, args.input);
  const shop = toShop(context);
  const userErrors = problemsWith(store, input, undefined);
  if (userErrors.length > 0) return { product: null, shop, userErrors };
  const product = make(store, input);
  // Only one variant comes with a new product: the first value of each option.
  addVariant(store, product, {
    optionValues: product.options.map(({ name, values }) => ({ name, value: values[0]?.name ?? "" })),
  });
  announce(context, product, "CREATE");
  return { product, shop, userErrors: [] };
};

interface Identifier {
  readonly id?: string;
  readonly handle?: string;
  readonly customId?: { readonly namespace?: string; readonly key: string; readonly value: string };
}

const productUpdate = (
  _: unknown,
  args: { product?: ProductInput; input?: ProductInput; identifier?: Identifier },
  context: Context,
) => {
  const { store } = context;
  const input = oneInput("productUpdate", args.product, args.input);
  const product = productByIdentifier(store, args.identifier ?? { id: input.id ?? "" });
  if (!product) return { product: null, userErrors: [userError(["id"], "Product does not exist")] };
  const userErrors = problemsWith(store, input, product);
  if (userErrors.length > 0) return { product, userErrors };
  write(store, product, input);
  announce(context, product, "UPDATE");
  return { product, userErrors: [] };
};

interface SetInput extends ProductInput {
  readonly variants?: readonly VariantInput[] | null;
}

const productSet = (
  _: unknown,
  {
    identifier,
    input,
    synchronous = true,
  }: { identifier?: Identifier | null; input: SetInput; synchronous?: boolean | null },
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
    ...problemsWith(store, input, existing).map(({ field, message }) =>
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
  const product = existing ?? make(store, { ...input, handle: input.handle ?? identifier?.handle });
  if (identifier?.customId && !existing) writeMetafield(store, product.id, { ...identifier.customId, type: "id" });
  if (existing) write(store, product, input);
  setVariants(store, product, input, !existing);
  announce(context, product, existing ? "UPDATE" : "CREATE");
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

const productDelete = (
  _: unknown,
  { input: { id }, synchronous }: { input: { id: string }; synchronous?: boolean },
  context: Context,
) => {
  const { store } = context;
  const product = store.Product.get(id);
  const shop = toShop(context);
  if (!product)
    return {
      deletedProductId: null,
      productDeleteOperation: null,
      shop,
      userErrors: [userError(["id"], "Product does not exist")],
    };
  for (const variantId of product.variantIds) removeVariant(store, product, variantId);
  store.Product.delete(id);
  context.emit({ topic: "PRODUCTS_DELETE", body: () => deletedBody(id) });
  const operation = {
    __typename: "ProductDeleteOperation",
    id: toGid("ProductDeleteOperation", id.split("/").at(-1) ?? ""),
    status: "COMPLETE",
    deletedProductId: id,
    userErrors: [],
  };
  return {
    deletedProductId: synchronous === false ? null : id,
    productDeleteOperation: synchronous === false ? operation : null,
    shop,
    userErrors: [],
  };
};

/** Makes, changes and deletes products. */
export const productChanges = { productCreate, productUpdate, productSet, productDelete } as Fields<unknown>;
