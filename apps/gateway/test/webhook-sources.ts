import { createHmac } from "node:crypto";
import { type Clock, ConnectorError, noMetrics } from "@trunkline/core";
import type { NewEvent } from "@trunkline/events";
import { inboundWebhooks as shopifyWebhooks } from "@trunkline/shopify/webhooks";
import { inboundWebhooks as zohoWebhooks } from "@trunkline/zoho-mail/webhooks";
import type { ReceiverDeps, ReceiverLimits } from "../src/webhooks/receiver.js";
import { createWebhookSources } from "../src/webhooks/source.js";
import { toStandardSource } from "../src/webhooks/standard-source.js";

/** Secrets of the three sources. */
export const secrets = {
  shopify: "shopify-secret",
  zoho: "7f3c1a52-0b9d-4e6f-8a11-52c0de5eed01",
  standard: `whsec_${Buffer.from("a-standard-secret-of-some-length").toString("base64")}`,
};

/** Base64 of the HMAC, as Shopify and Zoho sign. */
export const sign = (body: string, secret: string): string =>
  createHmac("sha256", secret).update(body).digest("base64");

/** Headers of a Shopify delivery of `orders/create`. */
export const shopifyHeaders = (body: string, eventId: string, secret = secrets.shopify): Record<string, string> => ({
  "content-type": "application/json",
  "x-shopify-topic": "orders/create",
  "x-shopify-hmac-sha256": sign(body, secret),
  "x-shopify-shop-domain": "acme.myshopify.com",
  "x-shopify-webhook-id": `delivery-of-${eventId}`,
  "x-shopify-event-id": eventId,
  "x-shopify-triggered-at": "2026-01-01T00:00:00Z",
});

const limits: ReceiverLimits = {
  bodyBytes: 2_000,
  bodyTimeoutMs: 5_000,
  perSecond: 0,
  acceptTimeoutMs: 4_000,
  atOnce: 100,
};

/** A receiver that keeps what it takes in a list, with a window that a test may open. */
export const createReceiver = (
  clock: Clock,
  changes: Omit<Partial<ReceiverDeps>, "limits"> & {
    readonly limits?: Partial<ReceiverLimits>;
    readonly configured?: readonly string[];
  } = {},
) => {
  const taken: NewEvent[] = [];
  const kept: string[] = [];
  const state = { window: false };
  const { limits: changedLimits, configured = [secrets.shopify], ...rest } = changes;
  const sources = createWebhookSources([
    {
      connector: "shopify",
      name: "default",
      connection: "default/shopify/default",
      webhooks: shopifyWebhooks({ shop: "acme.myshopify.com", webhookSecrets: [...configured] }),
    },
    {
      connector: "zoho-mail",
      name: "default",
      connection: "default/zoho-mail/default",
      webhooks: zohoWebhooks({ webhookSecrets: [secrets.zoho] }),
    },
    toStandardSource({ name: "billing", secrets: [{ secret: secrets.standard }] }),
  ]);
  const deps: ReceiverDeps = {
    sources,
    secrets: {
      of: async (_connection, source) => ({
        secrets: (source?.webhooks.secrets ?? [])
          .filter(({ untilMs }) => untilMs === undefined || clock.now() < untilMs)
          .map(({ secret }) => secret),
        expectHandshake: state.window,
      }),
      keepHandshake: async (_connection, secret) => {
        if (!state.window) return false;
        state.window = false;
        kept.push(secret);
        return true;
      },
    },
    accept: async (event) => {
      const known = taken.findIndex((other) => other.dedupeKey === event.dedupeKey);
      if (known >= 0) return { id: known + 1, duplicate: true };
      return { id: taken.push(event), duplicate: false };
    },
    pressure: async () => undefined,
    metrics: noMetrics,
    clock,
    ...rest,
    limits: { ...limits, ...changedLimits },
  };
  return { deps, taken, kept, state };
};

/** A store that is away. */
export const gone = async (): Promise<never> => {
  throw new ConnectorError("STORE_UNAVAILABLE", { message: "The database does not answer.", retryAfterMs: 2_000 });
};
