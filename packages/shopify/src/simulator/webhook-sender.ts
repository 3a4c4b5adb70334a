import { randomUUID } from "node:crypto";
import type { Random } from "@trunkline/core";
import type { Change } from "./context.js";
import type { WebhookSubscription } from "./records/operations.js";
import type { Store } from "./state.js";
import { passes } from "./webhook-filter.js";
import { headersOf, isLoopback, topicHeader, writeBody } from "./webhook-message.js";

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
interface DeliveryFaults {
  /** Each delivery is made twice, with the same event id and another webhook id. */
  duplicates: boolean;
  /** Deliveries wait a random moment, so that later ones overtake. */
  shuffled: boolean;
}

/** Sends signed webhooks to loopback addresses. */
interface WebhookSender {
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
