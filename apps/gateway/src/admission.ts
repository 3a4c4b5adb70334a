import { ConnectorError } from "@trunkline/core";
import type { ConnectionMode, OperationEntry, RegisteredConnection, Registry } from "@trunkline/registry";
import { type AuthorizationRules, refusalOf } from "./auth/authorize.js";
import type { Principal } from "./auth/principal.js";
import type { ConnectionFailure } from "./connections.js";
import type { GatewayCall, OperationFilter } from "./gateway.js";

/** What decides whether a call may be made. */
export interface AdmissionDeps extends AuthorizationRules {
  readonly registry: Registry;
  /** Connections that did not open, so that a call of theirs says why. */
  readonly failures?: readonly ConnectionFailure[];
}

/** A call that may be made. */
export interface Admitted {
  readonly entry: OperationEntry;
  readonly held: RegisteredConnection;
}

/** Operations that this principal may use now, in catalogue order. */
export const admitted = (
  deps: AdmissionDeps,
  principal: Principal,
  { connectors, readonly }: OperationFilter = {},
): readonly OperationEntry[] =>
  deps.registry.operations.filter(
    (entry) =>
      (connectors === undefined || connectors.includes(entry.connector)) &&
      (!readonly || entry.effect === "read") &&
      refusalOf(deps, principal, entry, listedMode(deps.registry, entry.connector)) === undefined,
  );

/**
 * The operation and connection of a call, found and authorised.
 * @throws ConnectorError `UNKNOWN_OPERATION`, `FORBIDDEN`, `DISABLED`, `UNKNOWN_CONNECTION`, `NOT_CONFIGURED`
 */
export const admit = (deps: AdmissionDeps, call: GatewayCall): Admitted => {
  const entry = deps.registry.operation(call.operation);
  if (!entry) throw new ConnectorError("UNKNOWN_OPERATION", { message: `There is no operation "${call.operation}".` });
  const held = deps.registry.connection(entry.connector, call.connection);
  const refusal = refusalOf(deps, call.principal, entry, held?.mode ?? listedMode(deps.registry, entry.connector));
  if (refusal) throw refusal;
  return { entry, held: held ?? missing(deps, entry.connector, call.connection) };
};

/**
 * In a list a connector counts as live only when all its connections are: the call decides for its own. Without any it
 * keeps its whole list, since nothing can be reached through it.
 */
const listedMode = (registry: Registry, connector: string): ConnectionMode => {
  const connections = registry.connections(connector);
  return connections.length > 0 && connections.every(({ mode }) => mode === "live") ? "live" : "mock";
};

const missing = ({ failures = [], registry }: AdmissionDeps, connector: string, name = "default"): never => {
  const failure = failures.find((found) => found.connector === connector && found.connection === name);
  if (failure)
    throw new ConnectorError("NOT_CONFIGURED", {
      message: `${connector} is not connected: ${failure.reason}`,
      issues: failure.issues,
    });
  const known = registry.connections(connector).map(({ connection }) => connection.name);
  throw new ConnectorError("UNKNOWN_CONNECTION", {
    message: `${connector} has no connection "${name}"; ${known.length > 0 ? `there is ${known.join(", ")}` : "it has none"}.`,
  });
};
