import { readFileSync } from "node:fs";
import { bingWmt } from "@trunkline/bing-wmt";
import { createBingWmtSimulator } from "@trunkline/bing-wmt/simulator";
import type { AnyConnector } from "@trunkline/core";
import type { CreateSimulator, Simulator } from "@trunkline/core/simulator";
import { ga4 } from "@trunkline/ga4";
import { createGa4Simulator } from "@trunkline/ga4/simulator";
import { gsc } from "@trunkline/gsc";
import { createGscSimulator } from "@trunkline/gsc/simulator";
import { createRegistry } from "@trunkline/registry";
import { shopify } from "@trunkline/shopify";
import { createShopifySimulator } from "@trunkline/shopify/simulator";
import { zohoMail } from "@trunkline/zoho-mail";
import { createZohoMailSimulator } from "@trunkline/zoho-mail/simulator";
import { onTestFinished } from "vitest";
import type { Environment } from "../src/config.js";
import { openConnections } from "../src/connections.js";
import { type Diagnosis, diagnose } from "../src/doctor/diagnose.js";
import { standInVariable } from "../src/stand-in.js";

/** A connector with a playbook, and what stands in for its upstream. */
export interface Upstream {
  readonly connector: AnyConnector;
  readonly create: CreateSimulator;
}

/** All of them. */
export const upstreams = {
  shopify: { connector: shopify, create: createShopifySimulator },
  zohoMail: { connector: zohoMail, create: createZohoMailSimulator },
  gsc: { connector: gsc, create: createGscSimulator },
  bingWmt: { connector: bingWmt, create: createBingWmtSimulator },
  ga4: { connector: ga4, create: createGa4Simulator },
} as const;

/** A running stand-in with the variables that make a live connection to it. */
export interface StandIn<S extends Simulator> {
  readonly simulator: S;
  readonly env: Environment;
}

/** Starts the stand-in of a connector. Closed when the test ends. */
export const startStandIn = async <S extends Simulator>({
  connector,
  create,
}: {
  readonly connector: AnyConnector;
  readonly create: () => Promise<S>;
}): Promise<StandIn<S>> => {
  const simulator = await create();
  onTestFinished(() => simulator.close());
  const login = connector.env.flatMap(({ name, field }): readonly [string, string][] => {
    const value = simulator.config[field];
    return value === undefined ? [] : [[name, String(value)]];
  });
  return { simulator, env: { ...Object.fromEntries(login), [standInVariable(connector.id)]: simulator.url } };
};

/** What the doctor finds of one connector in this environment. Failures are not repeated. */
export const examine = async (
  { connector, create }: Upstream,
  env: Environment,
  mode: "auto" | "mock" = "auto",
): Promise<Diagnosis> => {
  const impatient = { TRUNKLINE_MAX_RETRIES: "0", ...env };
  const served = [{ connector, simulator: async () => create }];
  const connections = await openConnections({ served, env: impatient, mode });
  const registry = createRegistry({ connectors: [connector] });
  try {
    for (const opened of connections.opened) registry.register(opened);
    return await diagnose({ connector, registry, config: { env: impatient, mode }, connections });
  } finally {
    registry.close();
    await connections.close();
  }
};

/** The text of a connector's playbook. */
export const playbookOf = ({ id }: Pick<AnyConnector, "id">): string =>
  readFileSync(new URL(`../../../docs/live-connect/${id}.md`, import.meta.url), "utf8");
