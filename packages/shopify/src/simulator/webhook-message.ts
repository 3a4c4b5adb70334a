import { createHmac } from "node:crypto";
import type { WebhookSubscription } from "./records/operations.js";
import type { WebhookSenderOptions } from "./webhook-sender.js";

/** `PRODUCTS_UPDATE` → `products/update`; topics may have several words in front: `inventory_levels/update`. */
export const topicHeader = (topic: string): string => {
  const known =
    /^(ORDERS|PRODUCTS|CUSTOMERS|INVENTORY_LEVELS|INVENTORY_ITEMS|DRAFT_ORDERS|FULFILLMENTS|FULFILLMENT_ORDERS|REFUNDS|DISCOUNTS|METAOBJECTS|BULK_OPERATIONS|SHOP|APP|LOCATIONS|COLLECTIONS)_(.+)$/.exec(
      topic,
    );
  return known
    ? `${known[1]?.toLowerCase()}/${known[2]?.toLowerCase()}`
    : topic.toLowerCase().replace(/_([^_]*)$/, "/$1");
};

/** Whether an address is on this machine. */
export const isLoopback = (uri: string): boolean => {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return (
    (protocol === "http:" || protocol === "https:") &&
    (hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname))
  );
};

/** The headers of a delivery, its signature among them. */
export const headersOf = (
  { shopHost, apiVersion, secret }: WebhookSenderOptions,
  { name }: WebhookSubscription,
  {
    topic,
    body,
    eventId,
    webhookId,
    triggeredAt,
  }: { topic: string; body: string; eventId: string; webhookId: string; triggeredAt: string },
): Record<string, string> => ({
  "content-type": "application/json",
  "X-Shopify-Topic": topic,
  "X-Shopify-Hmac-Sha256": createHmac("sha256", secret).update(body, "utf8").digest("base64"),
  "X-Shopify-Shop-Domain": shopHost,
  "X-Shopify-API-Version": apiVersion,
  "X-Shopify-Webhook-Id": webhookId,
  "X-Shopify-Event-Id": eventId,
  "X-Shopify-Triggered-At": triggeredAt,
  ...(name !== null && { "X-Shopify-Name": name }),
});

const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

/** JSON in which 64-bit ids keep all their digits. */
export const writeBody = (body: Readonly<Record<string, unknown>>, includeFields: readonly string[] = []): string => {
  const shown =
    includeFields.length === 0
      ? body
      : Object.fromEntries(Object.entries(body).filter(([name]) => includeFields.includes(name)));
  return JSON.stringify(shown, (_, value: unknown) => (typeof value === "bigint" ? rawJson(String(value)) : value));
};
