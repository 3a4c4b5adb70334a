import { lineTax, lineTotal } from "../order-math.js";
import type { LineItem, Order, Refund } from "../records/orders.js";
import { moveStock } from "../resolvers/stock.js";
import { type Store, touch } from "../state.js";
import { addTransaction } from "./make-order.js";

/** What is given back. */
interface RefundFacts {
  readonly note?: string | null;
  readonly lines: readonly {
    readonly line: LineItem;
    readonly quantity: number;
    readonly restockType: string;
    readonly locationId?: string | null;
  }[];
  readonly shippingCents?: number;
  readonly payments: readonly { readonly cents: number; readonly gateway: string; readonly parentId: string | null }[];
}

/** Adds a refund: transactions, refunded pieces, stock where it comes back, and open fulfilment orders shrink. */
export const addRefund = (store: Store, order: Order, facts: RefundFacts): Refund => {
  const payments = facts.payments.map((payment) => addTransaction(store, order, { ...payment, kind: "REFUND" }));
  const refund: Refund = {
    ...store.mint("Refund"),
    orderId: order.id,
    note: facts.note ?? null,
    shippingCents: facts.shippingCents ?? 0,
    transactionIds: payments.map(({ id }) => id),
    lines: facts.lines.map(({ line, quantity, restockType, locationId }) => ({
      __typename: "RefundLineItem",
      id: store.mintId("RefundLineItem"),
      lineItemId: line.id,
      quantity,
      restockType,
      restocked: restockType !== "NO_RESTOCK",
      locationId: locationId ?? null,
      cents: lineTotal(line, quantity),
      taxCents: lineTax(order, line, quantity),
    })),
  };
  store.Refund.set(refund.id, refund);
  order.refundIds.push(refund.id);
  for (const { line, quantity, restockType, locationId } of facts.lines) {
    line.refundedQuantity += quantity;
    if (restockType !== "NO_RESTOCK") moveStock(store, line.variantId, quantity, locationId);
    shrinkPlans(store, order, line, quantity);
  }
  touch(store, order);
  return refund;
};

/** Pieces that were not sent yet are not to be sent any more. */
const shrinkPlans = (store: Store, order: Order, line: LineItem, quantity: number): void => {
  let left = quantity;
  for (const id of order.fulfillmentOrderIds) {
    const planned = store.FulfillmentOrder.get(id);
    const entry = planned?.lines.find(({ lineItemId }) => lineItemId === line.id);
    if (!planned || !entry || left === 0) continue;
    const taken = Math.min(left, entry.remaining);
    if (taken === 0) continue;
    entry.remaining -= taken;
    entry.total -= taken;
    left -= taken;
    const level = moveStock(store, line.variantId, 0, planned.locationId);
    if (level) level.quantities.committed = Math.max(0, level.quantities.committed - taken);
    if (planned.lines.every(({ remaining }) => remaining === 0)) planned.status = "CLOSED";
    touch(store, planned);
  }
};
