import type { CallOperation, WebhookSubscriptionState, WebhookSubscriptions } from "@trunkline/core";
import { z } from "zod";
import { toTopicEnum, webhookTopics } from "./topics.js";

const Page = z.object({
  webhooks: z.array(z.object({ id: z.string(), topic: z.string(), uri: z.string() })),
  nextCursor: z.string().optional(),
});

/** What keeps a copy of products, stock, orders and customers current. Privacy topics are set in the app's configuration. */
const topics = [
  "orders/create",
  "orders/updated",
  "orders/cancelled",
  "refunds/create",
  "products/create",
  "products/update",
  "products/delete",
  "inventory_levels/update",
  "customers/create",
  "customers/update",
  "customers/delete",
  "fulfillments/create",
  "fulfillments/update",
  "app/uninstalled",
];

const namesByEnum = new Map(Object.keys(webhookTopics).map((topic) => [toTopicEnum(topic), topic]));

/** Subscriptions through the Admin API: Shopify deletes one after failures in a row, without telling. */
export const subscriptions: WebhookSubscriptions = {
  topics,
  list: (call) => listFrom(call),
  create: async (call, { topic, url }) => {
    await call("shopify.webhooks.create", { topic, uri: url });
  },
};

const listFrom = async (call: CallOperation, cursor?: string): Promise<readonly WebhookSubscriptionState[]> => {
  const page = Page.parse(await call("shopify.webhooks.list", { limit: 100, ...(cursor !== undefined && { cursor }) }));
  const found = page.webhooks.map(({ id, topic, uri }) => ({ id, topic: namesByEnum.get(topic) ?? topic, url: uri }));
  return page.nextCursor === undefined ? found : [...found, ...(await listFrom(call, page.nextCursor))];
};
