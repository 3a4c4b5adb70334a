import { z } from "zod";
import { connectionWire } from "../wire/graphql.js";
import { openEnum, present, timestamp } from "./common.js";

/** A reason why nothing may be shipped. */
export const FulfillmentHold = z.object({
  id: z.string(),
  reason: openEnum(["AWAITING_PAYMENT", "HIGH_RISK_OF_FRAUD", "INCORRECT_ADDRESS", "INVENTORY_OUT_OF_STOCK", "OTHER"]),
  reasonNotes: z.string().optional(),
  handle: z.string().optional(),
});

/** A part of an order that one location ships. */
export const FulfillmentOrder = z.object({
  id: z.string(),
  orderId: z.string(),
  orderName: z.string().describe("e.g. #1042"),
  status: openEnum(["OPEN", "IN_PROGRESS", "ON_HOLD", "SCHEDULED", "INCOMPLETE", "CLOSED", "CANCELLED"]),
  requestStatus: openEnum(["UNSUBMITTED", "SUBMITTED", "ACCEPTED", "REJECTED", "CLOSED"]),
  locationName: z.string(),
  fulfillAt: timestamp.optional().describe("When it may be shipped"),
  fulfillBy: timestamp.optional().describe("When it must be shipped"),
  createdAt: timestamp,
  updatedAt: timestamp,
  supportedActions: z.array(z.string()).describe("e.g. CREATE_FULFILLMENT, HOLD, RELEASE_HOLD, MOVE"),
  holds: z.array(FulfillmentHold),
  lineItems: z.array(
    z.object({
      id: z.string().describe("Pass to shopify.fulfillments.create"),
      title: z.string(),
      variantTitle: z.string().optional(),
      sku: z.string().optional(),
      totalQuantity: z.number().int(),
      remainingQuantity: z.number().int().describe("Still to be shipped"),
    }),
  ),
  hasMoreLineItems: z.boolean().describe("Whether it has more than the 50 shown"),
});
/** A part of an order that one location ships. */
export type FulfillmentOrder = z.infer<typeof FulfillmentOrder>;

/** `FulfillmentHold`. */
export const FulfillmentHoldWire = z.object({
  id: z.string(),
  reason: z.string(),
  reasonNotes: z.string().nullish(),
  handle: z.string().nullish(),
});

/** `FulfillmentOrder`. */
export const FulfillmentOrderWire = z.object({
  id: z.string(),
  orderId: z.string(),
  orderName: z.string(),
  status: z.string(),
  requestStatus: z.string(),
  assignedLocation: z.object({ name: z.string() }),
  fulfillAt: z.string().nullish(),
  fulfillBy: z.string().nullish(),
  createdAt: z.string(),
  updatedAt: z.string(),
  supportedActions: z.array(z.object({ action: z.string() })),
  fulfillmentHolds: z.array(FulfillmentHoldWire),
  lineItems: connectionWire(
    z.object({
      id: z.string(),
      productTitle: z.string(),
      variantTitle: z.string().nullish(),
      sku: z.string().nullish(),
      totalQuantity: z.number(),
      remainingQuantity: z.number(),
    }),
  ),
});

/** Fields of a `FulfillmentHold` selection. */
export const fulfillmentHoldFields = "{ id reason reasonNotes handle }";

/**
 * Fields of a `FulfillmentOrder` selection. `order` and `lineItem` need `read_orders` in places that may not be null,
 * which would cost a fulfilment-only token the whole answer: its own copies of their facts are taken.
 */
export const fulfillmentOrderFields = `{
  id orderId orderName status requestStatus fulfillAt fulfillBy createdAt updatedAt
  assignedLocation { name }
  supportedActions { action }
  fulfillmentHolds ${fulfillmentHoldFields}
  lineItems(first: 50) {
    nodes { id productTitle variantTitle sku totalQuantity remainingQuantity }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** The hold as we promise it. */
export const toFulfillmentHold = (wire: z.output<typeof FulfillmentHoldWire>): z.infer<typeof FulfillmentHold> =>
  present(wire);

/** The fulfillment order as we promise it. */
export const toFulfillmentOrder = (wire: z.output<typeof FulfillmentOrderWire>): FulfillmentOrder => {
  const { assignedLocation, supportedActions, fulfillmentHolds, lineItems, ...rest } = wire;
  return present({
    ...rest,
    locationName: assignedLocation.name,
    supportedActions: supportedActions.map(({ action }) => action),
    holds: fulfillmentHolds.map(toFulfillmentHold),
    lineItems: lineItems.nodes.map(({ productTitle, ...line }) => present({ ...line, title: productTitle })),
    hasMoreLineItems: lineItems.pageInfo.hasNextPage,
  });
};
