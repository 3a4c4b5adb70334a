import type { Cents } from "./money.js";
import type { Fulfillment } from "./records/fulfillment.js";
import type { LineItem, Order, Refund } from "./records/orders.js";
import type { Store } from "./state.js";

/** Sums of an order in cents; `current` ones after refunds. */
export interface OrderTotals {
  readonly subtotal: Cents;
  readonly discounts: Cents;
  readonly shipping: Cents;
  readonly tax: Cents;
  readonly total: Cents;
  readonly received: Cents;
  readonly refunded: Cents;
  readonly refundedShipping: Cents;
  readonly currentSubtotal: Cents;
  readonly currentDiscounts: Cents;
  readonly currentShipping: Cents;
  readonly currentTax: Cents;
  readonly currentTotal: Cents;
}

const vatOnShipping = 0.19;
const includedTax = (gross: Cents, rate: number): Cents => Math.round(gross - gross / (1 + rate));
const addedTax = (net: Cents, rate: number): Cents => Math.round(net * rate);

/** What is left of a line's price after discounts, for some of its pieces. */
export const lineTotal = ({ unitCents, quantity, discountCents }: LineItem, pieces = quantity): Cents =>
  Math.round(((unitCents * quantity - discountCents) * pieces) / Math.max(1, quantity));

/** Tax of a line for some of its pieces. */
export const lineTax = (
  { taxesIncluded }: Pick<Order, "taxesIncluded">,
  line: LineItem,
  pieces = line.quantity,
): Cents => (line.taxable ? (taxesIncluded ? includedTax : addedTax)(lineTotal(line, pieces), line.taxRate) : 0);

const sum = <T>(rows: readonly T[], of: (row: T) => number): number => rows.reduce((total, row) => total + of(row), 0);

/** Refunds of an order. */
export const refundsOf = (store: Store, order: Order): readonly Refund[] =>
  order.refundIds.flatMap((id) => store.Refund.get(id) ?? []);

/** Parcels of an order. */
export const fulfillmentsOf = (store: Store, order: Order): readonly Fulfillment[] =>
  order.fulfillmentIds.flatMap((id) => store.Fulfillment.get(id) ?? []);

/** Adds up an order. */
export const totalsOf = (store: Store, order: Order): OrderTotals => {
  const { lines, transactions, taxesIncluded } = order;
  const shipping = order.shipping?.cents ?? 0;
  const subtotal = sum(lines, (line) => lineTotal(line));
  const shippingTax = taxesIncluded ? includedTax(shipping, vatOnShipping) : 0;
  const tax = sum(lines, (line) => lineTax(order, line)) + shippingTax;
  const successful = transactions.filter(({ status }) => status === "SUCCESS");
  const received = sum(successful, ({ kind, cents }) => (kind === "SALE" || kind === "CAPTURE" ? cents : 0));
  const refunded = sum(successful, ({ kind, cents }) => (kind === "REFUND" ? cents : 0));
  const refundedShipping = sum(refundsOf(store, order), ({ shippingCents }) => shippingCents);
  const remaining = (line: LineItem) => line.quantity - line.refundedQuantity;
  const currentSubtotal = sum(lines, (line) => lineTotal(line, remaining(line)));
  const currentShipping = shipping - refundedShipping;
  const currentTax =
    sum(lines, (line) => lineTax(order, line, remaining(line))) +
    (taxesIncluded ? includedTax(currentShipping, vatOnShipping) : 0);
  return {
    subtotal,
    shipping,
    tax,
    received,
    refunded,
    refundedShipping,
    currentSubtotal,
    currentShipping,
    currentTax,
    discounts: sum(lines, ({ discountCents }) => discountCents),
    currentDiscounts: sum(lines, (line) =>
      Math.round((line.discountCents * remaining(line)) / Math.max(1, line.quantity)),
    ),
    total: subtotal + shipping + (taxesIncluded ? 0 : tax),
    currentTotal: currentSubtotal + currentShipping + (taxesIncluded ? 0 : currentTax),
  };
};

const openAuthorization = (order: Order): Cents =>
  sum(order.transactions, ({ kind, status, cents }) =>
    status !== "SUCCESS" ? 0 : kind === "AUTHORIZATION" ? cents : kind === "CAPTURE" || kind === "VOID" ? -cents : 0,
  );

/** As the admin shows it: PENDING, AUTHORIZED, PARTIALLY_PAID, PAID, PARTIALLY_REFUNDED, REFUNDED, VOIDED. */
export const financialStatus = (store: Store, order: Order): string => {
  const { received, refunded, total } = totalsOf(store, order);
  if (order.transactions.some(({ kind, status }) => kind === "VOID" && status === "SUCCESS")) return "VOIDED";
  if (refunded > 0) return refunded >= received ? "REFUNDED" : "PARTIALLY_REFUNDED";
  if (received >= total && (received > 0 || total === 0)) return "PAID";
  if (received > 0) return "PARTIALLY_PAID";
  if (openAuthorization(order) > 0) return "AUTHORIZED";
  return order.cancelledAt !== null ? "VOIDED" : "PENDING";
};

/** As the admin shows it: UNFULFILLED, PARTIALLY_FULFILLED, FULFILLED, ON_HOLD. */
export const fulfillmentStatus = (store: Store, order: Order): string => {
  const open = order.fulfillmentOrderIds.flatMap((id) => store.FulfillmentOrder.get(id) ?? []);
  if (open.some(({ status }) => status === "ON_HOLD")) return "ON_HOLD";
  const shippable = order.lines.filter(({ requiresShipping }) => requiresShipping);
  const sent = sum(shippable, ({ fulfilledQuantity }) => fulfilledQuantity);
  const wanted = sum(shippable, ({ quantity, refundedQuantity, fulfilledQuantity }) =>
    Math.max(fulfilledQuantity, quantity - refundedQuantity),
  );
  if (sent === 0) return "UNFULFILLED";
  return sent >= wanted ? "FULFILLED" : "PARTIALLY_FULFILLED";
};

/** What was paid and not given back. */
export const netPayment = (store: Store, order: Order): Cents => {
  const { received, refunded } = totalsOf(store, order);
  return received - refunded;
};
