import { numericId } from "../gid.js";
import { type ListArguments, searchRows, toCount, toListing } from "../listing.js";
import { toMoneyBag } from "../money.js";
import { financialStatus, fulfillmentStatus, fulfillmentsOf, netPayment, refundsOf } from "../order-math.js";
import { mapConnection, type PageArguments, toConnection } from "../paging.js";
import type { Order } from "../records/orders.js";
import { type Fields, legacyId } from "./fields.js";
import { findByCustomId, metafieldFields } from "./metafields.js";
import { taxLinesOf, toLine } from "./order-lines.js";
import { orderMoney, totals } from "./order-money.js";
import { confirmationNumber, orderListing } from "./order-search.js";
import { toRefund } from "./refunds.js";
import { toTransaction } from "./transactions.js";
import { findOrder, ordersOf } from "./visible-orders.js";
import { toVisit } from "./visits.js";

const isCancellable = (order: Order) => order.cancelledAt === null;

const weightGrams = (order: Order, remaining: boolean) =>
  String(
    order.lines.reduce(
      (sum, { quantity, refundedQuantity, requiresShipping }) =>
        sum + (requiresShipping ? 120 * (quantity - (remaining ? refundedQuantity : 0)) : 0),
      0,
    ),
  );

const toShippingLine = (order: Order, current = order.shipping?.cents ?? 0) =>
  order.shipping && {
    id: order.shipping.id,
    title: order.shipping.title,
    code: order.shipping.code,
    source: "shopify",
    custom: false,
    carrierIdentifier: null,
    isRemoved: false,
    originalPriceSet: toMoneyBag(order.shipping.cents, order),
    discountedPriceSet: toMoneyBag(order.shipping.cents, order),
    currentDiscountedPriceSet: toMoneyBag(current, order),
    taxLines: [],
    discountAllocations: [],
  };

