export { parseWebhookBody, type TypedTopic, type WebhookBody, webhookBodies } from "./bodies.js";
export { privacySubjects, toInboundEvent } from "./event.js";
export { inboundWebhooks } from "./inbound.js";
export { isWebhookTopic, toTopicEnum, type WebhookTopic, type WebhookTopicFacts, webhookTopics } from "./topics.js";
export {
  verifyWebhook,
  type Webhook,
  type WebhookDelivery,
  type WebhookHeaders,
  type WebhookRefusal,
  type WebhookVerdict,
} from "./verify.js";
