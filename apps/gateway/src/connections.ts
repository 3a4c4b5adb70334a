import {
  type ConnectionOptions,
  ConnectorError,
  type Issue,
  isConnectorError,
  openConnection,
  readConnectionConfig,
  readLimits,
} from "@trunkline/core";
import type { Simulator } from "@trunkline/core/simulator";
import type { ConnectionMode, RegisteredConnection } from "@trunkline/registry";
import type { Environment } from "./config.js";
import type { ServedConnector } from "./connectors.js";
import { standInOf, standInVariable } from "./stand-in.js";

/** A connection that did not open. */
export interface ConnectionFailure {
  readonly connector: string;
  readonly connection: string;
  /** A sentence for a person. */
  readonly reason: string;
  readonly issues?: readonly Issue[];
}

/** What was opened, and what was not. */
export interface OpenConnections {
  readonly opened: readonly RegisteredConnection[];
  readonly failures: readonly ConnectionFailure[];
  /** What an operator should know although it opened, e.g. credentials that are only half set. */
  readonly notes: readonly string[];
  /** By connector id; those in mock mode. */
  readonly simulators: ReadonlyMap<string, Simulator>;
  /** Closes connections first, simulators after. */
  close(): Promise<void>;
}

/** How connections are opened. */
export interface OpenConnectionsOptions {
  readonly served: readonly ServedConnector[];
  readonly env: Environment;
  readonly mode: "auto" | ConnectionMode;
  /** Handed to every connection: flags, metrics, clock. */
  readonly shared?: Pick<ConnectionOptions, "flags" | "metrics" | "clock" | "tracer">;
}

interface Opened {
  readonly registered: RegisteredConnection;
  readonly simulator?: Simulator;
  readonly note?: string;
}

/** Opens each connector's `default` connection, live or on its simulator. One that fails is reported and stops no other. */
export const openConnections = async (options: OpenConnectionsOptions): Promise<OpenConnections> => {
  const results = await Promise.allSettled(options.served.map((served) => openDefault(served, options)));
  const opened = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const failures = results.flatMap((result, index) =>
    result.status === "rejected" ? [toFailure(options.served[index]?.connector.id ?? "", result.reason)] : [],
  );
  const simulators = opened.flatMap(({ simulator }) => (simulator ? [simulator] : []));
  return {
    opened: opened.map(({ registered }) => registered),
    failures,
    notes: opened.flatMap(({ note }) => (note === undefined ? [] : [note])),
    simulators: new Map(simulators.map((simulator) => [simulator.connector, simulator])),
    close: async () => {
      await Promise.allSettled(opened.map(({ registered }) => registered.connection.close()));
      await Promise.allSettled(simulators.map((simulator) => simulator.close()));
    },
  };
};

const openDefault = async (
  { connector, simulator }: ServedConnector,
  { env, mode, shared }: OpenConnectionsOptions,
): Promise<Opened> => {
  const common = { ...shared, limits: readLimits(env, connector.id) };
  const setup = readConnectionConfig(connector, env);
  if (mode !== "mock" && setup.mode === "invalid")
    throw new ConnectorError("NOT_CONFIGURED", {
      message: `${setup.issues.map(({ path, message }) => `${path}: ${message}`).join("; ")}.`,
      issues: setup.issues,
    });
  if (mode !== "mock" && setup.mode === "live") {
    const baseUrl = standInOf(connector, env);
    const connection = openConnection(connector, setup.config, { ...common, ...(baseUrl && { baseUrl }) });
    const note = `${connector.id} talks to ${baseUrl} and not to the vendor, because ${standInVariable(connector.id)} is set.`;
    return { registered: { connection, mode: "live" }, ...(baseUrl && { note }) };
  }
  const wanting =
    setup.mode === "mock" ? setup.missing.map((way) => `${way.setup}: ${way.variables.join(", ")}`).join(" — or ") : "";
  if (mode === "live") throw new ConnectorError("NOT_CONFIGURED", { message: `Not set: ${wanting}.` });
  const started = await (await simulator())();
  try {
    const connection = openConnection(connector, started.config, { ...common, baseUrl: started.url });
    const isPartial = mode === "auto" && setup.mode === "mock" && setup.partial === true;
    return {
      registered: { connection, mode: "mock" },
      simulator: started,
      ...(isPartial && {
        note: `${connector.id} runs on its simulator, because its credentials are only half set. Missing: ${wanting}.`,
      }),
    };
  } catch (error) {
    await started.close();
    throw error;
  }
};

const toFailure = (connector: string, cause: unknown): ConnectionFailure => ({
  connector,
  connection: "default",
  reason: cause instanceof Error ? cause.message : String(cause),
  ...(isConnectorError(cause) && cause.issues && { issues: cause.issues }),
});
