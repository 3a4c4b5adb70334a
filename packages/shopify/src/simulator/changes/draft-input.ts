import { parseCents } from "../money.js";
import type { Attribute } from "../records/common.js";
import type { DraftDiscount, DraftLine, DraftOrder } from "../records/orders.js";
import { normalizeTags, type UserError, userError } from "../resolvers/fields.js";
import { writeMetafield } from "../resolvers/metafields.js";
import { variantTitle } from "../resolvers/product-search.js";
import { type Store, touch } from "../state.js";
import { type AddressInput, toAddress } from "./addresses.js";

interface LineInput {
  readonly variantId?: string | null;
  readonly title?: string | null;
  readonly quantity: number;
  readonly sku?: string | null;
  readonly uuid?: string | null;
  readonly originalUnitPriceWithCurrency?: { readonly amount: string | number } | null;
  readonly originalUnitPrice?: string | number | null;
  readonly priceOverride?: { readonly amount: string | number } | null;
  readonly appliedDiscount?: Partial<DraftDiscount> | null;
  readonly requiresShipping?: boolean | null;
  readonly taxable?: boolean | null;
  readonly customAttributes?: readonly Attribute[] | null;
}

/** A draft order as its mutations take it. */
export interface DraftInput {
  readonly lineItems?: readonly LineInput[] | null;
  readonly purchasingEntity?: { readonly customerId?: string | null } | null;
  readonly customerId?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly note?: string | null;
  readonly poNumber?: string | null;
  readonly tags?: readonly string[] | null;
  readonly taxExempt?: boolean | null;
  readonly customAttributes?: readonly Attribute[] | null;
  readonly appliedDiscount?: Partial<DraftDiscount> | null;
  readonly shippingLine?: {
    readonly title?: string | null;
    readonly price?: string | number | null;
    readonly priceWithCurrency?: { readonly amount: string | number } | null;
  } | null;
  readonly billingAddress?: AddressInput | null;
  readonly shippingAddress?: AddressInput | null;
  readonly useCustomerDefaultAddress?: boolean | null;
  readonly reserveInventoryUntil?: string | null;
  readonly sourceName?: string | null;
  readonly metafields?:
    | readonly { readonly namespace?: string; readonly key?: string; readonly type?: string; readonly value?: string }[]
    | null;
}

const toDiscount = (input: Partial<DraftDiscount> | null | undefined): DraftDiscount | null =>
  input
    ? {
        title: input.title ?? null,
        description: input.description ?? "",
        value: Number(input.value ?? 0),
        valueType: input.valueType ?? "FIXED_AMOUNT",
      }
    : null;

/** What keeps a draft from being saved. */
export const problemsWithDraft = (store: Store, input: DraftInput, isNew: boolean): readonly UserError[] => {
  if (isNew && !input.lineItems?.length) return [userError(null, "Add at least 1 product")];
  const customerId = input.purchasingEntity?.customerId ?? input.customerId;
  return [
    ...(input.email && !/^\S+@\S+\.\S+$/.test(input.email) ? [userError(["email"], "Email is invalid")] : []),
    ...(customerId && !store.Customer.has(customerId)
      ? [userError(["purchasingEntity", "customerId"], "Customer does not exist")]
      : []),
    ...(input.lineItems ?? []).flatMap(({ variantId, title, quantity }, index) => [
      ...(variantId && !store.ProductVariant.has(variantId)
        ? [userError(null, `Product with ID ${variantId.split("/").at(-1)} is no longer available.`)]
        : []),
      ...(!variantId && !title?.trim() ? [userError(null, "Merchandise title is empty.")] : []),
      ...(quantity < 1
        ? [userError(["lineItems", String(index), "quantity"], "Quantity must be greater than or equal to 1")]
        : []),
    ]),
  ];
};

const toLine = (store: Store, input: LineInput): DraftLine => {
  const variant = input.variantId ? store.ProductVariant.get(input.variantId) : undefined;
  const product = variant && store.Product.get(variant.productId);
  const item = variant && store.InventoryItem.get(variant.inventoryItemId);
  const id = store.mintId("DraftOrderLineItem");
  const title = variant ? variantTitle(variant) : null;
  const own =
    input.priceOverride?.amount ??
    (variant ? undefined : (input.originalUnitPriceWithCurrency?.amount ?? input.originalUnitPrice));
  return {
    __typename: "DraftOrderLineItem",
    id,
    uuid: input.uuid ?? `line-${id.split("/").at(-1)}`,
    title: product?.title ?? input.title ?? "",
    variantTitle: title === "Default Title" ? null : title,
    sku: item?.sku ?? input.sku ?? null,
    vendor: product?.vendor ?? null,
    productId: product?.id ?? null,
    variantId: variant?.id ?? null,
    quantity: input.quantity,
    unitCents: parseCents(own) ?? variant?.priceCents ?? 0,
    discount: toDiscount(input.appliedDiscount),
    taxRate: product?.tags.includes("tee") ? 0.07 : 0.19,
    requiresShipping: item?.requiresShipping ?? input.requiresShipping ?? true,
    taxable: variant?.taxable ?? input.taxable ?? true,
    customAttributes: input.customAttributes ?? [],
  };
};

/** Changes what the input names and leaves the rest. */
export const writeDraft = (store: Store, draft: DraftOrder, input: DraftInput): void => {
  const customerId = input.purchasingEntity?.customerId ?? input.customerId;
  if (customerId !== undefined) draft.customerId = customerId;
  const customer = draft.customerId ? store.Customer.get(draft.customerId) : undefined;
  draft.email = input.email !== undefined ? input.email : (draft.email ?? customer?.email ?? null);
  if (input.phone !== undefined) draft.phone = input.phone;
  if (input.note !== undefined) draft.note2 = input.note;
  if (input.poNumber !== undefined) draft.poNumber = input.poNumber;
  if (input.tags != null) draft.tags = normalizeTags(input.tags);
  if (input.taxExempt != null) draft.taxExempt = input.taxExempt;
  if (input.customAttributes != null) draft.customAttributes = input.customAttributes;
  if (input.appliedDiscount !== undefined) draft.discount = toDiscount(input.appliedDiscount);
  if (input.lineItems != null) draft.lines = input.lineItems.map((line) => toLine(store, line));
  if (input.shippingLine !== undefined)
    draft.shipping = input.shippingLine && {
      id: store.mintId("ShippingLine"),
      title: input.shippingLine.title ?? "Versand",
      cents: parseCents(input.shippingLine.priceWithCurrency?.amount ?? input.shippingLine.price) ?? 0,
    };
  if (input.billingAddress !== undefined) draft.billingAddress = toAddress(store, input.billingAddress);
  if (input.shippingAddress !== undefined) draft.shippingAddress = toAddress(store, input.shippingAddress);
  if (input.useCustomerDefaultAddress) draft.shippingAddress = customer?.addresses[0] ?? draft.shippingAddress;
  if (input.reserveInventoryUntil !== undefined)
    draft.reserveInventoryUntil = input.reserveInventoryUntil ? Date.parse(input.reserveInventoryUntil) : null;
  for (const metafield of input.metafields ?? []) writeMetafield(store, draft.id, metafield);
  touch(store, draft);
};
