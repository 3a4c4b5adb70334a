import { type AnyConnector, type Clock, type Connection, type FeatureFlags, systemClock } from "@trunkline/core";
import { assess } from "./assess.js";
import type { ConnectorEntry, OperationEntry } from "./entry.js";
import type { ConnectionMode, HealthReport } from "./health.js";
import { createProber, type Prober } from "./probe.js";
import { toConnectorEntry } from "./to-entry.js";
import { sunsetOf } from "./versions.js";

/** A connection as registered. */
export interface RegisteredConnection {
  readonly connection: Connection;
  readonly mode: ConnectionMode;
}

/** The catalogue: which connectors, operations and connections there are, and how they are. */
export interface Registry {
  readonly connectors: readonly ConnectorEntry[];
  /** Every operation in catalogue order. */
  readonly operations: readonly OperationEntry[];
  operation(id: string): OperationEntry | undefined;
  /** Adds a connection, or replaces the one of the same connector and name. */
  register(connection: RegisteredConnection): void;
  connections(connector?: string): readonly RegisteredConnection[];
  /** By connector and name; the name defaults to `default`. */
  connection(connector: string, name?: string): RegisteredConnection | undefined;
  /** What is known now. Starts probes whose result is older than the probe interval, never waits for them. */
  health(): readonly HealthReport[];
  /** Probes now and waits for it, at most `timeoutMs`. Nothing when there is no such connection. */
  probe(connector: string, name?: string, timeoutMs?: number): Promise<HealthReport | undefined>;
  /** Ends probes under way. Does not close connections. */
  close(): void;
}

/** How a registry is made. */
export interface RegistryOptions {
  /** In the order they are to be listed. */
  readonly connectors: readonly AnyConnector[];
  readonly flags?: FeatureFlags;
  readonly clock?: Clock;
  /** How long a good probe is trusted while no call fails. Default 60 s. */
  readonly probeIntervalMs?: number;
  /** How long any other is trusted, so that a change shows soon. Default 5 s. */
  readonly probeRetryIntervalMs?: number;
  /** Longest probe. Default 5 s. */
  readonly probeTimeoutMs?: number;
}

interface Held extends RegisteredConnection {
  readonly prober: Prober;
}

/** Makes the catalogue of these connectors, without connections yet. */
export const createRegistry = (options: RegistryOptions): Registry => {
  const clock = options.clock ?? systemClock;
  const connectors = Object.freeze(options.connectors.map(toConnectorEntry));
  const operations = Object.freeze(connectors.flatMap((entry) => entry.operations));
  const byId = new Map(operations.map((entry) => [entry.id, entry]));
  const held = new Map<string, Held>();
  const keyOf = (connector: string, name: string) => `${connector}/${name}`;
  const report = ({ connection, mode, prober }: Held): HealthReport =>
    toReport({ connection, mode, prober, clock, flags: options.flags });
  return {
    connectors,
    operations,
    operation: (id) => byId.get(id),
    register: ({ connection, mode }) => {
      const key = keyOf(connection.connector.id, connection.name);
      held.get(key)?.prober.close();
      const prober = createProber({
        connection,
        clock,
        intervalMs: options.probeIntervalMs ?? 60_000,
        retryIntervalMs: options.probeRetryIntervalMs ?? 5_000,
        timeoutMs: options.probeTimeoutMs ?? 5_000,
      });
      held.set(key, { connection, mode, prober });
    },
    connections: (connector) =>
      [...held.values()].filter(({ connection }) => connector === undefined || connection.connector.id === connector),
    connection: (connector, name = "default") => held.get(keyOf(connector, name)),
    health: () => [...held.values()].map(report),
    probe: async (connector, name = "default", timeoutMs) => {
      const found = held.get(keyOf(connector, name));
      if (!found) return undefined;
      await found.prober.run(timeoutMs);
      return report(found);
    },
    close: () => {
      for (const { prober } of held.values()) prober.close();
    },
  };
};

const toReport = ({
  connection,
  mode,
  prober,
  clock,
  flags,
}: Held & { clock: Clock; flags?: FeatureFlags }): HealthReport => {
  const { connector, name, apiVersion } = connection;
  const offBecause = flags?.offBecause(connector.probe);
  const status = connection.status();
  const probe = offBecause === undefined ? prober.peek(status) : undefined;
  const sunsetOn = sunsetOf(connector, apiVersion);
  return {
    connector: connector.id,
    connection: name,
    mode,
    ...assess({ status, probe, offBecause, apiVersion, sunsetOn, nowMs: clock.now() }),
    apiVersion,
    ...(sunsetOn !== undefined && { sunsetOn }),
    breaker: status.breaker,
    quotas: status.quotas,
    ...(status.lastSuccessMs !== undefined && { lastSuccessMs: status.lastSuccessMs }),
    ...(status.lastError && { lastError: status.lastError }),
    ...(probe && { probe: { atMs: probe.atMs, durationMs: probe.durationMs, ok: probe.ok } }),
  };
};
