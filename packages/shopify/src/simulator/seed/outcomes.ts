import type { SeededPick } from "@trunkline/core/simulator";
import { addFulfillment, payOrder } from "../changes/make-order.js";
import { addRefund } from "../changes/make-refund.js";
import { lineTotal } from "../order-math.js";
import type { Order } from "../records/orders.js";
import type { Store } from "../state.js";

/** Milliseconds of a day. */
export const dayMs = 86_400_000;

/** What became of an order; the youngest are still to be sent. */
export const finish = (
  store: Store,
  pick: SeededPick,
  order: Order,
  at: number,
  age: number,
  setNow: (at: number) => void,
): void => {
  const gateway = pick.weighted(["shopify_payments", "paypal", "bank_deposit"], (name) =>
    name === "bank_deposit" ? 1 : 4,
  );
  if (pick.chance(0.03)) {
    payOrder(store, order, gateway, at);
    return cancelSeeded(store, order, at, setNow);
  }
  const isUnpaid = gateway === "bank_deposit" && age < 40;
  if (!isUnpaid) payOrder(store, order, gateway, at);
  if (age <= 18 || isUnpaid) return setNow(at);
  setNow(at + pick.between(6, 60) * 3_600_000);
  const planned = store.FulfillmentOrder.get(order.fulfillmentOrderIds[0] ?? "");
  if (planned) {
    const partial = age <= 30 && planned.lines.length > 1;
    const parcel = addFulfillment(
      store,
      order,
      planned.lines
        .slice(0, partial ? 1 : undefined)
        .map(({ id, remaining }) => ({ planned, lineId: id, quantity: remaining })),
      [
        {
          number: `00340434${String(at).slice(-10)}`,
          url: `https://www.dhl.de/track?id=00340434${String(at).slice(-10)}`,
          company: "DHL",
        },
      ],
    );
    if (age > 40) parcel.displayStatus = "DELIVERED";
  }
  if (pick.chance(0.05)) refundSeeded(store, pick, order, setNow);
  if (age > 60) order.closedAt = store.clock.now();
};

const refundSeeded = (store: Store, pick: SeededPick, order: Order, setNow: (at: number) => void): void => {
  setNow(store.clock.now() + 5 * dayMs);
  const [payment] = order.transactions;
  const lines = pick.chance(0.5) ? order.lines : order.lines.slice(0, 1);
  addRefund(store, order, {
    note: "Retoure",
    lines: lines.map((line) => ({ line, quantity: line.quantity, restockType: "NO_RESTOCK" })),
    payments: payment
      ? [
          {
            cents: lines.reduce((sum, line) => sum + lineTotal(line), 0),
            gateway: payment.gateway,
            parentId: payment.id,
          },
        ]
      : [],
  });
};

const cancelSeeded = (store: Store, order: Order, at: number, setNow: (at: number) => void): void => {
  setNow(at + 3_600_000);
  const [payment] = order.transactions;
  addRefund(store, order, {
    lines: order.lines.map((line) => ({ line, quantity: line.quantity, restockType: "CANCEL" })),
    shippingCents: order.shipping?.cents ?? 0,
    payments: payment ? [{ cents: payment.cents, gateway: payment.gateway, parentId: payment.id }] : [],
  });
  order.cancelledAt = store.clock.now();
  order.closedAt = store.clock.now();
  order.cancelReason = "CUSTOMER";
};
