import type { Context } from "../context.js";
import { netPayment, totalsOf } from "../order-math.js";
import type { Attribute } from "../records/common.js";
import type { Order } from "../records/orders.js";
import { type Fields, normalizeTags, type UserError, userError } from "../resolvers/fields.js";
import { writeMetafield } from "../resolvers/metafields.js";
import { touch } from "../state.js";
import { orderBody, refundBody } from "../webhook-order-bodies.js";
import { type AddressInput, toAddress } from "./addresses.js";
import { payOrder } from "./make-order.js";
import { addRefund } from "./make-refund.js";

/** Tells subscribers that an order changed, and how. */
export const announceOrder = ({ store, emit }: Context, order: Order, ...topics: readonly string[]): void => {
  for (const topic of [...topics, "ORDERS_UPDATED"]) emit({ topic, body: () => orderBody(store, order) });
};

const noOrder = [userError(["id"], "Order does not exist")];

interface UpdateInput {
  readonly id: string;
  readonly note?: string | null;
  readonly tags?: readonly string[] | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly poNumber?: string | null;
  readonly customAttributes?: readonly Attribute[] | null;
  readonly shippingAddress?: AddressInput | null;
  readonly metafields?:
    | readonly { readonly namespace?: string; readonly key?: string; readonly type?: string; readonly value?: string }[]
    | null;
}

const orderUpdate = (_: unknown, { input }: { input: UpdateInput }, context: Context) => {
  const { store } = context;
  const order = store.Order.get(input.id);
  if (!order) return { order: null, userErrors: noOrder };
  const userErrors = [
    ...(input.email && !/^\S+@\S+\.\S+$/.test(input.email) ? [userError(["email"], "Email is invalid")] : []),
    ...((input.note?.length ?? 0) > 5000 ? [userError(["note"], "Note is too long (maximum is 5000 characters)")] : []),
  ];
  if (userErrors.length > 0) return { order, userErrors };
  if (input.note !== undefined) order.note = input.note;
  if (input.tags != null) order.tags = normalizeTags(input.tags);
  if (input.email !== undefined) order.email = input.email;
  if (input.phone !== undefined) order.phone = input.phone;
  if (input.poNumber !== undefined) order.poNumber = input.poNumber;
  if (input.customAttributes != null) order.customAttributes = input.customAttributes;
  if (input.shippingAddress)
    order.shippingAddress = toAddress(store, { ...order.shippingAddress, ...input.shippingAddress });
  for (const metafield of input.metafields ?? []) writeMetafield(store, order.id, metafield);
  touch(store, order);
  announceOrder(context, order);
  return { order, userErrors: [] };
};

const setClosed =
  (isClosed: boolean) =>
  (_: unknown, { input: { id } }: { input: { id: string } }, context: Context) => {
    const order = context.store.Order.get(id);
    if (!order) return { order: null, userErrors: noOrder };
    if ((order.closedAt !== null) !== isClosed) {
      order.closedAt = isClosed ? context.store.clock.now() : null;
      touch(context.store, order);
      announceOrder(context, order);
    }
    return { order, userErrors: [] };
  };

const orderMarkAsPaid = (_: unknown, { input: { id } }: { input: { id: string } }, context: Context) => {
  const { store } = context;
  const order = store.Order.get(id);
  if (!order) return { order: null, userErrors: noOrder };
  const { received, total } = totalsOf(store, order);
  if (order.cancelledAt !== null || received >= total)
    return { order, userErrors: [userError(["id"], "Order cannot be marked as paid.")] };
  payOrder(store, order, order.transactions[0]?.gateway ?? "manual");
  touch(store, order);
  announceOrder(context, order, "ORDERS_PAID");
  return { order, userErrors: [] };
};

interface CancelArguments {
  readonly orderId: string;
  readonly reason: string;
  readonly restock: boolean;
  readonly refund?: boolean | null;
  readonly refundMethod?: { readonly originalPaymentMethodsRefund?: boolean | null } | null;
  readonly staffNote?: string | null;
}

/** Refusals of a cancellation come in two lists that say the same. */
const refuseCancel = (error: UserError) => ({
  job: null,
  jobResult: null,
  orderCancelUserErrors: [error],
  userErrors: [error],
});

const orderCancel = (_: unknown, args: CancelArguments, context: Context) => {
  const { store } = context;
  const order = store.Order.get(args.orderId);
  if (!order) return refuseCancel(userError(["orderId"], "Order does not exist", "NOT_FOUND"));
  if (args.refund != null && args.refundMethod != null)
    return refuseCancel(
      userError(["refund"], "Only one of the arguments `refund` or `refund_method` is allowed.", "INVALID"),
    );
  if (order.cancelledAt !== null)
    return refuseCancel(userError(["orderId"], "Order has already been cancelled", "INVALID"));
  if (order.fulfillmentIds.length > 0)
    return refuseCancel(userError(["orderId"], "Cannot cancel an order that has outstanding fulfillments", "INVALID"));
  const minted = store.mint("Job");
  const job = { ...minted, id: `gid://shopify/Job/${jobUuid(minted.seq)}`, done: false };
  store.Job.set(job.id, job);
  context.later(60, () => {
    cancelNow(context, order, args);
    job.done = true;
  });
  // The answer shows the job as it was accepted, also when it is done by the time it is read.
  return { job: { ...job }, orderCancelUserErrors: [], userErrors: [] };
};

const jobUuid = (seq: number) => `00000000-0000-4000-8000-${String(seq).padStart(12, "0")}`;

const cancelNow = (
  context: Context,
  order: Order,
  { reason, restock, refund, refundMethod, staffNote }: CancelArguments,
): void => {
  const { store } = context;
  const [payment] = order.transactions.filter(({ kind }) => kind === "SALE" || kind === "CAPTURE");
  const paysBack =
    (refund === true || refundMethod?.originalPaymentMethodsRefund === true) &&
    payment !== undefined &&
    netPayment(store, order) > 0;
  const made = addRefund(store, order, {
    lines: order.lines
      .filter(({ quantity, refundedQuantity }) => quantity > refundedQuantity)
      .map((line) => ({
        line,
        quantity: line.quantity - line.refundedQuantity,
        restockType: restock ? "CANCEL" : "NO_RESTOCK",
      })),
    shippingCents: paysBack ? (order.shipping?.cents ?? 0) : 0,
    payments: paysBack ? [{ cents: netPayment(store, order), gateway: payment.gateway, parentId: payment.id }] : [],
  });
  order.cancelledAt = store.clock.now();
  order.closedAt = order.cancelledAt;
  order.cancelReason = reason;
  order.staffNote = staffNote ?? null;
  for (const id of order.fulfillmentOrderIds) {
    const planned = store.FulfillmentOrder.get(id);
    if (planned && planned.status !== "CLOSED") planned.status = "CANCELLED";
  }
  touch(store, order);
  announceOrder(context, order, "ORDERS_CANCELLED");
  if (paysBack) context.emit({ topic: "REFUNDS_CREATE", body: () => refundBody(store, order, made) });
};

/** Changes, closes and cancels orders. */
export const orderChanges = {
  orderUpdate,
  orderCancel,
  orderMarkAsPaid,
  orderClose: setClosed(true),
  orderOpen: setClosed(false),
} as Fields<unknown>;
