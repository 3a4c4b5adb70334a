import type { Limits } from "./config/limits.js";
import type { ConnectionOptions } from "./connection.js";
import type { AnyConnector } from "./connector.js";
import type { HostPolicy } from "./http/host-policy.js";
import type { Transport } from "./http/transport.js";
import { createUndiciTransport } from "./http/undici-transport.js";
import { redirectTransport } from "./redirect-transport.js";

/** A connection's way to the network. */
export interface ConnectionTransport {
  /** What operations' paths are joined to. */
  readonly baseUrl: string;
  readonly transport: Transport;
  /** Closes pools that are the connection's own; a transport that was passed in stays open. */
  close(): Promise<void>;
}

/** The connector's own hosts, or the one origin that stands in for all of them. */
export const createConnectionTransport = (
  connector: AnyConnector,
  config: unknown,
  options: ConnectionOptions,
  limits: Limits,
): ConnectionTransport => {
  const baseUrl = connector.baseUrl(config);
  const standIn = options.baseUrl === undefined ? undefined : new URL(options.baseUrl);
  const inner =
    options.transport ??
    ownTransport(standIn ? standInHosts(standIn) : ownHosts(connector, config, baseUrl), limits, options);
  return {
    baseUrl,
    transport: standIn ? redirectTransport(inner, standIn.origin) : inner,
    close: () => (options.transport ? Promise.resolve() : inner.close()),
  };
};

const ownTransport = (hosts: HostPolicy, limits: Limits, { metrics }: ConnectionOptions): Transport => {
  const transport = createUndiciTransport({ limits, hosts, metrics });
  const stopSampling = metrics?.beforeRead?.(() => transport.sample());
  return {
    exchange: (request, exchangeOptions) => transport.exchange(request, exchangeOptions),
    open: (request, exchangeOptions) => transport.open(request, exchangeOptions),
    close: () => {
      stopSampling?.();
      return transport.close();
    },
  };
};

const ownHosts = (connector: AnyConnector, config: unknown, baseUrl: string): HostPolicy => {
  const { hostname, origin } = new URL(baseUrl);
  return {
    allowed: [hostname, ...connector.allowedHosts(config)],
    credentialOrigins: [origin, ...(connector.credentialHosts?.(config) ?? []).map((host) => `https://${host}`)],
  };
};

const standInHosts = ({ hostname, origin }: URL): HostPolicy => ({
  allowed: [hostname],
  credentialOrigins: [origin],
  allowLoopback: true,
});
