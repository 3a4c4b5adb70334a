import type { Connection } from "@trunkline/core";
import type { ConnectorEntry, OperationEntry } from "./entry.js";
import type { ConnectionMode, HealthReport } from "./health.js";

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
  register(connection: RegisteredConnection): void;
  connections(connector?: string): readonly RegisteredConnection[];
  /** By connector and name; the name defaults to `default`. */
  connection(connector: string, name?: string): RegisteredConnection | undefined;
  /** What is known now. Starts probes whose result is older than the probe interval, never waits for them. */
  health(): readonly HealthReport[];
  /** Probes now and waits for it, at most `timeoutMs`. */
  probe(connector: string, name?: string, timeoutMs?: number): Promise<HealthReport | undefined>;
  /** Ends probes under way. Does not close connections. */
  close(): Promise<void>;
}
