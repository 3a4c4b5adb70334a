import type { Context } from "../context.js";
import { type Cents, toMoneyBag } from "../money.js";
import { financialStatus, type OrderTotals, totalsOf } from "../order-math.js";
import type { Order } from "../records.js";
import type { Fields } from "./fields.js";

/** Sums of an order, computed once a query. */
export const totals = (order: Order, { store, totals: kept }: Context): OrderTotals => {
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

/** The money fields of `Order`. */
export const orderMoney: Fields<Order> = {
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
};
