import type { Context } from "../context.js";
import { numericId, toGid } from "../gid.js";
import { type ListArguments, type Listing, searchRows, textKey, toCount, toListing } from "../listing.js";
import { type Cents, toMoneyBag } from "../money.js";
import {
  financialStatus,
  fulfillmentStatus,
  fulfillmentsOf,
  netPayment,
  type OrderTotals,
  refundsOf,
  totalsOf,
} from "../order-math.js";
import { mapConnection, type PageArguments, toConnection } from "../paging.js";
import type { Order, Transaction } from "../records.js";
import type { Store } from "../state.js";
import { type Fields, legacyId } from "./fields.js";
import { findByCustomId, metafieldFields, metafieldTerms } from "./metafields.js";
import { taxLinesOf, toLine } from "./order-lines.js";
import { toRefund } from "./refunds.js";

const totals = (order: Order, { store, totals: kept }: Context): OrderTotals => {
  const known = kept?.get(order);
  if (known) return known;
  const computed = totalsOf(store, order);
  kept?.set(order, computed);
  return computed;
};

const bag =
  (pick: (totals: OrderTotals) => Cents): Fields<Order>[string] =>
  (order, _, context) =>
    toMoneyBag(pick(totals(order, context)), order);

/** How orders are searched and sorted. */
export const orderListing = (store: Store): Listing<Order> => ({
  search: {
    default: ({ name, email, lines, customerId, shippingAddress }) => [
      name,
      String(name).replace("#", ""),
      email ?? "",
      ...lines.flatMap(({ title, sku }) => [title, sku ?? ""]),
      ...customerNames(store, customerId),
      shippingAddress?.lastName ?? "",
    ],
    id: ({ id }) => id,
    name: ({ name }) => [name, name.replace("#", "")],
    email: ({ email }) => email,
    status: ({ cancelledAt, closedAt }) =>
      cancelledAt !== null
        ? ["cancelled", ...(closedAt === null ? ["not_closed"] : [])]
        : closedAt !== null
          ? ["closed"]
          : ["open", "not_closed"],
    financial_status: (order) => financialStatus(store, order).toLowerCase(),
    fulfillment_status: (order) => fulfillmentTerms(fulfillmentStatus(store, order)),
    return_status: () => "no_return",
    tag: ({ tags }) => tags,
    customer_id: ({ customerId }) => customerId,
    sku: ({ lines }) => lines.map(({ sku }) => sku ?? ""),
    discount_code: ({ discountCode }) => discountCode,
    source_name: ({ sourceName }) => sourceName,
    source_identifier: ({ sourceIdentifier }) => sourceIdentifier,
    gateway: ({ transactions }) => transactions.map(({ gateway }) => gateway),
    po_number: ({ poNumber }) => poNumber,
    confirmation_number: (order) => confirmationNumber(order),
    current_total_price: (order) => totalsOf(store, order).currentTotal / 100,
    test: ({ test }) => test,
    created_at: ({ createdAt }) => createdAt,
    updated_at: ({ updatedAt }) => updatedAt,
    processed_at: ({ processedAt }) => processedAt,
    location_id: () => null,
    metafields: ({ id }) => metafieldTerms(store, id),
  },
  sort: {
    PROCESSED_AT: ({ processedAt }) => processedAt,
    CREATED_AT: ({ createdAt }) => createdAt,
    UPDATED_AT: ({ updatedAt }) => updatedAt,
    ORDER_NUMBER: ({ number }) => number,
    PO_NUMBER: ({ poNumber }) => textKey(poNumber),
    CUSTOMER_NAME: ({ customerId }) => textKey(customerNames(store, customerId).join(" ")),
    FINANCIAL_STATUS: (order) => financialStatus(store, order),
    FULFILLMENT_STATUS: (order) => fulfillmentStatus(store, order),
    TOTAL_PRICE: (order) => totalsOf(store, order).total,
    CURRENT_TOTAL_PRICE: (order) => totalsOf(store, order).currentTotal,
    TOTAL_ITEMS_QUANTITY: ({ lines }) => lines.reduce((sum, { quantity }) => sum + quantity, 0),
    DESTINATION: ({ shippingAddress }) => textKey(shippingAddress?.city),
  },
});

const customerNames = (store: Store, customerId: string | null): readonly string[] => {
  const customer = customerId === null ? undefined : store.Customer.get(customerId);
  return customer ? [customer.lastName ?? "", customer.firstName ?? ""] : [];
};

const fulfillmentTerms = (status: string): readonly string[] =>
  ({
    UNFULFILLED: ["unfulfilled", "unshipped"],
    PARTIALLY_FULFILLED: ["partial", "unfulfilled"],
    FULFILLED: ["fulfilled", "shipped"],
    ON_HOLD: ["on_hold", "unfulfilled"],
  })[status] ?? [];

const confirmationNumber = ({ id }: Order): string =>
  (BigInt(numericId(id)) * 7919n).toString(36).slice(-9).toUpperCase();

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

