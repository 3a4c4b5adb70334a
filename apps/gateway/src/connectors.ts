import { bingWmt } from "@trunkline/bing-wmt";
import type { AnyConnector } from "@trunkline/core";
import type { CreateSimulator } from "@trunkline/core/simulator";
import { ga4 } from "@trunkline/ga4";
import { gsc } from "@trunkline/gsc";
import { shopify } from "@trunkline/shopify";
import { zohoMail } from "@trunkline/zoho-mail";
import { insights } from "./insights/connector.js";

/** A connector with the simulator that stands in for its upstream, loaded only when it is needed. */
export interface ServedConnector {
  readonly connector: AnyConnector;
  /** Absent: the connector has no upstream; its operations run those of the others. */
  simulator?(): Promise<CreateSimulator>;
}

/** The connectors served, in the order they are listed. */
export const servedConnectors: readonly ServedConnector[] = [
  { connector: shopify, simulator: async () => (await import("@trunkline/shopify/simulator")).createShopifySimulator },
  {
    connector: zohoMail,
    simulator: async () => (await import("@trunkline/zoho-mail/simulator")).createZohoMailSimulator,
  },
  { connector: gsc, simulator: async () => (await import("@trunkline/gsc/simulator")).createGscSimulator },
  {
    connector: bingWmt,
    simulator: async () => (await import("@trunkline/bing-wmt/simulator")).createBingWmtSimulator,
  },
  { connector: ga4, simulator: async () => (await import("@trunkline/ga4/simulator")).createGa4Simulator },
  { connector: insights },
];
