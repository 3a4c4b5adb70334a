import { type InboundEvent, type InboundVerdict, type InboundWebhooks, parseSigningSecret } from "@trunkline/core";
import type { ZohoMailSettings } from "../config.js";
import { changeSources } from "./changes.js";
import type { MailEvent } from "./events.js";
import { verifyWebhook, type Webhook } from "./verify.js";

/** How Zoho Mail sends webhooks: made by hand in its settings, each with a secret that its first delivery tells. */
export const inboundWebhooks = ({
  webhookSecrets = [],
}: Pick<ZohoMailSettings, "webhookSecrets">): InboundWebhooks => ({
  secrets: webhookSecrets.flatMap((text) => parseSigningSecret(text) ?? []),
  changes: changeSources,
  verify: (delivery): InboundVerdict => {
    const verdict = verifyWebhook(delivery);
    if (!verdict.ok)
      return { kind: verdict.reason === "malformed_body" ? "malformed" : "refused", reason: verdict.reason };
    const { webhook } = verdict;
    return webhook.kind === "handshake"
      ? { kind: "handshake", secret: webhook.secret }
      : { kind: "event", event: toInboundEvent(webhook) };
  },
});

const toInboundEvent = ({ event, dedupeKey, body }: Webhook): InboundEvent => {
  if (event.type === "mail")
    return {
      type: "mail/received",
      dedupeKey,
      orderingKey: `thread:${event.threadId ?? event.messageId}`,
      subjects: subjectsOf(event),
      payload: body,
      ...(event.receivedAt !== undefined && { occurredAt: event.receivedAt }),
    };
  if (event.type === "task")
    return { type: `task/${event.action}`, dedupeKey, orderingKey: `task:${event.entityId}`, payload: body };
  return { type: "other", dedupeKey, payload: body };
};

/** Everyone the mail names, so that whoever asks to be forgotten is found in it. */
const subjectsOf = ({ from, to, cc }: MailEvent): readonly string[] => {
  const emails = [...(from ? [from] : []), ...to, ...cc].map(({ email }) => email.toLowerCase());
  return [...new Set(emails.filter((email) => email !== "").map((email) => `email:${email}`))];
};
