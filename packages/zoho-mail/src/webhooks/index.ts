export type { MailEvent, OtherEvent, TaskEvent, ZohoMailEvent } from "./events.js";
export { inboundWebhooks } from "./inbound.js";
export {
  verifyWebhook,
  type Webhook,
  type WebhookDelivery,
  type WebhookHandshake,
  type WebhookHeaders,
  type WebhookRefusal,
  type WebhookVerdict,
} from "./verify.js";
