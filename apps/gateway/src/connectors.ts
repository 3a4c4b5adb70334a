import type { AnyConnector } from "@trunkline/core";
import type { CreateSimulator } from "@trunkline/core/simulator";
import { shopify } from "@trunkline/shopify";

/** A connector with the simulator that stands in for its upstream, loaded only when it is needed. */
export interface ServedConnector {
  readonly connector: AnyConnector;
  simulator(): Promise<CreateSimulator>;
}

/** The connectors served, in the order they are listed. */
export const servedConnectors: readonly ServedConnector[] = [
  { connector: shopify, simulator: async () => (await import("@trunkline/shopify/simulator")).createShopifySimulator },
];
