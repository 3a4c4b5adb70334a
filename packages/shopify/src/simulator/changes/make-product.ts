import type { Product, ProductOption, ProductVariant } from "../records/catalog.js";
import { toHandle } from "../resolvers/fields.js";
import { addLevel } from "../resolvers/stock.js";
import type { Store } from "../state.js";

/** What a product is made of. */
interface ProductFacts {
  readonly title: string;
  readonly handle?: string | null;
  readonly status?: string | null;
  readonly vendor?: string | null;
  readonly productType?: string | null;
  readonly tags?: readonly string[];
  readonly descriptionHtml?: string | null;
  readonly templateSuffix?: string | null;
  readonly giftCard?: boolean | null;
  readonly seo?: { readonly title?: string | null; readonly description?: string | null } | null;
  readonly collectionIds?: readonly string[];
  /** Options with their values; absent: one variant `Default Title`. */
  readonly options?: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** What a variant is made of. */
export interface VariantFacts {
  readonly optionValues: readonly { readonly name: string; readonly value: string }[];
  readonly priceCents?: number;
  readonly compareAtCents?: number | null;
  readonly sku?: string | null;
  readonly barcode?: string | null;
  readonly taxable?: boolean;
  readonly tracked?: boolean;
  readonly requiresShipping?: boolean;
  readonly costCents?: number | null;
  readonly inventoryPolicy?: string;
  readonly weightGrams?: number;
  /** Available stock by location. */
  readonly stock?: Readonly<Record<string, number>>;
}

/** A handle that no other product has: `tea`, `tea-1`, `tea-2`. */
export const freeHandle = (store: Store, wanted: string, exceptId?: string): string => {
  const taken = new Set([...store.Product.values()].filter(({ id }) => id !== exceptId).map(({ handle }) => handle));
  let handle = wanted;
  for (let count = 1; taken.has(handle); count += 1) handle = `${wanted}-${count}`;
  return handle;
};

/** An option with fresh ids. */
export const makeOption = (store: Store, name: string, values: readonly string[]): ProductOption => ({
  __typename: "ProductOption",
  id: store.mintId("ProductOption"),
  name,
  values: values.map((value) => ({
    __typename: "ProductOptionValue",
    id: store.mintId("ProductOptionValue"),
    name: value,
  })),
});

/** Adds a product without variants. */
export const addProduct = (store: Store, facts: ProductFacts): Product => {
  const minted = store.mint("Product");
  const status = facts.status ?? "ACTIVE";
  const product: Product = {
    ...minted,
    title: facts.title.trim(),
    handle: facts.handle ?? freeHandle(store, toHandle(facts.title)),
    status,
    vendor: facts.vendor ?? "Nordlicht Tee",
    productType: facts.productType ?? "",
    tags: [...(facts.tags ?? [])],
    descriptionHtml: facts.descriptionHtml ?? "",
    publishedAt: status === "ACTIVE" ? minted.createdAt : null,
    templateSuffix: facts.templateSuffix ?? null,
    giftCard: facts.giftCard ?? false,
    category: null,
    seo: { title: facts.seo?.title ?? null, description: facts.seo?.description ?? null },
    options: (facts.options ?? [{ name: "Title", values: ["Default Title"] }]).map(({ name, values }) =>
      makeOption(store, name, values),
    ),
    variantIds: [],
    collectionIds: [...(facts.collectionIds ?? [])],
    media: [],
  };
  store.Product.set(product.id, product);
  return product;
};

/** Adds a variant with its inventory item and a level at each location; new option values join the product's options. */
export const addVariant = (store: Store, product: Product, facts: VariantFacts): ProductVariant => {
  const minted = store.mint("ProductVariant");
  const item = store.mint("InventoryItem");
  const variant: ProductVariant = {
    ...minted,
    productId: product.id,
    inventoryItemId: item.id,
    barcode: facts.barcode ?? null,
    priceCents: facts.priceCents ?? 0,
    compareAtCents: facts.compareAtCents ?? null,
    taxable: facts.taxable ?? true,
    inventoryPolicy: facts.inventoryPolicy ?? "DENY",
    optionValues: facts.optionValues.map((option) => ({ ...option })),
  };
  store.ProductVariant.set(variant.id, variant);
  store.InventoryItem.set(item.id, {
    ...item,
    variantId: variant.id,
    sku: facts.sku ?? null,
    tracked: facts.tracked ?? false,
    requiresShipping: facts.requiresShipping ?? true,
    costCents: facts.costCents ?? null,
    countryCodeOfOrigin: null,
    provinceCodeOfOrigin: null,
    harmonizedSystemCode: null,
    weight: { value: facts.weightGrams ?? 0, unit: "GRAMS" },
  });
  const locations = facts.stock
    ? Object.keys(facts.stock)
    : [...store.Location.values()].filter(({ isPrimary }) => isPrimary).map(({ id }) => id);
  for (const locationId of locations) addLevel(store, item.id, locationId, facts.stock?.[locationId] ?? 0);
  for (const [index, { value }] of variant.optionValues.entries()) {
    const option = product.options[index];
    if (option && !option.values.some(({ name }) => name === value))
      option.values.push({ __typename: "ProductOptionValue", id: store.mintId("ProductOptionValue"), name: value });
  }
  product.variantIds.push(variant.id);
  return variant;
};

/** Removes a variant with what belongs to it. */
export const removeVariant = (store: Store, product: Product, variantId: string): void => {
  const variant = store.ProductVariant.get(variantId);
  if (!variant) return;
  for (const level of store.levelsByItem.get(variant.inventoryItemId) ?? []) store.InventoryLevel.delete(level.id);
  store.levelsByItem.delete(variant.inventoryItemId);
  store.InventoryItem.delete(variant.inventoryItemId);
  store.ProductVariant.delete(variantId);
  product.variantIds = product.variantIds.filter((id) => id !== variantId);
};
