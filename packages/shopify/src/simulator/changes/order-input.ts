import { parseCents } from "../money.js";
import type { Attribute } from "../records/common.js";
import { type UserError, userError } from "../resolvers/fields.js";
import { variantTitle } from "../resolvers/product-search.js";
import type { Store } from "../state.js";
import type { AddressInput } from "./addresses.js";
import type { LineFacts } from "./make-order.js";

interface MoneyBagInput {
  readonly shopMoney?: { readonly amount: string | number; readonly currencyCode: string };
  readonly presentmentMoney?: { readonly amount: string | number; readonly currencyCode: string };
}

interface LineInput {
  readonly title?: string | null;
  readonly variantId?: string | null;
  readonly productId?: string | null;
  readonly quantity: number;
  readonly priceSet?: MoneyBagInput | null;
  readonly sku?: string | null;
  readonly variantTitle?: string | null;
  readonly vendor?: string | null;
  readonly requiresShipping?: boolean | null;
  readonly taxable?: boolean | null;
  readonly properties?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly taxLines?: readonly { readonly rate: string | number }[] | null;
}

/** An order as `orderCreate` takes it. */
export interface OrderInput {
  readonly lineItems?: readonly LineInput[] | null;
  readonly customer?: {
    readonly toAssociate?: { readonly id: string };
    readonly toUpsert?: {
      readonly id?: string;
      readonly email?: string;
      readonly firstName?: string;
      readonly lastName?: string;
      readonly phone?: string;
    };
  } | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly note?: string | null;
  readonly name?: string | null;
  readonly poNumber?: string | null;
  readonly tags?: readonly string[] | null;
  readonly test?: boolean | null;
  readonly currency?: string | null;
  readonly presentmentCurrency?: string | null;
  readonly taxesIncluded?: boolean | null;
  readonly processedAt?: string | null;
  readonly closedAt?: string | null;
  readonly sourceName?: string | null;
  readonly sourceIdentifier?: string | null;
  readonly financialStatus?: string | null;
  readonly customAttributes?: readonly Attribute[] | null;
  readonly billingAddress?: AddressInput | null;
  readonly shippingAddress?: AddressInput | null;
  readonly shippingLines?:
    | readonly { readonly title: string; readonly code?: string | null; readonly priceSet?: MoneyBagInput | null }[]
    | null;
  readonly transactions?:
    | readonly {
        readonly kind?: string | null;
        readonly status?: string | null;
        readonly gateway?: string | null;
        readonly amountSet: MoneyBagInput;
      }[]
    | null;
  readonly discountCode?: {
    readonly itemPercentageDiscountCode?: { readonly code: string; readonly percentage?: number };
    readonly itemFixedDiscountCode?: { readonly code: string; readonly amountSet?: MoneyBagInput };
    readonly freeShippingDiscountCode?: { readonly code: string };
  } | null;
  readonly metafields?:
    | readonly { readonly namespace?: string; readonly key?: string; readonly type?: string; readonly value?: string }[]
    | null;
}

/** Cents of a money bag; the shop's side wins. */
export const bagCents = (bag: MoneyBagInput | null | undefined): number | undefined =>
  parseCents(bag?.shopMoney?.amount ?? bag?.presentmentMoney?.amount);

/** What keeps an order from being made. */
export const problemsWithOrder = (store: Store, { lineItems, customer }: OrderInput): readonly UserError[] => {
  if (!lineItems || lineItems.length === 0)
    return [userError(["order", "lineItems"], "Line items must have at least one line item", "INVALID")];
  const lines = lineItems.flatMap(({ title, variantId, quantity }, index) => [
    ...(variantId && !store.ProductVariant.has(variantId)
      ? [
          userError(
            ["order", "lineItems", String(index), "variantId"],
            "Variant does not exist",
            "PRODUCT_VARIANT_NOT_FOUND",
          ),
        ]
      : []),
    ...(!variantId && !title?.trim()
      ? [userError(["order", "lineItems", String(index), "title"], "Title can't be blank", "INVALID")]
      : []),
    ...(quantity < 1
      ? [userError(["order", "lineItems", String(index), "quantity"], "Quantity must be greater than 0", "INVALID")]
      : []),
  ]);
  const unknown = customer?.toAssociate && !store.Customer.has(customer.toAssociate.id);
  return [
    ...lines,
    ...(unknown ? [userError(["order", "customer", "toAssociate", "id"], "Customer does not exist", "INVALID")] : []),
  ].map((error) => ({ ...error, code: error.code === "PRODUCT_VARIANT_NOT_FOUND" ? "INVALID" : error.code }));
};

/** The discount code and the share of the lines' sum that it takes off. */
export const discountShare = (
  { discountCode, lineItems }: OrderInput,
  total: number,
): { readonly code: string | null; readonly share: number } => {
  const {
    itemPercentageDiscountCode: percentage,
    itemFixedDiscountCode: fixed,
    freeShippingDiscountCode: free,
  } = discountCode ?? {};
  if (percentage) return { code: percentage.code, share: Math.min(1, (percentage.percentage ?? 0) / 100) };
  if (fixed && lineItems)
    return { code: fixed.code, share: total === 0 ? 0 : Math.min(1, (bagCents(fixed.amountSet) ?? 0) / total) };
  return { code: free?.code ?? null, share: 0 };
};

/** The line that an input describes; a variant fills what is left out. */
export const orderLineOf = (store: Store, input: LineInput): LineFacts => {
  const variant = input.variantId ? store.ProductVariant.get(input.variantId) : undefined;
  const product = variant
    ? store.Product.get(variant.productId)
    : input.productId
      ? store.Product.get(input.productId)
      : undefined;
  const item = variant && store.InventoryItem.get(variant.inventoryItemId);
  const title = variant ? variantTitle(variant) : null;
  return {
    title: input.title ?? product?.title ?? "",
    variantTitle: input.variantTitle ?? (title === "Default Title" ? null : title),
    sku: input.sku ?? item?.sku ?? null,
    vendor: input.vendor ?? product?.vendor ?? null,
    productId: product?.id ?? null,
    variantId: variant?.id ?? null,
    quantity: input.quantity,
    unitCents: bagCents(input.priceSet) ?? variant?.priceCents ?? 0,
    discountCents: 0,
    taxRate: Number(input.taxLines?.[0]?.rate ?? 0),
    requiresShipping: input.requiresShipping ?? item?.requiresShipping ?? true,
    taxable: input.taxable ?? variant?.taxable ?? true,
    customAttributes: (input.properties ?? []).map(({ name, value }) => ({ key: name, value })),
  };
};

/** How much the customer's currency is worth in the shop's. */
export const rateOf = ({ lineItems }: OrderInput): number => {
  const { shopMoney, presentmentMoney } = lineItems?.[0]?.priceSet ?? {};
  const [own, seen] = [Number(shopMoney?.amount), Number(presentmentMoney?.amount)];
  return own > 0 && seen > 0 ? seen / own : 1;
};
