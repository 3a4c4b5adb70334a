import { z } from "zod";
import { openEnum, present, timestamp } from "./common.js";

/** A subscription to events of the shop. */
export const WebhookSubscription = z.object({
  id: z.string(),
  topic: z.string().describe("e.g. ORDERS_CREATE"),
  uri: z.string().describe("Where events go: https URL, EventBridge ARN or pubsub://project:topic"),
  format: openEnum(["JSON", "XML"]),
  filter: z.string().optional().describe("Only events that match this search are sent"),
  includeFields: z.array(z.string()).describe("Empty: all fields are sent"),
  metafieldNamespaces: z.array(z.string()),
  createdAt: timestamp,
  updatedAt: timestamp,
});
/** A subscription to events of the shop. */
export type WebhookSubscription = z.infer<typeof WebhookSubscription>;

/** `WebhookSubscription`. */
export const WebhookSubscriptionWire = WebhookSubscription.extend({
  filter: z.string().nullish(),
  includeFields: z.array(z.string()).nullish(),
  metafieldNamespaces: z.array(z.string()).nullish(),
});

/** Fields of a `WebhookSubscription` selection. */
export const webhookSubscriptionFields =
  "{ id topic uri format filter includeFields metafieldNamespaces createdAt updatedAt }";

/** The subscription as we promise it. Shopify writes an empty text for "no filter". */
export const toWebhookSubscription = (wire: z.output<typeof WebhookSubscriptionWire>): WebhookSubscription =>
  present({
    ...wire,
    filter: wire.filter || undefined,
    includeFields: wire.includeFields ?? [],
    metafieldNamespaces: wire.metafieldNamespaces ?? [],
  });