export const order: Fields<Order> = {
  ...legacyId,
  ...metafieldFields,
  confirmationNumber,
  closed: ({ closedAt }) => closedAt !== null,
  confirmed: () => true,
  cancellation: ({ cancelledAt, staffNote }) => (cancelledAt === null ? null : { staffNote }),
  statusPageUrl: ({ id }, _, { settings }) =>
    `https://${settings.shopHost}/orders/${numericId(id)}/authenticate?key=simulator`,
  currencyCode: ({ currency }) => currency,
  presentmentCurrencyCode: ({ presentmentCurrency }) => presentmentCurrency,
  displayFinancialStatus: (source, _, { store }) => financialStatus(store, source),
  displayFulfillmentStatus: (source, _, { store }) => fulfillmentStatus(store, source),
  returnStatus: () => "NO_RETURN",
  fullyPaid: (source, _, context) => totals(source, context).received >= totals(source, context).total,
  unpaid: (source, _, context) => totals(source, context).received === 0,
  capturable: (source, _, { store }) => financialStatus(store, source) === "AUTHORIZED",
  canMarkAsPaid: (source, _, context) =>
    isCancellable(source) && totals(source, context).received < totals(source, context).total,
  canNotifyCustomer: ({ email }) => email !== null,
  edited: () => false,
  fulfillable: (source, _, { store }) =>
    isCancellable(source) && ["UNFULFILLED", "PARTIALLY_FULFILLED"].includes(fulfillmentStatus(store, source)),
  refundable: (source, _, { store }) => netPayment(store, source) > 0,
  requiresShipping: ({ lines }) => lines.some(({ requiresShipping }) => requiresShipping),
  restockable: ({ lines }) =>
    lines.some(({ variantId, quantity, refundedQuantity }) => variantId !== null && refundedQuantity < quantity),
  merchantEditable: (source) => isCancellable(source),
  merchantEditableErrors: (source) => (isCancellable(source) ? [] : ["The order is cancelled."]),
  taxExempt: () => false,
  dutiesIncluded: () => false,
  estimatedTaxes: () => false,
  customerAcceptsMarketing: ({ customerId }, _, { store }) =>
    (customerId !== null && store.Customer.get(customerId)?.emailMarketing.state === "SUBSCRIBED") || false,
  customerLocale: ({ customerId }, _, { store }) =>
    customerId === null ? null : (store.Customer.get(customerId)?.locale ?? null),
  discountCodes: ({ discountCode }) => (discountCode === null ? [] : [discountCode]),
  discountApplications: (source, args: PageArguments, context) =>
    toConnection(
      source.discountCode === null
        ? []
        : [
            {
              __typename: "DiscountCodeApplication",
              id: source.id,
              index: 0,
              allocationMethod: "ACROSS",
              targetSelection: "ALL",
              targetType: "LINE_ITEM",
              code: source.discountCode,
              value: { __typename: "MoneyV2", ...toMoneyBag(totals(source, context).discounts, source).shopMoney },
            },
          ],
      args,
    ),
  paymentGatewayNames: ({ transactions }) => [...new Set(transactions.map(({ gateway }) => gateway))],
  billingAddressMatchesShippingAddress: ({ billingAddress, shippingAddress }) =>
    billingAddress?.address1 === shippingAddress?.address1 && billingAddress?.zip === shippingAddress?.zip,
  subtotalLineItemsQuantity: ({ lines }) => lines.reduce((sum, { quantity }) => sum + quantity, 0),
  currentSubtotalLineItemsQuantity: ({ lines }) =>
    lines.reduce((sum, { quantity, refundedQuantity }) => sum + quantity - refundedQuantity, 0),
  totalWeight: (source) => weightGrams(source, false),
  currentTotalWeight: (source) => weightGrams(source, true),
  customer: ({ customerId }, _, { store }) => (customerId === null ? null : store.Customer.get(customerId)),
  displayAddress: ({ shippingAddress, billingAddress }) => shippingAddress ?? billingAddress,
  shippingLine: (source, _, context) => toShippingLine(source, totals(source, context).currentShipping),
  shippingLines: (source, args: PageArguments, context) => {
    const line = toShippingLine(source, totals(source, context).currentShipping);
    return toConnection(line ? [line] : [], args);
  },
  lineItems: (source, args: PageArguments, { store }) =>
    mapConnection(toConnection(args.reverse ? source.lines.toReversed() : source.lines, args), (line) =>
      toLine(store, source, line),
    ),
  transactions: ({ transactions }, { first, capturable }: { first?: number; capturable?: boolean }, { store }) =>
    transactions
      .filter(({ kind }) => !capturable || kind === "AUTHORIZATION")
      .slice(0, first ?? undefined)
      .map((transaction) => toTransaction(store, transaction)),
  transactionsCount: ({ transactions }) => toCount(transactions.length),
  refunds: (source, { first }: { first?: number }, { store }) =>
    refundsOf(store, source)
      .slice(0, first ?? undefined)
      .map((refund) => toRefund(store, source, refund)),
  fulfillments: (source, { first }: { first?: number }, { store }) =>
    fulfillmentsOf(store, source).slice(0, first ?? undefined),
  fulfillmentsCount: ({ fulfillmentIds }) => toCount(fulfillmentIds.length),
  fulfillmentOrders: ({ fulfillmentOrderIds }, args: PageArguments, { store }) =>
    toConnection(
      fulfillmentOrderIds.flatMap((id) => store.FulfillmentOrder.get(id) ?? []),
      args,
    ),
  taxLines: (source) => taxLinesOf(source, ({ quantity }) => quantity),
  currentTaxLines: (source) => taxLinesOf(source, ({ quantity, refundedQuantity }) => quantity - refundedQuantity),
  ...orderMoney,
  customerJourneySummary: ({ id, visit, createdAt }) =>
    visit && {
      ready: true,
      customerOrderIndex: 0,
      daysToConversion: 0,
      momentsCount: toCount(1),
      firstVisit: toVisit(id, visit, createdAt),
      lastVisit: toVisit(id, visit, createdAt),
    },
  app: () => null,
  events: (_, args: PageArguments) => toConnection([], args),
};

const byProcessedAt = { sortKey: "PROCESSED_AT" };

interface OrderIdentifier {
  readonly identifier: {
    readonly id?: string;
    readonly customId?: { readonly namespace?: string; readonly key: string; readonly value: string };
  };
}

/** Orders and their money. */
export const orderResolvers = {
  Order: order,
  QueryRoot: {
    orders: (_: unknown, args: ListArguments, context, info) =>
      toListing(ordersOf(context), orderListing(context.store), { ...byProcessedAt, ...args }, context, info),
    ordersCount: (_: unknown, { query, limit }: { query?: string | null; limit?: number | null }, context, info) =>
      toCount(searchRows(ordersOf(context), orderListing(context.store), query, context, info).length, limit),
    order: (_: unknown, { id }: { id: string }, context) => findOrder(context, id),
    orderByIdentifier: (_: unknown, { identifier: { id, customId } }: OrderIdentifier, context) =>
      findOrder(context, id ?? (customId && findByCustomId(context.store, customId)) ?? ""),
    refund: (_: unknown, { id }: { id: string }, { store }) => {
      const refund = store.Refund.get(id);
      const owner = refund && store.Order.get(refund.orderId);
      return refund && owner && toRefund(store, owner, refund);
    },
  } satisfies Fields<unknown>,
};
