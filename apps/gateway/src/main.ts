import { join } from "node:path";
import { ConnectorError, createFeatureFlags, systemClock } from "@trunkline/core";
import { createRegistry } from "@trunkline/registry";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { createApp } from "./app.js";
import { createAuthenticator } from "./auth/authenticate.js";
import { createFileKeyStore } from "./auth/file-key-store.js";
import type { KeyStore, MintedKey } from "./auth/keys.js";
import type { GatewayConfig } from "./config.js";
import { type OpenConnections, openConnections } from "./connections.js";
import { type ServedConnector, servedConnectors } from "./connectors.js";
import { createGateway, type DrainableGateway } from "./create-gateway.js";
import { createLogger } from "./http/logger.js";
import { packageVersion } from "./package-version.js";
import { createMetrics, startTracing } from "./telemetry.js";

/** A gateway that listens. */
export interface RunningGateway {
  /** Where it listens, e.g. `http://127.0.0.1:7400`. */
  readonly url: string;
  readonly gateway: DrainableGateway;
  readonly connections: OpenConnections;
  /** Made on the first start with authentication, when there was no key: to be shown once, and never to be had again. */
  readonly mintedKey?: MintedKey;
  /** Refuses new calls, lets those under way finish within the drain time, then closes everything. */
  close(): Promise<void>;
}

/** What may be passed in instead of the default. */
export interface StartOptions {
  readonly logger?: Logger;
  readonly served?: readonly ServedConnector[];
}

/** File of the API keys within the data directory. */
export const keyFileOf = ({ dataDir }: Pick<GatewayConfig, "dataDir">): string => join(dataDir, "keys.json");

/**
 * Opens the connections and listens. Takes over no signals: see {@link drainOnSignals}.
 * @throws ConnectorError `NOT_CONFIGURED` when the port is taken or the key file is damaged, with what to do.
 */
export const startGateway = async (config: GatewayConfig, options: StartOptions = {}): Promise<RunningGateway> => {
  const { served = servedConnectors, logger = createLogger(config.logLevel) } = options;
  const stopTracing = await startTracing(config);
  const metrics = createMetrics();
  const flags = createFeatureFlags(config.flags);
  const registry = createRegistry({ connectors: served.map(({ connector }) => connector), flags });
  const keys =
    config.auth === "keys"
      ? createFileKeyStore({ path: keyFileOf(config), onTrouble: (err) => logger.error({ err }, "key file") })
      : undefined;
  const mintedKey = await mintFirstKey(keys);
  const connections = await openConnections({
    served,
    env: config.env,
    mode: config.mode,
    shared: { flags, metrics: metrics.sink },
  });
  for (const registered of connections.opened) registry.register(registered);
  for (const { connector, reason } of connections.failures)
    logger.error({ connector, reason }, "connection did not open");
  for (const note of connections.notes) logger.warn(note);
  const gateway = createGateway({ registry, exposure: config.expose, flags, failures: connections.failures });
  const authenticate = createAuthenticator(keys ? { keys } : {});
  const app = await createApp({
    gateway,
    authenticate,
    flags,
    metrics,
    logger,
    version: packageVersion,
    settings: config,
    ...connections,
  });
  const close = closeOnce(async () => {
    const cut = await gateway.drain(config.drainMs);
    if (cut > 0) logger.warn({ cut }, "calls were cut off at the drain deadline");
    registry.close();
    await closeServer(app);
    await connections.close();
    await keys?.close();
    await stopTracing();
  });
  try {
    const url = await listen(app, config);
    return { url, gateway, connections, ...(mintedKey && { mintedKey }), close };
  } catch (error) {
    await close();
    throw error;
  }
};

const mintFirstKey = async (keys: KeyStore | undefined): Promise<MintedKey | undefined> => {
  if (!keys || (await keys.list()).length > 0) return undefined;
  return keys.create({ name: "first admin", scopes: ["admin"] });
};

const listen = async (app: FastifyInstance, { host, port }: GatewayConfig): Promise<string> => {
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    const reason = listenFailures[(cause as NodeJS.ErrnoException).code ?? ""];
    if (reason === undefined) throw cause;
    throw new ConnectorError("NOT_CONFIGURED", { message: reason(host, port), cause });
  }
};

const listenFailures: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} on ${host} is taken: stop the process that holds it, or set TRUNKLINE_PORT to another (0 picks a free one).`,
  EACCES: (_host, port) => `This user may not listen on port ${port}: set TRUNKLINE_PORT to one above 1023.`,
  EADDRNOTAVAIL: (host) => `This machine does not have the address ${host}: set TRUNKLINE_HOST to one it has.`,
  ENOTFOUND: (host) => `The name ${host} is not known: set TRUNKLINE_HOST to an address of this machine.`,
};

const closeGraceMs = 2_000;

/** Calls are over by now; a client that keeps an answer open all the same is cut off. */
const closeServer = async (app: FastifyInstance): Promise<void> => {
  const patience = new AbortController();
  const cutOff = systemClock.sleep(closeGraceMs, patience.signal).then(
    () => app.server.closeAllConnections(),
    () => undefined,
  );
  await app.close();
  patience.abort();
  await cutOff;
};

const closeOnce = (work: () => Promise<void>): (() => Promise<void>) => {
  let closing: Promise<void> | undefined;
  return () => {
    closing ??= work();
    return closing;
  };
};
