import type { Context } from "../context.js";
import { parseCents } from "../money.js";
import { totalsOf } from "../order-math.js";
import type { Attribute } from "../records.js";
import { customerByIdentifier } from "../resolvers/customers.js";
import { type Fields, normalizeTags, type UserError, userError } from "../resolvers/fields.js";
import { writeMetafield } from "../resolvers/metafields.js";
import { variantTitle } from "../resolvers/products.js";
import type { Store } from "../state.js";
import { type AddressInput, toAddress } from "./addresses.js";
import { addCustomer } from "./customers.js";
import { addOrder, addTransaction, type LineFacts } from "./make-order.js";
import { announceOrder } from "./orders.js";

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

interface OrderInput {
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

const centsOf = (bag: MoneyBagInput | null | undefined): number | undefined =>
  parseCents(bag?.shopMoney?.amount ?? bag?.presentmentMoney?.amount);

const problemsWith = (store: Store, { lineItems, customer }: OrderInput): readonly UserError[] => {
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

const discountShare = (
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
    return { code: fixed.code, share: total === 0 ? 0 : Math.min(1, (centsOf(fixed.amountSet) ?? 0) / total) };
  return { code: free?.code ?? null, share: 0 };
};

const lineOf = (store: Store, input: LineInput): LineFacts => {
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
    unitCents: centsOf(input.priceSet) ?? variant?.priceCents ?? 0,
    discountCents: 0,
    taxRate: Number(input.taxLines?.[0]?.rate ?? 0),
    requiresShipping: input.requiresShipping ?? item?.requiresShipping ?? true,
    taxable: input.taxable ?? variant?.taxable ?? true,
    customAttributes: (input.properties ?? []).map(({ name, value }) => ({ key: name, value })),
  };
};

const customerOf = (context: Context, { customer, email }: OrderInput): string | null => {
  const { store } = context;
  if (customer?.toAssociate) return customer.toAssociate.id;
  const wanted = customer?.toUpsert;
  if (!wanted) return email ? (customerByIdentifier(store, { email })?.id ?? null) : null;
  return (customerByIdentifier(store, wanted) ?? addCustomer(context, wanted)).id;
};

const orderCreate = (
  _: unknown,
  { order: input, options }: { order: OrderInput; options?: { inventoryBehaviour?: string | null } | null },
  context: Context,
) => {
  const { store } = context;
  const userErrors = problemsWith(store, input);
  if (userErrors.length > 0) return { order: null, userErrors };
  const plain = (input.lineItems ?? []).map((line) => lineOf(store, line));
  const { code, share } = discountShare(
    input,
    plain.reduce((sum, { unitCents, quantity }) => sum + unitCents * quantity, 0),
  );
  const [shipping] = input.shippingLines ?? [];
  const currency = input.currency ?? "EUR";
  const order = addOrder(store, {
    ...input,
    customerId: customerOf(context, input),
    currency,
    presentmentCurrency: input.presentmentCurrency ?? currency,
    presentmentRate: rateOf(input),
    processedAt: input.processedAt ? Date.parse(input.processedAt) : undefined,
    sourceName: input.sourceName ?? "simulator",
    tags: normalizeTags(input.tags ?? []),
    test: input.test ?? false,
    taxesIncluded: input.taxesIncluded ?? false,
    customAttributes: input.customAttributes ?? [],
    lines: plain.map((line) => ({ ...line, discountCents: Math.round(line.unitCents * line.quantity * share) })),
    shipping: shipping
      ? { title: shipping.title, code: shipping.code ?? shipping.title, cents: centsOf(shipping.priceSet) ?? 0 }
      : null,
    discountCode: code,
    billingAddress: toAddress(store, input.billingAddress),
    shippingAddress: toAddress(store, input.shippingAddress),
    keepStock: (options?.inventoryBehaviour ?? "BYPASS") === "BYPASS",
  });
  for (const { kind, status, gateway, amountSet } of input.transactions ?? [])
    addTransaction(store, order, {
      kind: kind ?? "SALE",
      status: status ?? "SUCCESS",
      gateway: gateway ?? "manual",
      cents: centsOf(amountSet) ?? 0,
    });
  if ((input.transactions?.length ?? 0) === 0 && input.financialStatus === "PAID")
    addTransaction(store, order, { kind: "SALE", gateway: "manual", cents: totalsOf(store, order).total });
  if (input.closedAt) order.closedAt = Date.parse(input.closedAt);
  for (const metafield of input.metafields ?? []) writeMetafield(store, order.id, metafield);
  announceOrder(context, order, "ORDERS_CREATE");
  return { order, userErrors: [] };
};

const rateOf = ({ lineItems }: OrderInput): number => {
  const { shopMoney, presentmentMoney } = lineItems?.[0]?.priceSet ?? {};
  const [own, seen] = [Number(shopMoney?.amount), Number(presentmentMoney?.amount)];
  return own > 0 && seen > 0 ? seen / own : 1;
};

/** Makes orders. */
export const orderCreation = { orderCreate } as Fields<unknown>;
