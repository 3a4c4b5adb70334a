import type { Context } from "../context.js";
import { fulfillmentStatus } from "../order-math.js";
import type { Fulfillment, FulfillmentOrder } from "../records/fulfillment.js";
import type { Order } from "../records/orders.js";
import { type Fields, type UserError, userError } from "../resolvers/fields.js";
import { type Store, touch } from "../state.js";
import { fulfillmentBody } from "../webhook-shipping-bodies.js";
import { fulfillmentOrderHold, fulfillmentOrderReleaseHold } from "./fulfillment-holds.js";
import { addFulfillment } from "./make-order.js";
import { announceOrder } from "./orders.js";

interface TrackingInput {
  readonly company?: string | null;
  readonly number?: string | null;
  readonly url?: string | null;
  readonly numbers?: readonly string[] | null;
  readonly urls?: readonly string[] | null;
}

/** Numbers and URLs belong together by position. */
const toTracking = (input: TrackingInput | null | undefined): Fulfillment["tracking"] => {
  if (!input) return [];
  const numbers = input.numbers?.length ? input.numbers : input.number ? [input.number] : [];
  const urls = input.urls?.length ? input.urls : input.url ? [input.url] : [];
  const count = Math.max(numbers.length, urls.length, input.company ? 1 : 0);
  return Array.from({ length: count }, (_, index) => ({
    number: numbers[index] ?? null,
    url: urls[index] ?? null,
    company: input.company ?? null,
  }));
};

interface Wanted {
  readonly fulfillmentOrderId: string;
  readonly fulfillmentOrderLineItems?: readonly { readonly id: string; readonly quantity: number }[] | null;
}

type Part = { readonly planned: FulfillmentOrder; readonly lineId: string; readonly quantity: number };

const at = (index: number, ...path: string[]) => ["fulfillment", "lineItemsByFulfillmentOrder", String(index), ...path];

const collect = (
  store: Store,
  wanted: readonly Wanted[],
): { readonly parts: readonly Part[]; readonly userErrors: readonly UserError[] } => {
  const parts: Part[] = [];
  const userErrors: UserError[] = [];
  for (const [index, { fulfillmentOrderId, fulfillmentOrderLineItems }] of wanted.entries()) {
    const planned = store.FulfillmentOrder.get(fulfillmentOrderId);
    if (!planned) userErrors.push(userError(at(index, "fulfillmentOrderId"), "Fulfillment order does not exist."));
    else if (planned.status !== "OPEN" && planned.status !== "IN_PROGRESS")
      userErrors.push(
        userError(
          ["fulfillment"],
          `Fulfillment order ${fulfillmentOrderId.split("/").at(-1)} has an unfulfillable status= ${planned.status.toLowerCase()}.`,
        ),
      );
    else {
      const lines = fulfillmentOrderLineItems?.length
        ? fulfillmentOrderLineItems
        : planned.lines
            .filter(({ remaining }) => remaining > 0)
            .map(({ id, remaining }) => ({ id, quantity: remaining }));
      for (const { id, quantity } of lines) {
        const entry = planned.lines.find((line) => line.id === id);
        if (!entry)
          userErrors.push(
            userError(at(index, "fulfillmentOrderLineItems"), "Fulfillment order line item does not exist."),
          );
        else if (quantity < 1 || quantity > entry.remaining)
          userErrors.push(userError(["fulfillment"], "Invalid fulfillment order line item quantity requested."));
        else parts.push({ planned, lineId: id, quantity });
      }
    }
  }
  return { parts, userErrors };
};

