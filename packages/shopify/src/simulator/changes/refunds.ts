import type { Context } from "../context.js";
import { parseCents, toFixed } from "../money.js";
import { netPayment, totalsOf } from "../order-math.js";
import type { Order } from "../records/orders.js";
import { type Fields, type UserError, userError } from "../resolvers/fields.js";
import { toRefund } from "../resolvers/refunds.js";
import type { Store } from "../state.js";
import { refundBody } from "../webhook-order-bodies.js";
import { addRefund } from "./make-refund.js";
import { announceOrder } from "./orders.js";

interface RefundInput {
  readonly orderId: string;
  readonly note?: string | null;
  readonly allowOverRefunding?: boolean | null;
  readonly refundLineItems?:
    | readonly {
        readonly lineItemId: string;
        readonly quantity: number;
        readonly restockType?: string | null;
        readonly locationId?: string | null;
      }[]
    | null;
  readonly shipping?: { readonly amount?: string | number | null; readonly fullRefund?: boolean | null } | null;
  readonly transactions?:
    | readonly {
        readonly amount: string | number;
        readonly gateway: string;
        readonly kind: string;
        readonly parentId?: string | null;
      }[]
    | null;
}

const shippingCents = ({ shipping }: RefundInput, open: number): number =>
  shipping?.fullRefund ? open : (parseCents(shipping?.amount) ?? 0);

const problemsWith = (store: Store, order: Order, input: RefundInput): readonly UserError[] => {
  const kinds = (input.transactions ?? [])
    .filter(({ kind }) => kind !== "REFUND")
    .map(({ kind }) => userError(null, `Kind ${kind.toLowerCase()} is not a valid transaction`));
  if (kinds.length > 0) return kinds;
  const lines = (input.refundLineItems ?? []).flatMap(({ lineItemId, quantity, restockType, locationId }, index) => {
    const at = (field: string) => ["refundLineItems", String(index), field];
    const line = order.lines.find(({ id }) => id === lineItemId);
    if (!line) return [userError(at("lineItemId"), "Line item does not exist")];
    if (quantity > line.quantity - line.refundedQuantity)
      return [userError(at("quantity"), "Quantity cannot refund more items than were purchased")];
    if ((restockType === "RETURN" || restockType === "CANCEL") && locationId && !store.Location.has(locationId))
      return [userError(at("locationId"), "Location does not exist")];
    return [];
  });
  if (lines.length > 0) return lines;
  const { shipping, refundedShipping } = totalsOf(store, order);
  if (shippingCents(input, shipping - refundedShipping) > shipping - refundedShipping)
    return [userError(["shipping", "amount"], "Refund amount cannot be more than the shipping amount that is left")];
  const wanted = (input.transactions ?? []).reduce((sum, { amount }) => sum + (parseCents(amount) ?? 0), 0);
  const net = netPayment(store, order);
  return wanted > net && !input.allowOverRefunding
    ? [userError(null, `Refund amount €${toFixed(wanted)} is greater than net payment received €${toFixed(net)}`)]
    : [];
};

const refundCreate = (_: unknown, { input }: { input: RefundInput }, context: Context) => {
  const { store } = context;
  const order = store.Order.get(input.orderId);
  if (!order) return { refund: null, order: null, userErrors: [userError(["orderId"], "Order does not exist")] };
  const userErrors = problemsWith(store, order, input);
  if (userErrors.length > 0) return { refund: null, order, userErrors };
  const { shipping, refundedShipping } = totalsOf(store, order);
  const refund = addRefund(store, order, {
    note: input.note,
    shippingCents: shippingCents(input, shipping - refundedShipping),
    lines: (input.refundLineItems ?? []).flatMap(({ lineItemId, quantity, restockType, locationId }) => {
      const line = order.lines.find(({ id }) => id === lineItemId);
      return line ? [{ line, quantity, restockType: restockType ?? "NO_RESTOCK", locationId }] : [];
    }),
    payments: (input.transactions ?? []).map(({ amount, gateway, parentId }) => ({
      cents: parseCents(amount) ?? 0,
      gateway,
      parentId: parentId ?? null,
    })),
  });
  context.emit({ topic: "REFUNDS_CREATE", body: () => refundBody(store, order, refund) });
  announceOrder(context, order);
  return { refund: toRefund(store, order, refund), order, userErrors: [] };
};

/** Gives money back. */
export const refundChanges = { refundCreate } as Fields<unknown>;
