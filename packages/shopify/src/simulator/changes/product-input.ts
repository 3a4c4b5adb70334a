import type { Context } from "../context.js";
import type { Product } from "../records/catalog.js";
import { normalizeTags, toHandle, type UserError, userError } from "../resolvers/fields.js";
import { writeMetafield } from "../resolvers/metafields.js";
import { type Store, touch } from "../state.js";
import { productBody } from "../webhook-bodies.js";
import { addProduct, freeHandle } from "./make-product.js";

/** Fields shared by the inputs that makeProduct and change products. */
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

/** What keeps a product from being saved. */
export const problemsWithProduct = (
  store: Store,
  input: ProductInput,
  existing: Product | undefined,
): readonly UserError[] => {
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

/** Changes what the input names and leaves the rest. */
export const writeProduct = (store: Store, product: Product, input: ProductInput): void => {
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

/** A new product without variants. */
export const makeProduct = (store: Store, input: ProductInput): Product => {
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
  writeProduct(store, product, input);
  return product;
};

/** Tells subscribers of a product. */
export const announceProduct = ({ store, emit }: Context, product: Product, what: "CREATE" | "UPDATE") =>
  emit({ topic: `PRODUCTS_${what}`, body: () => productBody(store, product) });

/** What names a product. */
export interface ProductIdentifier {
  readonly id?: string;
  readonly handle?: string;
  readonly customId?: { readonly namespace?: string; readonly key: string; readonly value: string };
}
