import { join } from "node:path";
import { type AnyConnector, type Clock, ConnectorError, createFeatureFlags, systemClock } from "@trunkline/core";
import { createRegistry, type RegistryOptions } from "@trunkline/registry";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { createApp } from "./app.js";
import { createAuthenticator } from "./auth/authenticate.js";
import { createFileKeyStore } from "./auth/file-key-store.js";
import type { KeyStore, MintedKey } from "./auth/keys.js";
import { unknownVariables } from "./config/unknown-variables.js";
import type { GatewayConfig } from "./config.js";
import { type OpenConnections, openConnections } from "./connections.js";
import { type ServedConnector, servedConnectors } from "./connectors.js";
import { createGateway, type DrainableGateway } from "./create-gateway.js";
import type { Background } from "./durable/background.js";
import type { Durable } from "./durable/durable.js";
import { createListeningAddress, durableDeps, publicHostOf, receiverDeps } from "./durable/gateway-parts.js";
import { loadHandlers } from "./durable/load-handlers.js";
import { openDurable } from "./durable/open-durable.js";
import { createTokenStore } from "./durable/token-store.js";
import { createGatewayLedger } from "./durable/write-ledger.js";
import { createLogger } from "./http/logger.js";
import { packageVersion } from "./package-version.js";
import { createMetrics, startTracing } from "./telemetry.js";
import { webhookSourcesOf } from "./webhooks/sources-of.js";

/** A gateway that listens. */
export interface RunningGateway {
  /** Where it listens, e.g. `http://127.0.0.1:7400`. */
  readonly url: string;
  readonly gateway: DrainableGateway;
  readonly connections: OpenConnections;
  /** Opened in the background: what needs the database. */
  readonly durable: Background<Durable>;
  /** Made on the first start with authentication, when there was no key: to be shown once, and never to be had again. */
  readonly mintedKey?: MintedKey;
  /** Refuses new calls, lets those under way finish within the drain time, then closes everything. */
  close(): Promise<void>;
}

/** What may be passed in instead of the default. */
export interface StartOptions {
  readonly logger?: Logger;
  readonly served?: readonly ServedConnector[];
  /** What connections and their health go by. */
  readonly clock?: Clock;
  /** How long probes are trusted. */
  readonly probes?: Pick<RegistryOptions, "probeIntervalMs" | "probeRetryIntervalMs">;
}

/** File of the API keys within the data directory. */
export const keyFileOf = ({ dataDir }: Pick<GatewayConfig, "dataDir">): string => join(dataDir, "keys.json");

/**
 * Opens the connections and listens. Takes over no signals: see {@link drainOnSignals}.
 * @throws ConnectorError `NOT_CONFIGURED` when the port is taken, the key file is damaged or a file of handlers does not load,
 *   with what to do.
 */
export const startGateway = async (config: GatewayConfig, options: StartOptions = {}): Promise<RunningGateway> => {
  const { served = servedConnectors, logger = createLogger(config.logLevel), clock = systemClock, probes } = options;
  const onTrouble = (err: unknown) => logger.error({ err }, "key file");
  const keys = config.auth === "keys" ? createFileKeyStore({ path: keyFileOf(config), onTrouble }) : undefined;
  const known = await keys?.list();
  const { app, gateway, connections, durable, address, close } = await assemble(config, {
    served,
    logger,
    keys,
    clock,
    probes,
  });
  try {
    const url = await listen(app, config);
    address.tell(url);
    // Only now: a start that fails must not leave a key behind that nobody has seen.
    const mintedKey = known?.length === 0 ? await keys?.create({ name: "first admin", scopes: ["admin"] }) : undefined;
    return { url, gateway, connections, durable, ...(mintedKey && { mintedKey }), close };
  } catch (error) {
    await close();
    throw error;
  }
};

interface Parts {
  readonly served: readonly ServedConnector[];
  readonly logger: Logger;
  readonly keys: KeyStore | undefined;
  readonly clock: Clock;
  readonly probes: StartOptions["probes"];
}

/** Everything but listening, and how to close it again. */
const assemble = async (config: GatewayConfig, { served, logger, keys, clock, probes }: Parts) => {
  const connectors = served.map(({ connector }) => connector);
  // A file that does not load ends the start, where somebody reads why.
  const handlers = await loadHandlers(config.handlers);
  const stopTracing = await startTracing(config);
  const metrics = createMetrics();
  const flags = createFeatureFlags(config.flags);
  const registry = createRegistry({ connectors, flags, clock, ...probes });
  const address = createListeningAddress();
  const opening = Promise.withResolvers<OpenConnections>();
  const durable = openDurable(
    durableDeps({ config, metrics, logger, registry, address, connections: opening.promise, handlers }),
  );
  const shared = { flags, clock, metrics: metrics.sink, ledger: createGatewayLedger(durable, clock) };
  const tokens = createTokenStore(durable);
  const connections = await openConnections({ served, env: config.env, mode: config.mode, shared, tokens });
  for (const registered of connections.opened) registry.register(registered);
  opening.resolve(connections);
  registry.health(); // starts the first probes, so that the page soon speaks from knowledge
  report(connections, config, logger, connectors);
  const { failures } = connections;
  const gateway = createGateway({ registry, exposure: config.expose, flags, failures });
  const authenticate = createAuthenticator(keys ? { keys } : {});
  const settings = { ...config, allowedHosts: [...config.allowedHosts, ...publicHostOf(config)] };
  const deps = { gateway, authenticate, flags, metrics, logger, version: packageVersion, settings };
  const webhooks = receiverDeps({
    config,
    durable,
    metrics,
    clock,
    sources: webhookSourcesOf(connections, config.webhookSources),
  });
  const app = await createApp({
    ...deps,
    durable,
    webhooks,
    stream: { clock, metrics: metrics.sink, feed: async () => (await durable.whenReady(streamPatienceMs)).feed },
    ...(keys && { keys }),
    failures,
    simulators: connections.simulators,
  });
  const close = closeOnce(async () => {
    const cut = await gateway.drain(config.drainMs);
    if (cut > 0) logger.warn({ cut }, "calls were cut off at the drain deadline");
    registry.close();
    // Webhooks under way are answered before the database goes, and handlers end before the connections they call.
    await closeServer(app);
    await durable.close();
    await connections.close();
    await keys?.close();
    await stopTracing();
  });
  return { app, gateway, connections, durable, address, close };
};

/** How long a reader of the stream waits for a database that is still being opened. */
const streamPatienceMs = 5_000;

/** Tells the log what an operator must know about the start. */
const report = (
  { failures, notes }: OpenConnections,
  { env }: GatewayConfig,
  logger: Logger,
  connectors: readonly AnyConnector[],
): void => {
  for (const { connector, reason } of failures) logger.error({ connector, reason }, "connection did not open");
  const ids = connectors.map(({ id }) => id);
  for (const note of [...notes, ...unknownVariables(env, ids)]) logger.warn(note);
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
