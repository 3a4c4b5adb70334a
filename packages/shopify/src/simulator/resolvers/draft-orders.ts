import { numericId } from "../gid.js";
import { type ListArguments, type Listing, textKey, toListing } from "../listing.js";
import { type Cents, toMoneyBag } from "../money.js";
import { mapConnection, type PageArguments, toConnection } from "../paging.js";
import type { DraftDiscount, DraftLine, DraftOrder } from "../records/orders.js";
import type { Store } from "../state.js";
import { type Fields, legacyId } from "./fields.js";
import { metafieldFields } from "./metafields.js";

/** What a discount takes off an amount. */
export const draftDiscountCents = (discount: DraftDiscount | null, cents: Cents): Cents =>
  discount === null
    ? 0
    : Math.min(
        cents,
        discount.valueType === "PERCENTAGE"
          ? Math.round((cents * discount.value) / 100)
          : Math.round(discount.value * 100),
      );

/** A draft line after its own discount. */
export const draftLineTotal = ({ unitCents, quantity, discount }: DraftLine): Cents =>
  unitCents * quantity - draftDiscountCents(discount, unitCents * quantity);

const sum = (rows: readonly DraftLine[], of: (line: DraftLine) => number) =>
  rows.reduce((total, line) => total + of(line), 0);

/** Sums of a draft order; prices include tax, as in the whole shop. */
export const draftTotals = ({ lines, discount, shipping, taxExempt }: DraftOrder) => {
  const items = sum(lines, draftLineTotal);
  const orderDiscount = draftDiscountCents(discount, items);
  const subtotal = items - orderDiscount;
  const share = items === 0 ? 0 : subtotal / items;
  const tax = taxExempt
    ? 0
    : sum(lines, (line) =>
        line.taxable ? Math.round(draftLineTotal(line) * share * (1 - 1 / (1 + line.taxRate))) : 0,
      );
  const gross = sum(lines, ({ unitCents, quantity }) => unitCents * quantity);
  return {
    gross,
    subtotal,
    tax,
    discounts: gross - subtotal,
    orderDiscount,
    shipping: shipping?.cents ?? 0,
    total: subtotal + (shipping?.cents ?? 0),
  };
};

const listing = (store: Store): Listing<DraftOrder> => ({
  search: {
    default: ({ name, email, lines, customerId }) => [
      name,
      email ?? "",
      ...lines.map(({ title }) => title),
      (customerId && store.Customer.get(customerId)?.lastName) || "",
    ],
    id: ({ id }) => id,
    status: ({ status }) => status.toLowerCase(),
    tag: ({ tags }) => tags,
    customer_id: ({ customerId }) => customerId,
    source: ({ sourceName }) => sourceName,
    created_at: ({ createdAt }) => createdAt,
    updated_at: ({ updatedAt }) => updatedAt,
  },
  sort: {
    NUMBER: ({ name }) => Number(name.replace(/\D/g, "")),
    UPDATED_AT: ({ updatedAt }) => updatedAt,
    STATUS: ({ status }) => status,
    TOTAL_PRICE: (draft) => draftTotals(draft).total,
    CUSTOMER_NAME: ({ customerId }) => textKey(customerId && store.Customer.get(customerId)?.lastName),
  },
});

const toDiscount = (discount: DraftDiscount | null, cents: Cents, draft: DraftOrder) =>
  discount && { ...discount, amountSet: toMoneyBag(draftDiscountCents(discount, cents), draft) };

