import { createHmac, randomUUID } from "node:crypto";

/** A delivery as Shopify would send it: raw body and headers. */
export const sign = ({ topic, body, secret, eventId = randomUUID(), triggeredAt = new Date(), shop }) => {
  const raw = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  return {
    raw,
    eventId,
    headers: {
      "content-type": "application/json",
      "x-shopify-topic": topic,
      "x-shopify-shop-domain": shop,
      "x-shopify-api-version": "2026-10",
      "x-shopify-webhook-id": randomUUID(),
      "x-shopify-event-id": eventId,
      "x-shopify-triggered-at": triggeredAt.toISOString(),
      "x-shopify-hmac-sha256": createHmac("sha256", secret).update(raw).digest("base64"),
    },
  };
};
