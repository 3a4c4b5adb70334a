import {
  type AnyConnector,
  type AnyOperation,
  type Connection,
  type ConnectionOptions,
  ConnectorError,
  type Issue,
  isConnectorError,
  openConnection,
  readConnectionConfig,
  readLimits,
  type TokenStore,
} from "@trunkline/core";
import type { CreateSimulator, Simulator } from "@trunkline/core/simulator";
import type { ConnectionMode, RegisteredConnection } from "@trunkline/registry";
import { chooseConnection } from "./choose-connection.js";
import type { Environment } from "./config.js";
import type { ServedConnector } from "./connectors.js";
import { standInOf, standInVariable } from "./stand-in.js";
import type { WebhookSource } from "./webhooks/source.js";

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
  /** Upstreams that send webhooks. */
  readonly receivers: readonly WebhookSource[];
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
  readonly shared?: Pick<ConnectionOptions, "flags" | "metrics" | "clock" | "tracer" | "ledger">;
  /** Where live connections keep renewed logins. A simulator is another one after each start, and so are its logins. */
  readonly tokens?: TokenStore;
}

interface Opened {
  readonly registered: RegisteredConnection;
  readonly simulator?: Simulator;
  readonly receiver?: WebhookSource;
  readonly note?: string;
}

/** Opens each connector's `default` connection, live or on its simulator. One that fails is reported and stops no other. */
export const openConnections = async (options: OpenConnectionsOptions): Promise<OpenConnections> => {
  const upstreams = await openAll(options.served.filter(hasUpstream), (served) => openDefault(served, options));
  const joined = await openAll(
    options.served.filter((served) => !hasUpstream(served)),
    async ({ connector }) => openJoined(connector, upstreams, options),
  );
  const opened = [...upstreams.opened, ...joined.opened];
  const failures = [...upstreams.failures, ...joined.failures];
  const simulators = opened.flatMap(({ simulator }) => (simulator ? [simulator] : []));
  return {
    opened: opened.map(({ registered }) => registered),
    failures,
    notes: opened.flatMap(({ note }) => (note === undefined ? [] : [note])),
    receivers: opened.flatMap(({ receiver }) => (receiver ? [receiver] : [])),
    simulators: new Map(simulators.map((simulator) => [simulator.connector, simulator])),
    close: async () => {
      await Promise.allSettled(opened.map(({ registered }) => registered.connection.close()));
      await Promise.allSettled(simulators.map((simulator) => simulator.close()));
    },
  };
};

interface Outcome {
  readonly opened: readonly Opened[];
  readonly failures: readonly ConnectionFailure[];
}

const openAll = async <S extends ServedConnector>(
  served: readonly S[],
  open: (one: S) => Promise<Opened>,
): Promise<Outcome> => {
  const results = await Promise.allSettled(served.map(open));
  return {
    opened: results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : [])),
    failures: results.flatMap((result, index) =>
      result.status === "rejected" ? [toFailure(served[index]?.connector.id ?? "", result.reason)] : [],
    ),
  };
};

interface Upstream extends ServedConnector {
  simulator(): Promise<CreateSimulator>;
}

const hasUpstream = (served: ServedConnector): served is Upstream => served.simulator !== undefined;

/** A connection whose operations run on the connections of other connectors. It counts as live when one of them is. */
const openJoined = (
  connector: AnyConnector,
  { opened, failures }: Outcome,
  { env, shared }: OpenConnectionsOptions,
): Opened => {
  const choices = { opened: opened.map(({ registered }) => registered.connection), failures };
  const elsewhere = ({ id }: AnyOperation, name?: string): Connection | undefined => {
    const owner = id.slice(0, id.indexOf("."));
    return owner === connector.id ? undefined : chooseConnection(owner, name, choices);
  };
  const connection = openConnection(connector, {}, { ...shared, limits: readLimits(env, connector.id), elsewhere });
  const isLive = opened.some(({ registered }) => registered.mode === "live");
  return { registered: { connection, mode: isLive ? "live" : "mock" } };
};

const openDefault = async (
  { connector, simulator }: Upstream,
  { env, mode, shared, tokens }: OpenConnectionsOptions,
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
    const connection = openConnection(connector, setup.config, {
      ...common,
      ...(tokens && { tokens }),
      ...(baseUrl && { baseUrl }),
    });
    const note = `${connector.id} talks to ${baseUrl} and not to the vendor, because ${standInVariable(connector.id)} is set.`;
    const receiver = receiverOf(connection, setup.config);
    return { registered: { connection, mode: "live" }, ...receiver, ...(baseUrl && { note }) };
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
      ...receiverOf(connection, connector.config.parse(started.config)),
      ...(isPartial && {
        note: `${connector.id} runs on its simulator, because its credentials are only half set. Missing: ${wanting}.`,
      }),
    };
  } catch (error) {
    await started.close();
    throw error;
  }
};

/** How the connection's upstream sends webhooks, where it does. */
const receiverOf = ({ connector, key, name }: Connection, config: unknown): Pick<Opened, "receiver"> => {
  const webhooks = connector.webhooks?.(config);
  return webhooks ? { receiver: { connector: connector.id, name, connection: key, webhooks } } : {};
};

const toFailure = (connector: string, cause: unknown): ConnectionFailure => ({
  connector,
  connection: "default",
  reason: cause instanceof Error ? cause.message : String(cause),
  ...(isConnectorError(cause) && cause.issues && { issues: cause.issues }),
});
