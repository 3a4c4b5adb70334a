import { type Cents, toMoneyBag } from "../money.js";
import { lineTax, lineTotal } from "../order-math.js";
import type { LineItem, Order } from "../records/orders.js";
import type { Store } from "../state.js";

const vatTitle = (rate: number) => `DE VAT ${Math.round(rate * 100)}%`;

/** Tax of an order, one line per rate. */
export const taxLinesOf = (order: Order, pieces: (line: LineItem) => number): readonly object[] => {
  const byRate = new Map<number, Cents>();
  for (const line of order.lines)
    if (line.taxable) byRate.set(line.taxRate, (byRate.get(line.taxRate) ?? 0) + lineTax(order, line, pieces(line)));
  return [...byRate].map(([rate, cents]) => toTaxLine(order, rate, cents));
};

const toTaxLine = (order: Order, rate: number, cents: Cents): object => ({
  title: vatTitle(rate),
  rate,
  ratePercentage: Math.round(rate * 1000) / 10,
  priceSet: toMoneyBag(cents, order),
  channelLiable: false,
  source: null,
});

/** What a resolver gives for a line. Sums are computed when asked for. */
export const toLine = (store: Store, order: Order, line: LineItem): object => {
  const { quantity, refundedQuantity, fulfilledQuantity, unitCents, discountCents } = line;
  const unfulfilled = Math.max(0, quantity - refundedQuantity - fulfilledQuantity);
  const money = (cents: Cents) => () => toMoneyBag(cents, order);
  return {
    ...line,
    name: line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`,
    currentQuantity: quantity - refundedQuantity,
    refundableQuantity: quantity - refundedQuantity,
    unfulfilledQuantity: unfulfilled,
    fulfillableQuantity: unfulfilled,
    nonFulfillableQuantity: 0,
    isGiftCard: false,
    restockable: line.variantId !== null,
    merchantEditable: order.cancelledAt === null,
    product: () => (line.productId === null ? null : store.Product.get(line.productId)),
    variant: () => (line.variantId === null ? null : store.ProductVariant.get(line.variantId)),
    originalUnitPriceSet: money(unitCents),
    originalTotalSet: money(unitCents * quantity),
    discountedUnitPriceSet: money(Math.round(lineTotal(line) / Math.max(1, quantity))),
    discountedUnitPriceAfterAllDiscountsSet: money(Math.round(lineTotal(line) / Math.max(1, quantity))),
    discountedTotalSet: money(lineTotal(line)),
    totalDiscountSet: money(discountCents),
    unfulfilledDiscountedTotalSet: money(lineTotal(line, unfulfilled)),
    unfulfilledOriginalTotalSet: money(unitCents * unfulfilled),
    taxLines: () => (line.taxable ? [toTaxLine(order, line.taxRate, lineTax(order, line))] : []),
    discountAllocations: () =>
      discountCents === 0 || order.discountCode === null
        ? []
        : [
            {
              allocatedAmountSet: toMoneyBag(discountCents, order),
              discountApplication: {
                __typename: "DiscountCodeApplication",
                index: 0,
                allocationMethod: "ACROSS",
                targetSelection: "ALL",
                targetType: "LINE_ITEM",
                code: order.discountCode,
                value: { __typename: "MoneyV2", ...toMoneyBag(discountCents, order).shopMoney },
              },
            },
          ],
    image: null,
  };
};
