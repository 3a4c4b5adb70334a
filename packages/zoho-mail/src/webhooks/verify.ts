import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { parseLosslessJson } from "@trunkline/core";
import { readEvent, type ZohoMailEvent } from "./events.js";

/** A delivery whose signature holds. */
export interface Webhook {
  readonly kind: "delivery";
  /** What a repeat of the same event has in common: deliveries carry no id, no time and no replay protection. */
  readonly dedupeKey: string;
  readonly event: ZohoMailEvent;
  /** The whole body; integers too large for a number are strings. Holds the mail's text: do not log it. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** The first delivery after a webhook was saved. Keep the secret, answer 200. */
export interface WebhookHandshake {
  readonly kind: "handshake";
  /** What signs every later delivery of this webhook. It is sent only once. */
  readonly secret: string;
}

/** Why a delivery is refused. Answer 401 to all of them but `malformed_body`. */
export type WebhookRefusal =
  /** No secret is configured: nothing can be verified, so nothing is accepted. */
  | "missing_secret"
  /** The body was parsed before it got here; the signature is over the raw bytes. */
  | "body_not_raw"
  | "missing_header"
  /** A secret is offered while none is expected: anyone could send one. */
  | "unexpected_handshake"
  /** Not the base64 of 32 bytes. */
  | "malformed_signature"
  /** Another secret, or a changed body. */
  | "wrong_signature"
  /** Signed, but for another user than the one expected. */
  | "wrong_user"
  /** Signed, but no JSON object. */
  | "malformed_body";

/** Result of a verification. */
export type WebhookVerdict =
  | { readonly ok: true; readonly webhook: Webhook | WebhookHandshake }
  | { readonly ok: false; readonly reason: WebhookRefusal; readonly message: string };

/** Headers as frameworks give them. Names in any case. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A delivery as it came. */
export interface WebhookDelivery {
  /** The bytes of the body, before any parsing: they have escaped slashes, which printing again would lose. A string is taken as its UTF-8. */
  readonly rawBody: Uint8Array | string;
  readonly headers: WebhookHeaders;
  /** Secrets of the webhooks that may have sent it, as their handshakes told them. */
  readonly secrets: readonly string[];
  /** True while a person sets up a webhook: a secret that is offered is then told, never before and never later. Default false. */
  readonly expectHandshake?: boolean;
  /** User number of the mailbox that a mail must be of, `zuid` of the account. Default: any. Tasks name who acted instead. */
  readonly zuid?: string;
}

/** Verifies the signature over the raw bytes in constant time, then reads the body. Never throws. */
export const verifyWebhook = (delivery: WebhookDelivery): WebhookVerdict => {
  const { rawBody, headers, secrets, expectHandshake = false, zuid } = delivery;
  if (typeof rawBody !== "string" && !(rawBody instanceof Uint8Array))
    return refused("body_not_raw", "The body must be the raw bytes: verify before any body parser.");
  const read = headerReader(headers);
  const signature = read("x-hook-signature");
  if (signature === undefined) return handshake(read("x-hook-secret"), expectHandshake);
  const usable = secrets.filter((secret) => secret !== "");
  if (usable.length === 0) return refused("missing_secret", "No webhook secret is configured.");
  const given = /^[A-Za-z0-9+/]{43}=$/.test(signature) ? Buffer.from(signature, "base64") : undefined;
  if (!given) return refused("malformed_signature", "The signature is not the base64 of a SHA-256 HMAC.");
  const body = typeof rawBody === "string" ? Buffer.from(rawBody, "utf8") : rawBody;
  if (!isSignedByAny(body, given, usable))
    return refused(
      "wrong_signature",
      "The signature does not fit: another secret, or the body was changed on its way.",
    );
  return readDelivery(body, zuid);
};

const handshake = (secret: string | undefined, isExpected: boolean): WebhookVerdict => {
  if (secret === undefined) return refused("missing_header", "The header X-Hook-Signature is missing.");
  if (!isExpected)
    return refused("unexpected_handshake", "A webhook offers a secret, but none is being set up: the known ones stay.");
  if (!/^[\x21-\x7e]{8,200}$/.test(secret)) return refused("missing_header", "X-Hook-Secret holds no usable secret.");
  return { ok: true, webhook: { kind: "handshake", secret } };
};

/** Tries every secret, whichever fits, so that timing tells nothing. The secret is its own text, not decoded. */
const isSignedByAny = (body: Uint8Array, given: Buffer, secrets: readonly string[]): boolean => {
  let fits = false;
  for (const secret of secrets) {
    const expected = createHmac("sha256", secret).update(body).digest();
    fits = (expected.length === given.length && timingSafeEqual(expected, given)) || fits;
  }
  return fits;
};

const readDelivery = (bytes: Uint8Array, zuid: string | undefined): WebhookVerdict => {
  const body = parseObject(new TextDecoder().decode(bytes));
  if (!body) return refused("malformed_body", "The body is no JSON object.");
  const event = readEvent(body);
  if (zuid !== undefined && event.type === "mail" && event.zuid !== zuid)
    return refused("wrong_user", "The delivery is not of the mailbox expected.");
  return { ok: true, webhook: { kind: "delivery", dedupeKey: dedupeKeyOf(event, bytes), event, body } };
};

const dedupeKeyOf = (event: ZohoMailEvent, bytes: Uint8Array): string => {
  if (event.type === "mail") return `mail:${event.messageId}`;
  const digest = createHash("sha256").update(bytes).digest("base64url");
  return event.type === "task" ? `task:${event.entityId}:${event.action}:${digest}` : `other:${digest}`;
};

/** The vendor's own sample has a comma before the closing brace. */
const parseObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  for (const candidate of [text, text.replace(/,\s*\}\s*$/, "}")])
    try {
      const value = parseLosslessJson(candidate);
      if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
      return value as Record<string, unknown>;
    } catch {}
  return undefined;
};

type HeaderReader = (name: string) => string | undefined;

const headerReader = (headers: WebhookHeaders): HeaderReader => {
  if (headers instanceof Headers) return (name) => headers.get(name)?.trim() || undefined;
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => {
    const value = lower.get(name);
    return (typeof value === "string" ? value : value?.[0])?.trim() || undefined;
  };
};

const refused = (reason: WebhookRefusal, message: string): WebhookVerdict => ({ ok: false, reason, message });
