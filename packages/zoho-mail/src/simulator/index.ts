export type { ArrivingMail } from "./arrivals.js";
export {
  type ArrivedMail,
  createZohoMailSimulator,
  type ZohoMailSimulator,
  type ZohoMailSimulatorOptions,
} from "./create-simulator.js";
export { type ZohoMailFault, zohoMailFaults } from "./faults.js";
export { nordlichtTee } from "./seed/company.js";
export type { AccessToken, TokenOptions } from "./tokens.js";
export type { Delivery } from "./webhook-delivery.js";
export type { Webhook, WebhookOptions } from "./webhook-sender.js";
