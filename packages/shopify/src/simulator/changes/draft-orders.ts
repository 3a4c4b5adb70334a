import type { Context } from "../context.js";
import { parseCents } from "../money.js";
import type { Attribute, DraftDiscount, DraftLine, DraftOrder } from "../records.js";
import { draftDiscountCents, draftLineTotal } from "../resolvers/draft-orders.js";
import { type Fields, normalizeTags, type UserError, userError } from "../resolvers/fields.js";
import { writeMetafield } from "../resolvers/metafields.js";
import { variantTitle } from "../resolvers/products.js";
import { shopCurrency } from "../seed/company.js";
import { type Store, touch } from "../state.js";
import { deletedBody, draftOrderBody } from "../webhook-bodies.js";
import { type AddressInput, toAddress } from "./addresses.js";
import { addOrder, payOrder } from "./make-order.js";
import { announceOrder } from "./orders.js";

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

interface DraftInput {
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

const problemsWith = (store: Store, input: DraftInput, isNew: boolean): readonly UserError[] => {
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

const write = (store: Store, draft: DraftOrder, input: DraftInput): void => {
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

const announce = ({ emit }: Context, draft: DraftOrder, what: "CREATE" | "UPDATE") =>
  emit({ topic: `DRAFT_ORDERS_${what}`, body: () => draftOrderBody(draft) });

const draftOrderCreate = (_: unknown, { input }: { input: DraftInput }, context: Context) => {
  const { store } = context;
  const userErrors = problemsWith(store, input, true);
  if (userErrors.length > 0) return { draftOrder: null, userErrors };
  const draft: DraftOrder = {
    ...store.mint("DraftOrder"),
    name: `#D${store.nextNumber("DraftOrder")}`,
    status: "OPEN",
    completedAt: null,
    invoiceSentAt: null,
    orderId: null,
    customerId: null,
    email: null,
    phone: null,
    note2: null,
    poNumber: null,
    tags: [],
    taxExempt: false,
    customAttributes: [],
    discount: null,
    lines: [],
    shipping: null,
    billingAddress: null,
    shippingAddress: null,
    reserveInventoryUntil: null,
    sourceName: input.sourceName ?? null,
    currency: shopCurrency,
    presentmentCurrency: shopCurrency,
    presentmentRate: 1,
  };
  write(store, draft, input);
  store.DraftOrder.set(draft.id, draft);
  announce(context, draft, "CREATE");
  return { draftOrder: draft, userErrors: [] };
};

const draftOrderUpdate = (_: unknown, { id, input }: { id: string; input: DraftInput }, context: Context) => {
  const draft = context.store.DraftOrder.get(id);
  if (!draft) return { draftOrder: null, userErrors: [userError(["id"], "Draft order does not exist")] };
  const userErrors =
    draft.status === "COMPLETED"
      ? [userError(null, "Draft order is already completed")]
      : problemsWith(context.store, input, false);
  if (userErrors.length > 0) return { draftOrder: draft, userErrors };
  write(context.store, draft, input);
  announce(context, draft, "UPDATE");
  return { draftOrder: draft, userErrors: [] };
};

const draftOrderDelete = (_: unknown, { input: { id } }: { input: { id: string } }, { store, emit }: Context) => {
  if (!store.DraftOrder.delete(id))
    return { deletedId: null, userErrors: [userError(["id"], "Draft order does not exist")] };
  emit({ topic: "DRAFT_ORDERS_DELETE", body: () => deletedBody(id) });
  return { deletedId: id, userErrors: [] };
};

const draftOrderComplete = (
  _: unknown,
  { id, paymentPending }: { id: string; paymentPending?: boolean | null },
  context: Context,
) => {
  const { store } = context;
  const draft = store.DraftOrder.get(id);
  if (!draft) return { draftOrder: null, userErrors: [userError(["id"], "Draft order does not exist")] };
  if (draft.status === "COMPLETED")
    return { draftOrder: null, userErrors: [userError(null, "This order has been paid")] };
  const order = addOrder(store, {
    ...draft,
    name: null,
    note: draft.note2,
    lines: orderLines(draft),
    shipping: draft.shipping && { ...draft.shipping, code: "custom" },
    sourceName: draft.sourceName ?? "shopify_draft_order",
  });
  if (!paymentPending) payOrder(store, order, "manual");
  draft.status = "COMPLETED";
  draft.completedAt = store.clock.now();
  draft.orderId = order.id;
  touch(store, draft);
  announce(context, draft, "UPDATE");
  announceOrder(context, order, "ORDERS_CREATE", ...(paymentPending ? [] : ["ORDERS_PAID"]));
  return { draftOrder: draft, userErrors: [] };
};

/** A discount on the whole draft is spread over its lines. */
const orderLines = ({ lines, discount }: DraftOrder) => {
  const items = lines.reduce((sum, line) => sum + draftLineTotal(line), 0);
  const share = items === 0 ? 0 : draftDiscountCents(discount, items) / items;
  return lines.map(({ id: _id, uuid: _uuid, __typename, discount: own, ...line }) => {
    const net = line.unitCents * line.quantity - draftDiscountCents(own, line.unitCents * line.quantity);
    return { ...line, discountCents: line.unitCents * line.quantity - Math.round(net * (1 - share)) };
  });
};

const draftOrderInvoiceSend = (
  _: unknown,
  { id, email }: { id: string; email?: { to?: string | null } | null },
  context: Context,
) => {
  const draft = context.store.DraftOrder.get(id);
  const refuse = (message: string) => ({ draftOrder: null, userErrors: [userError(null, message)] });
  if (!draft) return refuse("Draft order not found");
  if (draft.status === "COMPLETED")
    return refuse("Draft order Invoice can't be sent. This draft order is already paid.");
  if (!(email?.to ?? draft.email)) return refuse("To can't be blank");
  draft.status = "INVOICE_SENT";
  draft.invoiceSentAt = context.store.clock.now();
  touch(context.store, draft);
  announce(context, draft, "UPDATE");
  return { draftOrder: draft, userErrors: [] };
};

/** Makes, changes, completes and mails draft orders. */
export const draftOrderChanges = {
  draftOrderCreate,
  draftOrderUpdate,
  draftOrderDelete,
  draftOrderComplete,
  draftOrderInvoiceSend,
} as Fields<unknown>;
