import { z } from "zod";
import { openEnum, present, timestamp } from "./common.js";

/** A parcel's tracking. */
export const Tracking = z.object({
  company: z.string().optional(),
  number: z.string().optional(),
  url: z.string().optional(),
});

/** A shipment. */
export const Fulfillment = z.object({
  id: z.string(),
  name: z.string().describe("e.g. #1042-F1"),
  status: openEnum(["SUCCESS", "PENDING", "OPEN", "CANCELLED", "ERROR", "FAILURE"]),
  displayStatus: openEnum(["FULFILLED", "IN_TRANSIT", "OUT_FOR_DELIVERY", "DELIVERED", "CANCELED"]).optional(),
  totalQuantity: z.number().int().describe("Units in the shipment"),
  createdAt: timestamp,
  updatedAt: timestamp,
  estimatedDeliveryAt: timestamp.optional(),
  deliveredAt: timestamp.optional(),
  tracking: z.array(Tracking),
});
/** A shipment. */
export type Fulfillment = z.infer<typeof Fulfillment>;

/** `Fulfillment`. */
export const FulfillmentWire = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  displayStatus: z.string().nullish(),
  totalQuantity: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
  estimatedDeliveryAt: z.string().nullish(),
  deliveredAt: z.string().nullish(),
  trackingInfo: z.array(
    z.object({ company: z.string().nullish(), number: z.string().nullish(), url: z.string().nullish() }),
  ),
});

/**
 * Fields of a `Fulfillment` selection. Its order and line items need `read_orders` in places that may not be null,
 * which would cost a fulfilment-only token the whole answer: they are left out.
 */
export const fulfillmentFields = `{
  id name status displayStatus totalQuantity createdAt updatedAt estimatedDeliveryAt deliveredAt
  trackingInfo(first: 10) { company number url }
}`;

/** The shipment as we promise it. */
export const toFulfillment = ({ trackingInfo, ...rest }: z.output<typeof FulfillmentWire>): Fulfillment =>
  present({ ...rest, tracking: trackingInfo.map((tracking) => present(tracking)) });
