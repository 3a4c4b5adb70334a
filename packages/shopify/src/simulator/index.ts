export { type CostPlan, costPlans } from "./bucket.js";
export { createShopifySimulator, type ShopifySimulator, type ShopifySimulatorOptions } from "./create-simulator.js";
export { type ShopifyFault, shopifyFaults } from "./faults.js";
export { nordlichtTee } from "./seed/company.js";
export type { AccessToken, TokenOptions } from "./tokens.js";
export type { Delivery } from "./webhook-sender.js";