const fulfillmentCreate = (
  _: unknown,
  {
    fulfillment: input,
  }: { fulfillment: { lineItemsByFulfillmentOrder: readonly Wanted[]; trackingInfo?: TrackingInput | null } },
  context: Context,
) => {
  const { store } = context;
  const refuse = (userErrors: readonly UserError[]) => ({ fulfillment: null, userErrors });
  const { parts, userErrors } = collect(store, input.lineItemsByFulfillmentOrder);
  if (userErrors.length > 0) return refuse(userErrors);
  const [first] = parts;
  if (!first) return refuse([userError(["fulfillment"], "There must be at least one item to fulfill.")]);
  if (
    parts.some(
      ({ planned }) => planned.locationId !== first.planned.locationId || planned.orderId !== first.planned.orderId,
    )
  )
    return refuse([
      userError(["fulfillment"], "All fulfillment orders must belong to the same order and the same location."),
    ]);
  const order = store.Order.get(first.planned.orderId);
  if (!order) return refuse([userError(["fulfillment"], "Order does not exist.")]);
  const fulfillment = addFulfillment(store, order, parts, toTracking(input.trackingInfo));
  announce(context, order, fulfillment, "CREATE");
  return { fulfillment, userErrors: [] };
};

const announce = (context: Context, order: Order, fulfillment: Fulfillment, what: "CREATE" | "UPDATE"): void => {
  context.emit({ topic: `FULFILLMENTS_${what}`, body: () => fulfillmentBody(context.store, order, fulfillment) });
  const isDone = fulfillmentStatus(context.store, order) === "FULFILLED";
  announceOrder(
    context,
    order,
    ...(what === "CREATE" ? [isDone ? "ORDERS_FULFILLED" : "ORDERS_PARTIALLY_FULFILLED"] : []),
  );
};

const fulfillmentTrackingInfoUpdate = (
  _: unknown,
  { fulfillmentId, trackingInfoInput }: { fulfillmentId: string; trackingInfoInput: TrackingInput },
  context: Context,
) => {
  const { store } = context;
  const fulfillment = store.Fulfillment.get(fulfillmentId);
  const order = fulfillment && store.Order.get(fulfillment.orderId);
  if (!fulfillment || !order)
    return { fulfillment: null, userErrors: [userError(["fulfillmentId"], "Fulfillment does not exist.")] };
  fulfillment.tracking = toTracking(trackingInfoInput);
  touch(store, fulfillment, order);
  announce(context, order, fulfillment, "UPDATE");
  return { fulfillment, userErrors: [] };
};

const fulfillmentCancel = (_: unknown, { id }: { id: string }, context: Context) => {
  const { store } = context;
  const fulfillment = store.Fulfillment.get(id);
  const order = fulfillment && store.Order.get(fulfillment.orderId);
  if (!fulfillment || !order) return { fulfillment: null, userErrors: [userError(["id"], "Fulfillment not found.")] };
  if (fulfillment.status === "CANCELLED")
    return { fulfillment, userErrors: [userError(["id"], "Fulfillment is already cancelled.")] };
  for (const { fulfillmentOrderId, lineItemId, quantity } of fulfillment.lines) {
    const planned = store.FulfillmentOrder.get(fulfillmentOrderId);
    const entry = planned?.lines.find((line) => line.lineItemId === lineItemId);
    const line = order.lines.find((each) => each.id === lineItemId);
    if (entry) entry.remaining += quantity;
    if (line) line.fulfilledQuantity -= quantity;
    if (planned)
      planned.status = planned.lines.every(({ total, remaining }) => total === remaining) ? "OPEN" : "IN_PROGRESS";
    touch(store, planned);
  }
  fulfillment.status = "CANCELLED";
  fulfillment.displayStatus = "CANCELED";
  touch(store, fulfillment, order);
  announce(context, order, fulfillment, "UPDATE");
  return { fulfillment, userErrors: [] };
};

/** Sends, tracks, cancels and holds. */
export const fulfillmentChanges = {
  fulfillmentCreate,
  fulfillmentTrackingInfoUpdate,
  fulfillmentCancel,
  fulfillmentOrderHold,
  fulfillmentOrderReleaseHold,
} as Fields<unknown>;
