import type { OpenConnections } from "../connections.js";
import { createWebhookSources, type WebhookSources } from "./source.js";
import { type StandardSender, toStandardSource } from "./standard-source.js";

/** Everyone who may send webhooks: the upstreams of the open connections, then the senders that were configured. */
export const webhookSourcesOf = (
  { receivers }: Pick<OpenConnections, "receivers">,
  senders: readonly StandardSender[],
): WebhookSources => {
  const taken = new Set(receivers.map(({ connector }) => connector));
  return createWebhookSources([...receivers, ...senders.filter(({ name }) => !taken.has(name)).map(toStandardSource)]);
};