/** What a resolver gives for a transaction. */
export const toTransaction = (store: Store, transaction: Transaction): object => {
  const order = store.Order.get(transaction.orderId);
  const parent = order?.transactions.find(({ id }) => id === transaction.parentId);
  const refunded =
    order?.transactions
      .filter(({ parentId, kind }) => parentId === transaction.id && kind === "REFUND")
      .reduce((sum, { cents }) => sum + cents, 0) ?? 0;
  return {
    ...transaction,
    formattedGateway: transaction.gateway.replaceAll("_", " ").replace(/^\w/, (letter) => letter.toUpperCase()),
    amountSet: order && toMoneyBag(transaction.cents, order),
    processedAt: transaction.createdAt,
    test: order?.test ?? false,
    order,
    parentTransaction: () => parent && toTransaction(store, parent),
    manuallyCapturable: transaction.kind === "AUTHORIZATION" && transaction.status === "SUCCESS",
    multiCapturable: false,
    manualPaymentGateway: transaction.gateway === "manual" || transaction.gateway === "bank_deposit",
    settlementCurrency: order?.currency,
    maximumRefundableV2: order && toMoneyBag(Math.max(0, transaction.cents - refunded), order).shopMoney,
    totalUnsettledSet: order && toMoneyBag(0, order),
    receiptJson: {},
  };
};

const order: Fields<Order> = {
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
  subtotalPriceSet: bag(({ subtotal }) => subtotal),
  totalPriceSet: bag(({ total }) => total),
  originalTotalPriceSet: bag(({ total }) => total),
  totalTaxSet: bag(({ tax }) => tax),
  totalShippingPriceSet: bag(({ shipping }) => shipping),
  totalDiscountsSet: bag(({ discounts }) => discounts),
  cartDiscountAmountSet: bag(({ discounts }) => discounts),
  totalReceivedSet: bag(({ received }) => received),
  totalRefundedSet: bag(({ refunded }) => refunded),
  totalRefundedShippingSet: bag(({ refundedShipping }) => refundedShipping),
  netPaymentSet: bag(({ received, refunded }) => received - refunded),
  totalOutstandingSet: (source, _, context) =>
    toMoneyBag(
      source.cancelledAt === null
        ? Math.max(
            0,
            totals(source, context).currentTotal - totals(source, context).received + totals(source, context).refunded,
          )
        : 0,
      source,
    ),
  totalCapturableSet: (source, _, { store, totals: kept }) =>
    toMoneyBag(
      financialStatus(store, source) === "AUTHORIZED" ? (kept?.get(source) ?? totalsOf(store, source)).total : 0,
      source,
    ),
  totalTipReceivedSet: bag(() => 0),
  refundDiscrepancySet: bag(() => 0),
  currentSubtotalPriceSet: bag(({ currentSubtotal }) => currentSubtotal),
  currentTotalPriceSet: bag(({ currentTotal }) => currentTotal),
  currentTotalTaxSet: bag(({ currentTax }) => currentTax),
  currentTotalDiscountsSet: bag(({ currentDiscounts }) => currentDiscounts),
  currentCartDiscountAmountSet: bag(({ currentDiscounts }) => currentDiscounts),
  currentShippingPriceSet: bag(({ currentShipping }) => currentShipping),
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

const toVisit = (
  orderId: string,
  { landingPage, referrer, source, medium, campaign }: NonNullable<Order["visit"]>,
  createdAt: number,
) => ({
  id: toGid("CustomerVisit", numericId(orderId)),
  landingPage,
  landingPageHtml: null,
  occurredAt: createdAt,
  referrerUrl: referrer,
  referralCode: null,
  source,
  sourceDescription: null,
  sourceType: medium === "organic" ? "SEO" : null,
  utmParameters: campaign === null ? null : { source, medium, campaign, content: null, term: null },
});

const byProcessedAt = { sortKey: "PROCESSED_AT" };
const ordersOf = (store: Store) => [...store.Order.values()];

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
      toListing(ordersOf(context.store), orderListing(context.store), { ...byProcessedAt, ...args }, context, info),
    ordersCount: (_: unknown, { query, limit }: { query?: string | null; limit?: number | null }, context, info) =>
      toCount(searchRows(ordersOf(context.store), orderListing(context.store), query, context, info).length, limit),
    order: (_: unknown, { id }: { id: string }, { store }) => store.Order.get(id),
    orderByIdentifier: (_: unknown, { identifier: { id, customId } }: OrderIdentifier, { store }) =>
      store.Order.get(id ?? (customId && findByCustomId(store, customId)) ?? ""),
    refund: (_: unknown, { id }: { id: string }, { store }) => {
      const refund = store.Refund.get(id);
      const owner = refund && store.Order.get(refund.orderId);
      return refund && owner && toRefund(store, owner, refund);
    },
  } satisfies Fields<unknown>,
};
