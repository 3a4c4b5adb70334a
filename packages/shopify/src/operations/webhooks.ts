import { defineOperation, verdictOf } from "@trunkline/core";
import { z } from "zod";
import { gid, pageInput } from "../schemas/common.js";
import { given } from "../schemas/inputs.js";
import {
  toWebhookSubscription,
  WebhookSubscription,
  WebhookSubscriptionWire,
  webhookSubscriptionFields,
} from "../schemas/webhooks.js";
import { adminDocs } from "../wire/docs-link.js";
import { connectionWire, decodeData, decodeMutation, graphql, toPage } from "../wire/graphql.js";
import { pageCost } from "../wire/page-cost.js";

const topic = z
  .string()
  .regex(/^[A-Za-z]+(?:[_/.][A-Za-z]+)+$/, "Expected a topic such as ORDERS_CREATE or orders/create")
  .describe("Topic, e.g. ORDERS_CREATE or orders/create");

/** A topic as the schema writes it; deliveries name it `orders/create`. */
const toTopicName = (name: string): string => name.replaceAll(/[/.]/g, "_").toUpperCase();

const list = defineOperation({
  id: "shopify.webhooks.list",
  summary: "List this app's webhook subscriptions",
  description:
    "Only those made through the Admin API. Shopify deletes one after 8 failed deliveries in a row: compare and create again on a schedule.",
  docs: adminDocs("queries/webhookSubscriptions"),
  effect: "read",
  input: z.object({
    topics: z.array(topic).min(1).max(250).optional().describe("Only these topics"),
    uri: z.string().min(1).optional().describe("Only those that send here"),
    ...pageInput,
  }),
  output: z.object({ webhooks: z.array(WebhookSubscription), nextCursor: z.string().optional() }),
  keywords: ["events", "notifications", "callbacks", "subscriptions"],
  examples: [{ title: "For new orders", input: { topics: ["ORDERS_CREATE"] } }],
  pagination: { items: "webhooks" },
  request: ({ topics, uri, limit, cursor }) =>
    graphql(
      "WebhooksList",
      `query WebhooksList($first: Int!, $after: String, $topics: [WebhookSubscriptionTopic!], $uri: String) {
        webhookSubscriptions(first: $first, after: $after, topics: $topics, uri: $uri) {
          nodes ${webhookSubscriptionFields}
          pageInfo { hasNextPage endCursor }
        }
      }`,
      { first: limit, after: cursor ?? null, topics: topics?.map(toTopicName) ?? null, uri: uri ?? null },
    ),
  response: decodeData(
    z.object({ webhookSubscriptions: connectionWire(WebhookSubscriptionWire) }),
    ({ webhookSubscriptions: page }) => ({ webhooks: page.nodes.map(toWebhookSubscription), ...toPage(page) }),
  ),
  quota: { bucket: "graphql", cost: pageCost(3, 9) },
  cache: { ttlMs: 60_000 },
});

const create = defineOperation({
  id: "shopify.webhooks.create",
  summary: "Subscribe an address to a topic",
  description:
    "List first and create only what is missing: a repeat is refused or makes a second subscription. The token needs the topic's read scope.",
  docs: adminDocs("mutations/webhookSubscriptionCreate"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    topic,
    uri: z
      .string()
      .regex(/^(?:https?:\/\/|arn:aws:events:|pubsub:\/\/)\S+$/, "Expected https://…, arn:aws:events:… or pubsub://…")
      .describe("https URL, EventBridge ARN or pubsub://project:topic"),
    format: z.enum(["JSON", "XML"]).default("JSON"),
    filter: z.string().min(1).optional().describe("Only events that match, in search syntax, e.g. total_price:>=100"),
    includeFields: z.array(z.string().min(1)).max(250).optional().describe("Only these fields of the body, e.g. id"),
    metafieldNamespaces: z.array(z.string().min(1)).max(250).optional().describe("Metafields to send along"),
  }),
  verify: {
    read: async (call, write) => {
      const { topic: name, uri } = write.input;
      const { webhooks: found } = await call.run(list, { topics: [name], uri, limit: 250 });
      const alike = found.filter((webhook) => webhook.uri === uri && webhook.topic === toTopicName(name));
      return verdictOf(
        alike.map((data) => ({ data, madeAt: data.createdAt })),
        write,
      );
    },
  },
  output: WebhookSubscription,
  keywords: ["subscribe", "events", "notify", "callback", "listen"],
  examples: [{ title: "New orders", input: { topic: "ORDERS_CREATE", uri: "https://hooks.example.com/shopify" } }],
  request: ({ topic: name, ...subscription }) =>
    graphql(
      "WebhookCreate",
      `mutation WebhookCreate($topic: WebhookSubscriptionTopic!, $webhookSubscription: WebhookSubscriptionInput!) {
        webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhookSubscription) {
          webhookSubscription ${webhookSubscriptionFields}
          userErrors { field message }
        }
      }`,
      { topic: toTopicName(name), webhookSubscription: given(subscription) },
    ),
  response: decodeMutation({
    root: "webhookSubscriptionCreate",
    result: "webhookSubscription",
    wire: z.object({ webhookSubscription: WebhookSubscriptionWire }),
    map: ({ webhookSubscription }) => toWebhookSubscription(webhookSubscription),
  }),
  quota: { bucket: "graphql", cost: 10 },
});

const remove = defineOperation({
  id: "shopify.webhooks.delete",
  summary: "Delete a webhook subscription",
  description: "Events of its topic are no longer sent there. A second delete says not found.",
  docs: adminDocs("mutations/webhookSubscriptionDelete"),
  effect: "destroy",
  idempotency: "natural",
  input: z.object({ id: gid("WebhookSubscription") }),
  output: z.object({ deletedId: z.string() }),
  keywords: ["unsubscribe", "stop events", "remove callback"],
  examples: [{ title: "By id", input: { id: "gid://shopify/WebhookSubscription/1512345678901" } }],
  request: ({ id }) =>
    graphql(
      "WebhookDelete",
      `mutation WebhookDelete($id: ID!) {
        webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } }
      }`,
      { id },
    ),
  response: decodeMutation({
    root: "webhookSubscriptionDelete",
    result: "deletedWebhookSubscriptionId",
    wire: z.object({ deletedWebhookSubscriptionId: z.string() }),
    map: ({ deletedWebhookSubscriptionId }) => ({ deletedId: deletedWebhookSubscriptionId }),
  }),
  quota: { bucket: "graphql", cost: 10 },
});

/** Operations on webhook subscriptions. */
export const webhooks = { list, create, delete: remove };
