import { createHmac, timingSafeEqual } from "node:crypto";
import { parseLosslessJson } from "@trunkline/core";
import { toShopHost } from "../config.js";

/** A delivery whose signature holds. */
export interface Webhook {
  /** e.g. `orders/paid`. */
  readonly topic: string;
  /** e.g. `acme.myshopify.com`. The header is not part of the signature: compare it with the shop you expect. */
  readonly shop: string;
  /** The delivery; the same in its retries. */
  readonly webhookId: string;
  /** The event; the same over all subscriptions that hear of it. */
  readonly eventId?: string;
  /** What a repeat of the same event on the same topic has in common. */
  readonly dedupeKey: string;
  /** ISO 8601: deliveries arrive out of order, so ignore what is older than what you have. */
  readonly triggeredAt?: string;
  readonly apiVersion?: string;
  /** Integers too large for a number are strings. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Why a delivery is refused. Answer 401 to all of them but `malformed_body`. */
export type WebhookRefusal =
  /** No secret is configured: nothing can be verified, so nothing is accepted. */
  | "missing_secret"
  /** The body was parsed before it got here; the signature is over the raw bytes. */
  | "body_not_raw"
  | "missing_header"
  /** Not the base64 of 32 bytes: often the hex form. */
  | "malformed_signature"
  /** Another secret, or a changed body. */
  | "wrong_signature"
  /** Signed, but for another shop than the one expected, or for no shop at all. */
  | "wrong_shop"
  /** Signed, but no JSON object. */
  | "malformed_body";

/** Result of a verification. */
export type WebhookVerdict =
  | { readonly ok: true; readonly webhook: Webhook }
  | { readonly ok: false; readonly reason: WebhookRefusal; readonly message: string };

/** Headers as frameworks give them. Names in any case. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A delivery as it came. */
export interface WebhookDelivery {
  /** The bytes of the body, before any parsing. A string is taken as its UTF-8. */
  readonly rawBody: Uint8Array | string;
  readonly headers: WebhookHeaders;
  /** The app's client secret, and during a rotation the one before: Shopify signs with it for up to an hour more. */
  readonly secrets: readonly string[];
  /** The shop that must have sent it. Default: any. */
  readonly shop?: string;
}

/** Verifies the signature over the raw bytes in constant time, then reads headers and body. Never throws. */
export const verifyWebhook = ({ rawBody, headers, secrets, shop }: WebhookDelivery): WebhookVerdict => {
  const usable = secrets.filter((secret) => secret !== "");
  if (usable.length === 0) return refused("missing_secret", "No webhook secret is configured.");
  if (typeof rawBody !== "string" && !(rawBody instanceof Uint8Array))
    return refused("body_not_raw", "The body must be the raw bytes: verify before any body parser.");
  const read = headerReader(headers);
  const signature = read("x-shopify-hmac-sha256");
  if (signature === undefined) return refused("missing_header", "The header X-Shopify-Hmac-Sha256 is missing.");
  const given = /^[A-Za-z0-9+/]{43}=$/.test(signature) ? Buffer.from(signature, "base64") : undefined;
  if (!given) return refused("malformed_signature", "The signature is not the base64 of a SHA-256 HMAC.");
  const body = typeof rawBody === "string" ? Buffer.from(rawBody, "utf8") : rawBody;
  if (!isSignedByAny(body, given, usable))
    return refused(
      "wrong_signature",
      "The signature does not fit: another secret, or the body was changed on its way.",
    );
  return readDelivery(body, read, shop);
};

/** Tries every secret, whichever fits, so that timing tells nothing. */
const isSignedByAny = (body: Uint8Array, given: Buffer, secrets: readonly string[]): boolean => {
  let fits = false;
  for (const secret of secrets) {
    const expected = createHmac("sha256", secret).update(body).digest();
    fits = (expected.length === given.length && timingSafeEqual(expected, given)) || fits;
  }
  return fits;
};

type HeaderReader = (name: string) => string | undefined;

const readDelivery = (body: Uint8Array, read: HeaderReader, expectedShop: string | undefined): WebhookVerdict => {
  const topic = read("x-shopify-topic");
  const shop = read("x-shopify-shop-domain");
  const webhookId = read("x-shopify-webhook-id");
  if (!topic || !shop || !webhookId)
    return refused("missing_header", "X-Shopify-Topic, X-Shopify-Shop-Domain and X-Shopify-Webhook-Id are required.");
  const host = toShopHost(shop);
  if (!host || (expectedShop !== undefined && host !== toShopHost(expectedShop)))
    return refused("wrong_shop", "The delivery is not from the shop expected.");
  const parsed = parseObject(body);
  if (!parsed) return refused("malformed_body", "The body is no JSON object.");
  const eventId = read("x-shopify-event-id");
  const triggeredAt = read("x-shopify-triggered-at");
  const apiVersion = read("x-shopify-api-version");
  return {
    ok: true,
    webhook: {
      topic,
      shop: host,
      webhookId,
      dedupeKey: `${topic}:${eventId ?? webhookId}`,
      ...(eventId && { eventId }),
      ...(triggeredAt && { triggeredAt }),
      ...(apiVersion && { apiVersion }),
      body: parsed,
    },
  };
};

const parseObject = (body: Uint8Array): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value = parseLosslessJson(new TextDecoder().decode(body));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};

const headerReader = (headers: WebhookHeaders): HeaderReader => {
  if (headers instanceof Headers) return (name) => headers.get(name)?.trim() || undefined;
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => {
    const value = lower.get(name);
    return (typeof value === "string" ? value : value?.[0])?.trim() || undefined;
  };
};

const refused = (reason: WebhookRefusal, message: string): WebhookVerdict => ({ ok: false, reason, message });
