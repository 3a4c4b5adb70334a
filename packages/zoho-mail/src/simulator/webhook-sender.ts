import { createHmac } from "node:crypto";
import type { Random } from "@trunkline/core";
import type { MailboxEvent } from "./call.js";
import { writeSlashedJson } from "./json.js";
import type { Store } from "./store.js";
import { toMailBody, toTaskBody } from "./webhook-bodies.js";
import { post } from "./webhook-post.js";

/** A webhook as somebody makes it by hand in the settings: there is no call for it. */
export interface WebhookOptions {
  /** On this machine; other addresses are refused. */
  readonly url: string;
  /** Default `mail`: new mail that was received. */
  readonly entity?: "mail" | "task";
  /** Default: that of the simulator's `config`. */
  readonly secret?: string;
}

/** A webhook that was made. */
export interface Webhook {
  readonly id: string;
  /** False after too many failures in a row: the service switches it off. */
  readonly isOn: boolean;
  remove(): void;
}

/** One delivery that was made, for tests and demos to look at. */
export interface Delivery {
  readonly kind: "handshake" | "mail" | "task";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Of the last attempt; nothing when the receiver could not be reached. */
  readonly status: number | undefined;
  readonly attempts: number;
}

/** What sending needs. */
export interface WebhookSenderOptions {
  readonly store: () => Store;
  readonly secret: string;
  readonly random: Random;
  /** Waits before each repeat, in milliseconds. The service does not tell its own. */
  readonly retryDelaysMs: readonly number[];
}

/** Disturbances of delivery. */
export interface DeliveryFaults {
  duplicates: boolean;
  shuffled: boolean;
}

/** Sends signed webhooks to loopback addresses. */
export interface WebhookSender {
  readonly faults: DeliveryFaults;
  readonly deliveries: readonly Delivery[];
  /**
   * Makes a webhook: its first request carries the secret, once.
   * @throws TypeError for an address that is not on this machine.
   */
  add(options: WebhookOptions): Promise<Webhook>;
  announce(event: MailboxEvent): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  /** Removes every webhook and disturbance. */
  reset(): void;
  close(): void;
}

interface Hook {
  readonly id: string;
  readonly url: string;
  readonly entity: "mail" | "task";
  readonly secret: string;
  isOn: boolean;
  failures: number;
}

const mostFailures = 8;
const longestShuffleMs = 50;

/** Base64 of the HMAC over the body's bytes; the key is the secret's text. */
export const signatureOf = (body: string, secret: string): string =>
  createHmac("sha256", secret).update(body, "utf8").digest("base64");

/** A sender without any webhook yet. */
export const createWebhookSender = (options: WebhookSenderOptions): WebhookSender => {
  const closing = new AbortController();
  const deliveries: Delivery[] = [];
  const underWay = new Set<Promise<void>>();
  const faults: DeliveryFaults = { duplicates: false, shuffled: false };
  const hooks = new Map<string, Hook>();

  const deliver = async (kind: Delivery["kind"], hook: Hook, headers: Record<string, string>, body: string) => {
    const { clock } = options.store();
    const delays = kind === "handshake" ? [] : options.retryDelaysMs;
    if (faults.shuffled) await clock.sleep(Math.floor(options.random() * longestShuffleMs), closing.signal);
    for (let attempt = 1; ; attempt += 1) {
      const status = await post({ url: hook.url, headers, body }, closing.signal);
      const isDone = status !== undefined && status >= 200 && status < 300;
      const delayMs = delays[attempt - 1];
      if (isDone || delayMs === undefined) {
        deliveries.push({ kind, url: hook.url, headers, body, status, attempts: attempt });
        hook.failures = isDone ? 0 : hook.failures + 1;
        if (hook.failures >= mostFailures || (kind === "handshake" && !isDone)) hook.isOn = false;
        return;
      }
      await clock.sleep(delayMs, closing.signal);
    }
  };

  const start = (work: Promise<void>): void => {
    const tracked: Promise<void> = work.catch(() => undefined).finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  };

  return {
    faults,
    deliveries,
    add: async ({ url, entity = "mail", secret = options.secret }) => {
      if (!isLoopback(url)) throw new TypeError(`Webhooks go to this machine only, not to ${url}`);
      const store = options.store();
      const hook: Hook = { id: store.ids.ofMoment(store.clock.now()), url, entity, secret, isOn: true, failures: 0 };
      hooks.set(hook.id, hook);
      await deliver("handshake", hook, { "content-type": "application/json", "X-Hook-Secret": secret }, "{}");
      return {
        id: hook.id,
        get isOn() {
          return hook.isOn && hooks.has(hook.id);
        },
        remove: () => {
          hooks.delete(hook.id);
        },
      };
    },
    announce: (event) => {
      if (closing.signal.aborted) return;
      const listeners = [...hooks.values()].filter(({ isOn, entity }) => isOn && entity === event.kind);
      if (listeners.length === 0) return;
      const body = bodyOf(
        options.store(),
        event,
        listeners.map(({ id }) => id),
      );
      if (body === undefined) return;
      for (const hook of listeners) {
        const headers = { "content-type": "application/json", "X-Hook-Signature": signatureOf(body, hook.secret) };
        for (let copy = faults.duplicates ? 2 : 1; copy > 0; copy -= 1) start(deliver(event.kind, hook, headers, body));
      }
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    reset: () => {
      hooks.clear();
      faults.duplicates = false;
      faults.shuffled = false;
    },
    close: () => closing.abort(new Error("The simulator was closed")),
  };
};

const bodyOf = (store: Store, event: MailboxEvent, hookIds: readonly string[]): string | undefined => {
  if (event.kind === "mail") return writeSlashedJson(toMailBody(store, event.message, hookIds));
  const task = store.tasks.get(event.taskId);
  return task && writeSlashedJson(toTaskBody(task, event.action));
};

/** Whether an address is on this machine. */
const isLoopback = (url: string): boolean => {
  const parsed = URL.parse(url);
  if (!parsed || (parsed.protocol !== "http:" && parsed.protocol !== "https:")) return false;
  return parsed.hostname === "localhost" || parsed.hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(parsed.hostname);
};
