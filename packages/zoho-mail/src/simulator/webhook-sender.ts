import { createHmac } from "node:crypto";
import type { MailboxEvent } from "./call.js";
import { writeSlashedJson } from "./json.js";
import type { Store } from "./store.js";
import { toMailBody, toTaskBody } from "./webhook-bodies.js";
import {
  createDeliveryLine,
  type Delivery,
  type DeliveryFaults,
  type DeliveryLineOptions,
  type Hook,
} from "./webhook-delivery.js";

/** A webhook as somebody makes it by hand in the settings: there is no call for it. */
export interface WebhookOptions {
  /** On this machine; other addresses are refused. */
  readonly url: string;
  /** Default `mail`: new mail that was received. */
  readonly entity?: "mail" | "task";
  /** Default: that of the simulator's `config`. */
  readonly secret?: string;
  /** Its receiver knows the secret already, so no handshake is sent. */
  readonly isIntroduced?: true;
}

/** A webhook that was made. */
export interface Webhook {
  readonly id: string;
  /** False after too many failures in a row: the service switches it off. */
  readonly isOn: boolean;
  remove(): void;
}

/** What sending needs. */
export interface WebhookSenderOptions extends DeliveryLineOptions {
  /** Of webhooks that name none. */
  readonly secret: string;
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

/** Base64 of the HMAC over the body's bytes; the key is the secret's text. */
const signatureOf = (body: string, secret: string): string =>
  createHmac("sha256", secret).update(body, "utf8").digest("base64");

/** A sender without any webhook yet. */
export const createWebhookSender = (options: WebhookSenderOptions): WebhookSender => {
  const line = createDeliveryLine(options);
  const hooks = new Map<string, Hook>();
  const tell = (event: MailboxEvent): void => {
    const listeners = [...hooks.values()].filter(({ isOn, entity }) => isOn && entity === event.kind);
    const ids = listeners.map(({ id }) => id);
    const body = ids.length === 0 ? undefined : bodyOf(options.store(), event, ids);
    if (body === undefined) return;
    for (const hook of listeners)
      line.start(event.kind, hook, { "X-Hook-Signature": signatureOf(body, hook.secret) }, body);
  };
  return {
    faults: line.faults,
    deliveries: line.deliveries,
    add: async ({ url, entity = "mail", secret = options.secret, isIntroduced }) => {
      if (!isLoopback(url)) throw new TypeError(`Webhooks go to this machine only, not to ${url}`);
      const { ids, clock } = options.store();
      const hook: Hook = { id: ids.ofMoment(clock.now()), url, entity, secret, isOn: true, failures: 0 };
      hooks.set(hook.id, hook);
      if (!isIntroduced) await line.deliver("handshake", hook, { "X-Hook-Secret": secret }, "{}");
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
    announce: tell,
    settled: line.settled,
    reset: () => {
      hooks.clear();
      line.faults.duplicates = false;
      line.faults.shuffled = false;
    },
    close: line.close,
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
