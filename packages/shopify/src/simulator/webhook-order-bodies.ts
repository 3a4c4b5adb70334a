import { toFixed } from "./money.js";
import { financialStatus, fulfillmentStatus, fulfillmentsOf, refundsOf, totalsOf } from "./order-math.js";
import type { Order, Refund } from "./records/orders.js";
import type { Store } from "./state.js";
import { addressBody, type Body, both, customerBody, restId, time, times } from "./webhook-bodies.js";
import { lineBody, money } from "./webhook-line-body.js";
import { fulfillmentBody } from "./webhook-shipping-bodies.js";

const restFinancial: Readonly<Record<string, string>> = {
  PENDING: "pending",
  AUTHORIZED: "authorized",
  PARTIALLY_PAID: "partially_paid",
  PAID: "paid",
  PARTIALLY_REFUNDED: "partially_refunded",
  REFUNDED: "refunded",
  VOIDED: "voided",
};

const restFulfillment: Readonly<Record<string, string | null>> = {
  FULFILLED: "fulfilled",
  PARTIALLY_FULFILLED: "partial",
};

/** `orders/*`. */
export const orderBody = (store: Store, order: Order): Body => {
  const totals = totalsOf(store, order);
  const customer = order.customerId === null ? undefined : store.Customer.get(order.customerId);
  return {
    ...both(order),
    ...times(order),
    app_id: null,
    name: order.name,
    number: order.number - 1000,
    order_number: order.number,
    processed_at: time(order.processedAt),
    cancelled_at: time(order.cancelledAt),
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    closed_at: time(order.closedAt),
    confirmed: true,
    test: order.test,
    email: order.email ?? "",
    contact_email: order.email,
    phone: order.phone,
    note: order.note,
    note_attributes: order.customAttributes.map(({ key, value }) => ({ name: key, value })),
    po_number: order.poNumber,
    tags: order.tags.join(", "),
    currency: order.currency,
    presentment_currency: order.presentmentCurrency,
    source_name: order.sourceName,
    source_identifier: order.sourceIdentifier,
    landing_site: order.visit?.landingPage ?? null,
    referring_site: order.visit?.referrer ?? null,
    taxes_included: order.taxesIncluded,
    financial_status: restFinancial[financialStatus(store, order)] ?? "pending",
    fulfillment_status: restFulfillment[fulfillmentStatus(store, order)] ?? null,
    discount_codes:
      order.discountCode === null
        ? []
        : [{ code: order.discountCode, amount: toFixed(totals.discounts), type: "percentage" }],
    payment_gateway_names: [...new Set(order.transactions.map(({ gateway }) => gateway))],
    ...money("subtotal_price", totals.subtotal, order),
    ...money("total_price", totals.total, order),
    ...money("total_tax", totals.tax, order),
    ...money("total_discounts", totals.discounts, order),
    ...money("current_subtotal_price", totals.currentSubtotal, order),
    ...money("current_total_price", totals.currentTotal, order),
    ...money("current_total_tax", totals.currentTax, order),
    total_shipping_price_set: money("x", totals.shipping, order).x_set,
    customer: customer ? customerBody(store, customer) : null,
    billing_address: addressBody(order.billingAddress),
    shipping_address: addressBody(order.shippingAddress),
    line_items: order.lines.map((line) => lineBody(order, line)),
    shipping_lines: order.shipping
      ? [
          {
            id: restId(order.shipping.id),
            title: order.shipping.title,
            code: order.shipping.code,
            source: "shopify",
            ...money("price", order.shipping.cents, order),
          },
        ]
      : [],
    fulfillments: fulfillmentsOf(store, order).map((fulfillment) => fulfillmentBody(store, order, fulfillment)),
    refunds: refundsOf(store, order).map((refund) => refundBody(store, order, refund)),
  };
};

/** `refunds/create`. */
export const refundBody = (_: Store, order: Order, refund: Refund): Body => ({
  ...both(refund),
  order_id: restId(order.id),
  created_at: time(refund.createdAt),
  processed_at: time(refund.createdAt),
  note: refund.note,
  restock: refund.lines.some(({ restocked }) => restocked),
  refund_line_items: refund.lines.map((line) => ({
    id: restId(line.id),
    line_item_id: restId(line.lineItemId),
    quantity: line.quantity,
    restock_type: line.restockType.toLowerCase(),
    location_id: line.locationId === null ? null : restId(line.locationId),
    subtotal: line.cents / 100,
    total_tax: line.taxCents / 100,
  })),
  transactions: order.transactions
    .filter(({ id }) => refund.transactionIds.includes(id))
    .map((transaction) => ({
      ...both(transaction),
      order_id: restId(order.id),
      kind: transaction.kind.toLowerCase(),
      status: transaction.status.toLowerCase(),
      gateway: transaction.gateway,
      amount: toFixed(transaction.cents),
      currency: order.currency,
      parent_id: transaction.parentId === null ? null : restId(transaction.parentId),
      created_at: time(transaction.createdAt),
    })),
});
