import { createFeatureFlags, parseFlags, systemClock } from "@trunkline/core";
import { createRegistry } from "@trunkline/registry";
import { type GatewayConfig, readConfig } from "../config.js";
import { type OpenConnections, openConnections } from "../connections.js";
import { servedConnectors } from "../connectors.js";
import { createGateway } from "../create-gateway.js";
import { openLedger } from "../durable/open-ledger.js";
import { createTokenStore } from "../durable/token-store.js";
import { createGatewayLedger } from "../durable/write-ledger.js";
import type { Gateway } from "../gateway.js";
import type { Terminal } from "./output.js";

/** A gateway for the length of one command: same catalogue, flags and connections, no listening. */
export interface LocalGateway {
  readonly gateway: Gateway;
  readonly config: GatewayConfig;
  readonly connections: OpenConnections;
}

/** Opens connections as the environment says, runs the work, closes them whatever happens. */
export const withLocalGateway = async <T>(
  terminal: Terminal,
  work: (local: LocalGateway) => Promise<T>,
): Promise<T> => {
  const config = readConfig(terminal.env, terminal.workingDir);
  const flags = createFeatureFlags(parseFlags(terminal.env.TRUNKLINE_FLAGS ?? ""));
  const registry = createRegistry({ connectors: servedConnectors.map(({ connector }) => connector), flags });
  const ledgerStore = openLedger({
    config,
    findConnection: (key) => registry.connections().find(({ connection }) => connection.key === key)?.connection,
    hasLive: () => registry.connections().some(({ mode }) => mode === "live"),
    onTrouble: (reason) => terminal.err(`trunkline: writes are remembered by this process alone. ${reason}`),
  });
  const connections = await openConnections({
    served: servedConnectors,
    env: config.env,
    mode: config.mode,
    shared: { flags, ledger: createGatewayLedger(ledgerStore, systemClock) },
    tokens: createTokenStore(ledgerStore),
  });
  for (const opened of connections.opened) registry.register(opened);
  const gateway = createGateway({ registry, exposure: config.expose, flags, failures: connections.failures });
  try {
    return await work({ gateway, config, connections });
  } finally {
    registry.close();
    await connections.close();
    await ledgerStore.close();
  }
};
