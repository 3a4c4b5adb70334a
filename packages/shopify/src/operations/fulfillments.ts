import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { gid } from "../schemas/common.js";
import { Fulfillment, FulfillmentWire, fulfillmentFields, toFulfillment } from "../schemas/fulfillments.js";
import { given, refuseInput } from "../schemas/inputs.js";
import { adminDocs } from "../wire/docs-link.js";
import { decodeMutation, graphql } from "../wire/graphql.js";

const tracking = {
  trackingCompany: z.string().min(1).optional().describe("Carrier as Shopify writes it, e.g. DHL Express, UPS, DPD"),
  trackingNumbers: z.array(z.string().min(1)).min(1).max(250).optional(),
  trackingUrls: z
    .array(z.url())
    .min(1)
    .max(250)
    .optional()
    .describe("In the order of the numbers; needed only for carriers that Shopify does not know"),
};

const notifyCustomer = z.boolean().default(false).describe("Whether Shopify mails the customer, default false");

interface TrackingInput {
  readonly trackingCompany?: string | undefined;
  readonly trackingNumbers?: readonly string[] | undefined;
  readonly trackingUrls?: readonly string[] | undefined;
}

const toTrackingInput = ({ trackingCompany, trackingNumbers, trackingUrls }: TrackingInput) => {
  const fields = given({ company: trackingCompany, numbers: trackingNumbers, urls: trackingUrls });
  return Object.keys(fields).length > 0 ? fields : undefined;
};

const scopes = [
  [
    "write_merchant_managed_fulfillment_orders",
    "write_assigned_fulfillment_orders",
    "write_third_party_fulfillment_orders",
  ],
];

const Payload = z.object({ fulfillment: FulfillmentWire });
const toResult = ({ fulfillment }: z.output<typeof Payload>) => toFulfillment(fulfillment);

const create = defineOperation({
  id: "shopify.fulfillments.create",
  summary: "Ship: record a fulfillment of one order from one location, with tracking",
  description:
    "Take ids and remainingQuantity from shopify.fulfillmentOrders.list, and check them again before repeating: a repeat ships what remains. All fulfillment orders must be of one order and one location.",
  docs: adminDocs("mutations/fulfillmentCreate"),
  effect: "destroy",
  idempotency: "none",
  input: z.object({
    fulfillmentOrders: z
      .array(
        z.strictObject({
          fulfillmentOrderId: gid("FulfillmentOrder"),
          lineItems: z
            .array(z.strictObject({ id: gid("FulfillmentOrderLineItem"), quantity: z.number().int().min(1) }))
            .min(1)
            .max(250)
            .optional()
            .describe("Default: all that remains; quantity at most remainingQuantity"),
        }),
      )
      .min(1)
      .max(250),
    ...tracking,
    notifyCustomer,
    message: z.string().max(512).optional().describe("Note to the fulfilment service"),
  }),
  output: Fulfillment,
  scopes,
  keywords: ["ship", "dispatch", "send parcel", "tracking number", "deliver", "mark as fulfilled"],
  examples: [
    {
      title: "All of it, with tracking",
      input: {
        fulfillmentOrders: [{ fulfillmentOrderId: "gid://shopify/FulfillmentOrder/6812345678901" }],
        trackingCompany: "DHL Express",
        trackingNumbers: ["JD014600003812345678"],
      },
    },
  ],
  request: ({ fulfillmentOrders, notifyCustomer: notify, message, ...info }) =>
    graphql(
      "FulfillmentCreate",
      `mutation FulfillmentCreate($fulfillment: FulfillmentInput!, $message: String) {
        fulfillmentCreate(fulfillment: $fulfillment, message: $message) {
          fulfillment ${fulfillmentFields}
          userErrors { field message }
        }
      }`,
      {
        fulfillment: given({
          lineItemsByFulfillmentOrder: fulfillmentOrders.map(({ fulfillmentOrderId, lineItems }) =>
            given({ fulfillmentOrderId, fulfillmentOrderLineItems: lineItems }),
          ),
          trackingInfo: toTrackingInput(info),
          notifyCustomer: notify,
        }),
        message: message ?? null,
      },
    ),
  response: decodeMutation({ root: "fulfillmentCreate", result: "fulfillment", wire: Payload, map: toResult }),
  quota: { bucket: "graphql", cost: 19 },
});

const updateTracking = defineOperation({
  id: "shopify.fulfillments.updateTracking",
  summary: "Set the tracking of a shipment",
  description: "Replaces the tracking it had. With notifyCustomer every call sends a mail.",
  docs: adminDocs("mutations/fulfillmentTrackingInfoUpdate"),
  effect: "write",
  idempotency: (input) => (input.notifyCustomer ? "none" : "natural"),
  input: z.object({ id: gid("Fulfillment"), ...tracking, notifyCustomer }),
  output: Fulfillment,
  scopes,
  keywords: ["tracking number", "parcel", "carrier", "correct tracking"],
  examples: [
    {
      title: "A new number",
      input: {
        id: "gid://shopify/Fulfillment/5312345678901",
        trackingCompany: "DHL Express",
        trackingNumbers: ["JD014600003812345678"],
      },
    },
  ],
  request: ({ id, notifyCustomer: notify, ...info }) => {
    const trackingInfoInput = toTrackingInput(info);
    if (!trackingInfoInput) throw refuseInput([{ path: "", message: "Give a company, numbers or URLs" }]);
    return graphql(
      "FulfillmentTrackingInfoUpdate",
      `mutation FulfillmentTrackingInfoUpdate($fulfillmentId: ID!, $trackingInfoInput: FulfillmentTrackingInput!,
        $notifyCustomer: Boolean) {
        fulfillmentTrackingInfoUpdate(fulfillmentId: $fulfillmentId, trackingInfoInput: $trackingInfoInput,
          notifyCustomer: $notifyCustomer) {
          fulfillment ${fulfillmentFields}
          userErrors { field message }
        }
      }`,
      { fulfillmentId: id, trackingInfoInput, notifyCustomer: notify },
    );
  },
  response: decodeMutation({
    root: "fulfillmentTrackingInfoUpdate",
    result: "fulfillment",
    strict: true,
    wire: Payload,
    map: toResult,
  }),
  quota: { bucket: "graphql", cost: 11 },
});

/** Operations on shipments. */
export const fulfillments = { create, updateTracking };
