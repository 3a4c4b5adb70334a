import { GraphQLError } from "graphql";
import type { Context } from "../context.js";
import { toGid } from "../gid.js";
import { type Fields, userError } from "../resolvers/fields.js";
import { productByIdentifier } from "../resolvers/products.js";
import { toShop } from "../resolvers/shop.js";
import { deletedBody } from "../webhook-bodies.js";
import { addVariant, removeVariant } from "./make-product.js";
import {
  announceProduct,
  makeProduct,
  type ProductIdentifier,
  type ProductInput,
  problemsWithProduct,
  writeProduct,
} from "./product-input.js";
import { productSet } from "./product-set.js";

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

const productCreate = (_: unknown, args: { product?: ProductInput; input?: ProductInput }, context: Context) => {
  const { store } = context;
  const input = oneInput("productCreate", args.product, args.input);
  const shop = toShop(context);
  const userErrors = problemsWithProduct(store, input, undefined);
  if (userErrors.length > 0) return { product: null, shop, userErrors };
  const product = makeProduct(store, input);
  // Only one variant comes with a new product: the first value of each option.
  addVariant(store, product, {
    optionValues: product.options.map(({ name, values }) => ({ name, value: values[0]?.name ?? "" })),
  });
  announceProduct(context, product, "CREATE");
  return { product, shop, userErrors: [] };
};

const productUpdate = (
  _: unknown,
  args: { product?: ProductInput; input?: ProductInput; identifier?: ProductIdentifier },
  context: Context,
) => {
  const { store } = context;
  const input = oneInput("productUpdate", args.product, args.input);
  const product = productByIdentifier(store, args.identifier ?? { id: input.id ?? "" });
  if (!product) return { product: null, userErrors: [userError(["id"], "Product does not exist")] };
  const userErrors = problemsWithProduct(store, input, product);
  if (userErrors.length > 0) return { product, userErrors };
  writeProduct(store, product, input);
  announceProduct(context, product, "UPDATE");
  return { product, userErrors: [] };
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
