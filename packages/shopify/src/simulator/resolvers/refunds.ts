import { numericId } from "../gid.js";
import { toMoneyBag } from "../money.js";
import { type PageArguments, toConnection } from "../paging.js";
import type { Order, Refund } from "../records/orders.js";
import type { Store } from "../state.js";
import { toLine } from "./order-lines.js";
import { toTransaction } from "./transactions.js";

/** What a resolver gives for a refund. */
export const toRefund = (store: Store, order: Order, refund: Refund): object => {
  const transactions = order.transactions.filter(({ id }) => refund.transactionIds.includes(id));
  return {
    ...refund,
    legacyResourceId: numericId(refund.id),
    processedAt: refund.createdAt,
    order,
    totalRefundedSet: toMoneyBag(
      transactions.reduce((sum, { cents }) => sum + cents, 0),
      order,
    ),
    refundLineItems: (args: PageArguments) =>
      toConnection(
        refund.lines.map((line) => {
          const source = order.lines.find(({ id }) => id === line.lineItemId);
          return {
            ...line,
            priceSet: toMoneyBag(Math.round(line.cents / Math.max(1, line.quantity)), order),
            subtotalSet: toMoneyBag(line.cents, order),
            totalTaxSet: toMoneyBag(line.taxCents, order),
            lineItem: source && toLine(store, order, source),
            location: line.locationId === null ? null : store.Location.get(line.locationId),
          };
        }),
        args,
      ),
    refundShippingLines: (args: PageArguments) =>
      toConnection(
        refund.shippingCents === 0 || !order.shipping
          ? []
          : [
              {
                id: refund.id.replace("Refund", "RefundShippingLine"),
                shippingLine: {
                  id: order.shipping.id,
                  title: order.shipping.title,
                  originalPriceSet: toMoneyBag(order.shipping.cents, order),
                  discountedPriceSet: toMoneyBag(order.shipping.cents, order),
                  currentDiscountedPriceSet: toMoneyBag(order.shipping.cents - refund.shippingCents, order),
                  custom: false,
                  isRemoved: false,
                  taxLines: [],
                  discountAllocations: [],
                },
                subtotalAmountSet: toMoneyBag(refund.shippingCents, order),
                taxAmountSet: toMoneyBag(0, order),
              },
            ],
        args,
      ),
    transactions: (args: PageArguments) =>
      toConnection(
        transactions.map((transaction) => ({ ...toTransaction(store, transaction), id: transaction.id })),
        args,
      ),
    orderAdjustments: (args: PageArguments) => toConnection([], args),
  };
};
