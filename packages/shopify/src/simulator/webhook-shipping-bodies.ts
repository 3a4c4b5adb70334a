import { toFixed } from "./money.js";
import { lineTotal } from "./order-math.js";
import type { Fulfillment, FulfillmentOrder } from "./records/fulfillment.js";
import type { Order } from "./records/orders.js";
import type { Store } from "./state.js";
import { type Body, both, restId, times } from "./webhook-bodies.js";
import { lineBody } from "./webhook-line-body.js";

/** `fulfillments/*`. */
export const fulfillmentBody = (_: Store, order: Order, fulfillment: Fulfillment): Body => {
  const [first] = fulfillment.tracking;
  return {
    ...both(fulfillment),
    ...times(fulfillment),
    order_id: restId(order.id),
    name: fulfillment.name,
    status: fulfillment.status.toLowerCase(),
    shipment_status: fulfillment.displayStatus.toLowerCase(),
    service: "manual",
    location_id: restId(fulfillment.locationId),
    tracking_company: first?.company ?? null,
    tracking_number: first?.number ?? null,
    tracking_numbers: fulfillment.tracking.flatMap(({ number }) => number ?? []),
    tracking_url: first?.url ?? null,
    tracking_urls: fulfillment.tracking.flatMap(({ url }) => url ?? []),
    line_items: fulfillment.lines.flatMap(({ lineItemId, quantity }) => {
      const line = order.lines.find(({ id }) => id === lineItemId);
      return line ? [{ ...lineBody(order, line), quantity, price: toFixed(lineTotal(line, 1)) }] : [];
    }),
  };
};

/** `fulfillment_orders/*`. */
export const fulfillmentOrderBody = ({ id, status, holds }: FulfillmentOrder): Body => ({
  fulfillment_order: { id, status: status.toLowerCase() },
  fulfillment_holds: holds.map((hold) => ({
    id: hold.id,
    reason: hold.reason.toLowerCase(),
    reason_notes: hold.reasonNotes,
    handle: hold.handle,
  })),
});
