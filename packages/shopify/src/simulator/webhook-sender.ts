import { createHmac, randomUUID } from "node:crypto";
import type { Random } from "@trunkline/core";
import type { Change } from "./context.js";
import type { WebhookSubscription } from "./records.js";
import { parseSearch, type SearchNode } from "./search-syntax.js";
import type { Store } from "./state.js";

/** One delivery that was made, for tests and demos to look at. */
export interface Delivery {
  readonly topic: string;
  readonly uri: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly body: string;
  /** Of the last attempt; nothing when the receiver could not be reached. */
  readonly status: number | undefined;
  readonly attempts: number;
}

/** What sending needs. */
export interface WebhookSenderOptions {
  readonly store: () => Store;
  readonly shopHost: string;
  readonly apiVersion: string;
  readonly secret: string;
  readonly random: Random;
  /** Waits before each repeat, in milliseconds. The service repeats 8 times within four hours. */
  readonly retryDelaysMs: readonly number[];
}

/** Disturbances of delivery. */
export interface DeliveryFaults {
  /** Each delivery is made twice, with the same event id and another webhook id. */
  duplicates: boolean;
  /** Deliveries wait a random moment, so that later ones overtake. */
  shuffled: boolean;
}

/** Sends signed webhooks to loopback addresses. */
export interface WebhookSender {
  readonly faults: DeliveryFaults;
  announce(change: Change): void;
  readonly deliveries: readonly Delivery[];
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  close(): void;
}

const attemptMs = 5_000;
/** After so many failures in a row the service deletes a subscription. */
const mostFailures = 8;

/** A sender without any delivery yet. Addresses beyond this machine are never called. */
export const createWebhookSender = (options: WebhookSenderOptions): WebhookSender => {
  const closing = new AbortController();
  const deliveries: Delivery[] = [];
  const underWay = new Set<Promise<void>>();
  const faults: DeliveryFaults = { duplicates: false, shuffled: false };

  const deliver = async (
    subscription: WebhookSubscription,
    topic: string,
    body: string,
    eventId: string,
    triggeredAt: string,
  ): Promise<void> => {
    const { clock } = options.store();
    if (faults.shuffled) await clock.sleep(Math.floor(options.random() * 200), closing.signal);
    const webhookId = randomUUID();
    const headers = headersOf(options, subscription, { topic, body, eventId, webhookId, triggeredAt });
    for (let attempt = 1; ; attempt += 1) {
      const status = await post(subscription.uri, headers, body, closing.signal);
      const delayMs = options.retryDelaysMs[attempt - 1];
      const isDone = status !== undefined && status >= 200 && status < 300;
      if (isDone || delayMs === undefined) {
        deliveries.push({ topic, uri: subscription.uri, webhookId, eventId, body, status, attempts: attempt });
        subscription.failures = isDone ? 0 : subscription.failures + 1;
        if (subscription.failures >= mostFailures) options.store().WebhookSubscription.delete(subscription.id);
        return;
      }
      await clock.sleep(delayMs, closing.signal);
    }
  };

  const start = (work: Promise<void>) => {
    const tracked = work.catch(() => undefined).finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  };

  return {
    faults,
    deliveries,
    announce: ({ topic, body }) => {
      const listeners = [...options.store().WebhookSubscription.values()].filter(
        (each) => each.topic === topic && isLoopback(each.uri),
      );
      if (listeners.length === 0 || closing.signal.aborted) return;
      const payload = body();
      const eventId = randomUUID();
      const triggeredAt = new Date(options.store().clock.now()).toISOString();
      for (const subscription of listeners) {
        if (!passes(subscription.filter, payload)) continue;
        const text = writeBody(payload, subscription.includeFields);
        for (let copy = faults.duplicates ? 2 : 1; copy > 0; copy -= 1)
          start(deliver(subscription, topicHeader(topic), text, eventId, triggeredAt));
      }
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: () => closing.abort(new Error("The simulator was closed")),
  };
};

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

const headersOf = (
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

const post = async (
  uri: string,
  headers: Record<string, string>,
  body: string,
  closing: AbortSignal,
): Promise<number | undefined> => {
  try {
    const response = await fetch(uri, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.any([closing, AbortSignal.timeout(attemptMs)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    closing.throwIfAborted();
    return undefined;
  }
};

const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

/** JSON in which 64-bit ids keep all their digits. */
export const writeBody = (body: Readonly<Record<string, unknown>>, includeFields: readonly string[] = []): string => {
  const shown =
    includeFields.length === 0
      ? body
      : Object.fromEntries(Object.entries(body).filter(([name]) => includeFields.includes(name)));
  return JSON.stringify(shown, (_, value: unknown) => (typeof value === "bigint" ? rawJson(String(value)) : value));
};

const passes = (filter: string | null, body: Readonly<Record<string, unknown>>): boolean => {
  const node = filter ? parseSearch(filter) : undefined;
  return node === undefined || matches(node, body);
};

const matches = (node: SearchNode, body: Readonly<Record<string, unknown>>): boolean => {
  if (node.kind === "and") return node.nodes.every((each) => matches(each, body));
  if (node.kind === "or") return node.nodes.some((each) => matches(each, body));
  if (node.kind === "not") return !matches(node.node, body);
  const values = valuesAt(body, node.field.split("."));
  if (node.value === "*") return values.some((value) => value !== null && value !== undefined);
  if (node.comparator === ":") return values.some((value) => String(value).toLowerCase() === node.value.toLowerCase());
  const order = (value: unknown) => Number(value) - Number(node.value);
  return values.some((value) =>
    node.comparator.startsWith(":<")
      ? order(value) < 0 || (node.comparator === ":<=" && order(value) === 0)
      : order(value) > 0 || (node.comparator === ":>=" && order(value) === 0),
  );
};

const valuesAt = (value: unknown, [name, ...rest]: readonly string[]): readonly unknown[] => {
  if (Array.isArray(value)) return value.flatMap((each) => valuesAt(each, name === undefined ? [] : [name, ...rest]));
  if (name === undefined) return [value];
  return typeof value === "object" && value !== null
    ? valuesAt((value as Readonly<Record<string, unknown>>)[name], rest)
    : [];
};