const toDraftLine = (store: Store, draft: DraftOrder, line: DraftLine): object => {
  const gross = line.unitCents * line.quantity;
  const net = draftLineTotal(line);
  return {
    ...line,
    name: line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`,
    custom: line.variantId === null,
    isGiftCard: false,
    product: line.productId === null ? null : store.Product.get(line.productId),
    variant: line.variantId === null ? null : store.ProductVariant.get(line.variantId),
    appliedDiscount: toDiscount(line.discount, gross, draft),
    originalUnitPriceSet: toMoneyBag(line.unitCents, draft),
    originalUnitPriceWithCurrency: toMoneyBag(line.unitCents, draft).presentmentMoney,
    originalTotalSet: toMoneyBag(gross, draft),
    discountedTotalSet: toMoneyBag(net, draft),
    totalDiscountSet: toMoneyBag(gross - net, draft),
    approximateDiscountedUnitPriceSet: toMoneyBag(Math.round(net / Math.max(1, line.quantity)), draft),
    taxLines: [],
    weight: null,
    image: null,
  };
};

const bag =
  (pick: (totals: ReturnType<typeof draftTotals>) => Cents): Fields<DraftOrder>[string] =>
  (draft) =>
    toMoneyBag(pick(draftTotals(draft)), draft);

const draftOrder: Fields<DraftOrder> = {
  ...legacyId,
  ...metafieldFields,
  ready: () => true,
  currencyCode: ({ currency }) => currency,
  presentmentCurrencyCode: ({ presentmentCurrency }) => presentmentCurrency,
  taxesIncluded: () => true,
  invoiceUrl: ({ id }, _, { settings }) => `https://${settings.shopHost}/invoices/${numericId(id)}`,
  invoiceEmailTemplateSubject: ({ name }) => `Rechnung ${name}`,
  billingAddressMatchesShippingAddress: ({ billingAddress, shippingAddress }) =>
    billingAddress?.address1 === shippingAddress?.address1 && billingAddress?.zip === shippingAddress?.zip,
  discountCodes: () => [],
  acceptAutomaticDiscounts: () => false,
  allowDiscountCodesInCheckout: () => false,
  visibleToCustomer: () => false,
  totalQuantityOfLineItems: ({ lines }) => sum(lines, ({ quantity }) => quantity),
  totalWeight: ({ lines }) =>
    String(sum(lines, ({ quantity, requiresShipping }) => (requiresShipping ? 120 * quantity : 0))),
  appliedDiscount: (draft) => toDiscount(draft.discount, sum(draft.lines, draftLineTotal), draft),
  shippingLine: (draft) =>
    draft.shipping && {
      id: draft.shipping.id,
      title: draft.shipping.title,
      code: "custom",
      custom: true,
      isRemoved: false,
      originalPriceSet: toMoneyBag(draft.shipping.cents, draft),
      discountedPriceSet: toMoneyBag(draft.shipping.cents, draft),
      currentDiscountedPriceSet: toMoneyBag(draft.shipping.cents, draft),
      taxLines: [],
      discountAllocations: [],
    },
  customer: ({ customerId }, _, { store }) => (customerId === null ? null : store.Customer.get(customerId)),
  order: ({ orderId }, _, { store }) => (orderId === null ? null : store.Order.get(orderId)),
  lineItems: (draft, args: PageArguments, { store }) =>
    mapConnection(toConnection(draft.lines, args), (line) => toDraftLine(store, draft, line)),
  taxLines: (draft) =>
    draftTotals(draft).tax === 0
      ? []
      : [
          {
            title: "DE VAT",
            rate: null,
            ratePercentage: null,
            priceSet: toMoneyBag(draftTotals(draft).tax, draft),
            channelLiable: false,
            source: null,
          },
        ],
  lineItemsSubtotalPrice: bag(({ subtotal, orderDiscount }) => subtotal + orderDiscount),
  totalLineItemsPriceSet: bag(({ gross }) => gross),
  subtotalPriceSet: bag(({ subtotal }) => subtotal),
  totalPriceSet: bag(({ total }) => total),
  totalTaxSet: bag(({ tax }) => tax),
  totalShippingPriceSet: bag(({ shipping }) => shipping),
  totalDiscountsSet: bag(({ discounts }) => discounts),
  amountDueNowSet: bag(({ total }) => total),
  amountDueLaterSet: bag(() => 0),
};

/** Draft orders. */
export const draftOrderResolvers = {
  DraftOrder: draftOrder,
  QueryRoot: {
    draftOrders: (_: unknown, args: ListArguments, context, info) =>
      toListing([...context.store.DraftOrder.values()], listing(context.store), args, context, info),
    draftOrder: (_: unknown, { id }: { id: string }, { store }) => store.DraftOrder.get(id),
  } satisfies Fields<unknown>,
};
