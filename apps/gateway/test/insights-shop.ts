import { type Clock, createFeatureFlags, type Envelope, systemClock } from "@trunkline/core";
import type { Simulator } from "@trunkline/core/simulator";
import { createRegistry } from "@trunkline/registry";
import { onTestFinished } from "vitest";
import { openConnections } from "../src/connections.js";
import { type ServedConnector, servedConnectors } from "../src/connectors.js";
import { createGateway } from "../src/create-gateway.js";
import { parseExposure } from "../src/exposure.js";
import { createInsights } from "../src/insights/connector.js";

const shiftMs = Date.parse("2026-11-20T09:00:00Z") - systemClock.now();

/** A clock that runs like the machine's from a day on which all simulators have data. */
export const shopClock: Clock = { ...systemClock, now: () => systemClock.now() + shiftMs };

/** The site that all simulators tell of. */
export const site = "nordlicht-tee.example";

const withClock =
  (clock: Clock) =>
  ({ connector, simulator }: ServedConnector): ServedConnector => ({
    connector,
    ...(simulator && {
      simulator: async () => {
        const create = await simulator();
        return () => create({ clock });
      },
    }),
  });

/** The five services by a clock, and the insights over them. */
export const shopConnectors = (clock: Clock): readonly ServedConnector[] => {
  const insights = createInsights(clock);
  const upstreams = servedConnectors.filter(({ connector: { id } }) => id !== insights.id);
  return [...upstreams.map(withClock(clock)), { connector: insights }];
};

/** The five services simulated, and the insights over them; closed when the test ends. */
export const openShop = async ({ without = [] }: { readonly without?: readonly string[] } = {}) => {
  const all = shopConnectors(shopClock).filter(({ connector: { id } }) => !without.includes(id));
  const flags = createFeatureFlags();
  const connections = await openConnections({
    served: all,
    env: { TRUNKLINE_MAX_RETRIES: "0" },
    mode: "mock",
    shared: { flags, clock: shopClock },
  });
  const registry = createRegistry({ connectors: all.map(({ connector }) => connector), flags, clock: shopClock });
  for (const opened of connections.opened) registry.register(opened);
  const gateway = createGateway({ registry, exposure: parseExposure("*.read"), flags, failures: connections.failures });
  onTestFinished(async () => {
    registry.close();
    await connections.close();
  });
  const call = (operation: string, input: object, scopes: readonly string[] = ["admin"]) =>
    gateway.call({ principal: { id: "t", name: "tester", scopes }, operation, input }) as Promise<Envelope<Answer>>;
  return { call, gateway, registry, flags, simulator: simulatorOf(connections.simulators) };
};

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of many shapes
export type Answer = Record<string, any>;

const simulatorOf =
  (simulators: ReadonlyMap<string, Simulator>) =>
  (id: string): Simulator => {
    const found = simulators.get(id);
    if (!found) throw new Error(`no simulator ${id}`);
    return found;
  };

/** The data of an answer that must be a success. */
export const dataOf = (answer: Envelope<Answer>): Answer => {
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
  return answer.data;
};

/** The codes of an answer's warnings. */
export const warningsOf = (answer: Envelope<Answer>): readonly string[] =>
  answer.ok ? answer.warnings.map(({ code }) => code) : [];
