import type { Context } from "../context.js";
import { type UserError, userError } from "../resolvers/fields.js";
import { touch } from "../state.js";
import { fulfillmentOrderBody } from "../webhook-shipping-bodies.js";

interface HoldInput {
  readonly reason: string;
  readonly reasonNotes?: string | null;
  readonly handle?: string | null;
  readonly externalId?: string | null;
  readonly fulfillmentOrderLineItems?: readonly object[] | null;
}

/** Keeps a fulfilment order from being sent. */
export const fulfillmentOrderHold = (
  _: unknown,
  { id, fulfillmentHold }: { id: string; fulfillmentHold: HoldInput },
  context: Context,
) => {
  const { store, emit } = context;
  const refuse = (error: UserError) => ({
    fulfillmentHold: null,
    fulfillmentOrder: null,
    remainingFulfillmentOrder: null,
    userErrors: [error],
  });
  const planned = store.FulfillmentOrder.get(id);
  if (!planned)
    return refuse(userError(["id"], "Fulfillment order could not be found.", "FULFILLMENT_ORDER_NOT_FOUND"));
  if (planned.status === "CLOSED" || planned.status === "CANCELLED")
    return refuse(userError(["id"], "The fulfillment order is not in a state that can be held.", "INVALID_STATE"));
  const isRepeat = planned.holds.some(({ handle }) => handle !== null && handle === fulfillmentHold.handle);
  if (isRepeat)
    return refuse(
      userError(
        ["fulfillmentHold", "handle"],
        "The handle provided for the fulfillment hold is already in use by this app for another hold on this fulfillment order.",
        "DUPLICATE_FULFILLMENT_HOLD_HANDLE",
      ),
    );
  const hold = {
    __typename: "FulfillmentHold" as const,
    id: store.mintId("FulfillmentHold"),
    handle: fulfillmentHold.handle ?? null,
    reason: fulfillmentHold.reason,
    reasonNotes: fulfillmentHold.reasonNotes ?? null,
  };
  planned.holds = [...planned.holds, hold];
  planned.status = "ON_HOLD";
  touch(store, planned, store.Order.get(planned.orderId));
  emit({ topic: "FULFILLMENT_ORDERS_PLACED_ON_HOLD", body: () => fulfillmentOrderBody(planned) });
  return {
    fulfillmentHold: { ...hold, displayReason: hold.reason, heldByRequestingApp: true, heldByApp: null },
    fulfillmentOrder: planned,
    remainingFulfillmentOrder: null,
    userErrors: [],
  };
};

/** Lets it go again. */
export const fulfillmentOrderReleaseHold = (
  _: unknown,
  { id, holdIds }: { id: string; holdIds?: readonly string[] | null },
  { store, emit }: Context,
) => {
  const planned = store.FulfillmentOrder.get(id);
  if (!planned)
    return {
      fulfillmentOrder: null,
      userErrors: [userError(["id"], "Fulfillment order could not be found.", "FULFILLMENT_ORDER_NOT_FOUND")],
    };
  planned.holds = holdIds ? planned.holds.filter((hold) => !holdIds.includes(hold.id)) : [];
  if (planned.holds.length === 0 && planned.status === "ON_HOLD") {
    planned.status = planned.lines.some(({ total, remaining }) => remaining < total) ? "IN_PROGRESS" : "OPEN";
    emit({ topic: "FULFILLMENT_ORDERS_HOLD_RELEASED", body: () => fulfillmentOrderBody(planned) });
  }
  touch(store, planned, store.Order.get(planned.orderId));
  return { fulfillmentOrder: planned, userErrors: [] };
};
