import { type CallMeta, type ConnectorError, type Envelope, toErrorEnvelope } from "@trunkline/core";
import type { OperationEntry, RegisteredConnection } from "@trunkline/registry";

/** What is known of a call that the gateway itself refuses. */
export interface RefusedCall {
  readonly operation: string;
  readonly requestId: string;
  readonly connectionName?: string;
  readonly entry?: OperationEntry;
  readonly held?: RegisteredConnection;
}

/** The answer to a call that never reached a connection. */
export const toRefusal = (error: ConnectorError, refused: RefusedCall): Envelope<never> => ({
  ok: false,
  error: toErrorEnvelope(error),
  meta: metaOf(refused),
});

const metaOf = ({ operation, requestId, connectionName = "default", entry, held }: RefusedCall): CallMeta => ({
  connector: entry?.connector ?? operation.split(".")[0] ?? "",
  connectorVersion: held?.connection.connector.version ?? "",
  apiVersion: held?.connection.apiVersion ?? "",
  connection: connectionName,
  operation,
  requestId,
  attempts: 0,
  durationMs: 0,
  queuedMs: 0,
  cache: "none",
});
