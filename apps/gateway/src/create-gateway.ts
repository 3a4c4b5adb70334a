import { createHash, randomUUID } from "node:crypto";
import {
  type Clock,
  ConnectorError,
  type FeatureFlags,
  type IdSource,
  isConnectorError,
  systemClock,
} from "@trunkline/core";
import type { ConnectionMode, OperationEntry, RegisteredConnection, Registry } from "@trunkline/registry";
import { refusalOf } from "./auth/authorize.js";
import type { ConnectionFailure } from "./connections.js";
import type { Exposure } from "./exposure.js";
import type { Gateway, GatewayCall } from "./gateway.js";
import { createInFlight } from "./in-flight.js";
import { toRefusal } from "./refusal.js";

/** What a gateway is built on. */
export interface GatewayDeps {
  readonly registry: Registry;
  readonly exposure: Exposure;
  readonly flags: FeatureFlags;
  /** Connections that did not open, so that a call of theirs says why. */
  readonly failures?: readonly ConnectionFailure[];
  readonly clock?: Clock;
  readonly ids?: IdSource;
}

/** A gateway that can be told to stop. */
export interface DrainableGateway extends Gateway {
  readonly draining: boolean;
  readonly inFlight: number;
  /**
   * Refuses new calls from now on, waits for those under way, at most `deadlineMs`, then aborts the rest.
   * Resolves to how many were aborted.
   */
  drain(deadlineMs: number): Promise<number>;
}

interface Admitted {
  readonly entry: OperationEntry;
  readonly held: RegisteredConnection;
}

/** The one way to list and call operations, whatever the surface. */
export const createGateway = (deps: GatewayDeps): DrainableGateway => {
  const { registry, clock = systemClock, ids = randomUUID } = deps;
  const inFlight = createInFlight();
  let draining = false;

  /** Found, authorised, connected; or the reason why not. */
  const admit = (call: GatewayCall): Admitted => {
    if (draining)
      throw new ConnectorError("SHUTTING_DOWN", {
        message: "The gateway is stopping and takes no new calls.",
        retryAfterMs: 1_000,
      });
    const entry = registry.operation(call.operation);
    if (!entry)
      throw new ConnectorError("UNKNOWN_OPERATION", { message: `There is no operation "${call.operation}".` });
    const held = registry.connection(entry.connector, call.connection);
    const refusal = refusalOf(deps, call.principal, entry, held?.mode ?? "live");
    if (refusal) throw refusal;
    return { entry, held: held ?? missing(deps, entry.connector, call.connection) };
  };
  const optionsOf = (call: GatewayCall, signal: AbortSignal, requestId: string) => ({
    signal,
    requestId,
    caller: call.principal.id,
    ...(call.lane && { lane: call.lane }),
    ...(call.deadlineMs !== undefined && { deadlineMs: call.deadlineMs }),
    ...(call.fresh !== undefined && { fresh: call.fresh }),
    ...(call.idempotencyKey !== undefined && { idempotencyKey: keyOfCaller(call.principal.id, call.idempotencyKey) }),
    ...(call.onProgress && { onProgress: call.onProgress }),
  });
  return {
    registry,
    get draining() {
      return draining;
    },
    get inFlight() {
      return inFlight.size;
    },
    visible: (principal, { connectors, readonly } = {}) =>
      registry.operations.filter(
        (entry) =>
          (connectors === undefined || connectors.includes(entry.connector)) &&
          (!readonly || entry.effect === "read") &&
          refusalOf(deps, principal, entry, modeOf(registry, entry.connector)) === undefined,
      ),
    call: async (call) => {
      const requestId = call.requestId ?? ids();
      const passage = inFlight.enter(call.signal);
      try {
        const { entry, held } = admit(call);
        return await held.connection.execute(entry.operation, call.input, optionsOf(call, passage.signal, requestId));
      } catch (error) {
        const entry = registry.operation(call.operation);
        const held = entry && registry.connection(entry.connector, call.connection);
        return toRefusal(sealed(error), {
          operation: call.operation,
          requestId,
          connectionName: call.connection,
          entry,
          held,
        });
      } finally {
        passage.leave();
      }
    },
    items: async function* (call) {
      const requestId = call.requestId ?? ids();
      const passage = inFlight.enter(call.signal);
      try {
        const { entry, held } = admit(call);
        yield* held.connection.items(entry.operation, call.input as never, optionsOf(call, passage.signal, requestId));
      } finally {
        passage.leave();
      }
    },
    drain: async (deadlineMs) => {
      draining = true;
      const patience = new AbortController();
      await Promise.race([inFlight.idle(), clock.sleep(deadlineMs, patience.signal).catch(() => undefined)]);
      patience.abort();
      return inFlight.cut(
        new ConnectorError("SHUTTING_DOWN", {
          message: "The gateway stopped before the call was finished.",
          outcome: "unknown",
        }),
      );
    },
  };
};

/** In a list a connector counts as simulated as soon as one of its connections is: the call decides for its own. */
const modeOf = (registry: Registry, connector: string): ConnectionMode =>
  registry.connections(connector).some(({ mode }) => mode === "mock") ? "mock" : "live";

const missing = ({ failures = [], registry }: GatewayDeps, connector: string, name = "default"): never => {
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

/**
 * One caller's key never meets another's. The prefix is part of the key that the upstream sees, and stays within its 255
 * characters. An invalid key is passed on as it is, to be refused where all are checked.
 */
const keyOfCaller = (caller: string, key: string): string => {
  if (key === "" || key.length > 255) return key;
  const own = `${caller}:${key}`;
  return own.length <= 255 ? own : createHash("sha256").update(own).digest("hex");
};

const sealed = (error: unknown): ConnectorError =>
  isConnectorError(error)
    ? error
    : new ConnectorError("INTERNAL", { message: "The gateway failed on this call.", outcome: "unknown", cause: error });
