import { randomUUID } from "node:crypto";
import {
  type Clock,
  type Connection,
  ConnectorError,
  listOperations,
  type MetricsSink,
  systemClock,
  toErrorEnvelope,
} from "@trunkline/core";
import {
  type CallOperation,
  type ChangeFeed,
  createDurablePlane,
  createFeed,
  createFeedHandler,
  createLedger,
  createOutgoing,
  type EventHandler,
  type EventLog,
  type Schedule,
  verifyThrough,
} from "@trunkline/events";
import { isStoreError, openStore, type Store } from "@trunkline/store";
import type { GatewayConfig } from "../config.js";
import type { WebhookSources } from "../webhooks/source.js";
import { type Background, neverInBackground, openInBackground } from "./background.js";
import type { Durable } from "./durable.js";
import { toStoreSettings } from "./store-settings.js";

/** What needs the database and what it does there. */
export interface DurableParts {
  readonly sources: WebhookSources;
  readonly handlers: readonly EventHandler[];
  readonly schedules: readonly Schedule[];
  /** Connections that can be asked what changed. */
  changeFeeds(): readonly ChangeFeed[];
  /** Whether outgoing webhooks may go to this machine: where nothing is live. */
  readonly allowLoopback: boolean;
}

/** What the durable parts stand on. */
export interface OpenDurableDeps {
  readonly config: GatewayConfig;
  readonly metrics: MetricsSink;
  readonly logger: EventLog;
  /** The open connection of a key `tenant/connector/name`. */
  findConnection(key: string): Connection | undefined;
  /** Asked once the database is there. `durable` gives what this will have been opened as. */
  parts(durable: () => Durable | undefined): Promise<DurableParts>;
  readonly clock?: Clock;
}

/** What no repeat cures while this process lives: another one has the directory, or there are no programs to run. */
const finalCodes: ReadonlySet<string> = new Set(["IN_USE", "NO_BINARIES"]);

/** Whether no repeat in this process can open the database. */
export const isFinalFailure = (error: unknown): boolean => isStoreError(error) && finalCodes.has(error.code);

/** Why the database did not open: a sentence for a person. */
export const reasonOfFailure = (error: unknown): string =>
  isStoreError(error) ? error.message : "it failed in a way that the log tells.";

/**
 * Begins to open the database and what stands on it. Reads and lists do not wait for it. One that cannot be had in this
 * process leaves the gateway without its durable parts; one that is away is tried again until it answers.
 */
export const openDurable = (deps: OpenDurableDeps): Background<Durable> => {
  const { config, logger, clock = systemClock } = deps;
  if (config.store === "off") return neverInBackground("TRUNKLINE_STORE is off.");
  const settings = toStoreSettings(config);
  const onTrouble = (err: unknown) => logger.warn({ err }, "database");
  const opened: Background<Durable> = openInBackground({
    open: async () => {
      const store = await openStore(settings, { onTrouble });
      try {
        return await startDurable(store, deps, () => opened.value, clock);
      } catch (error) {
        await store.close();
        throw error;
      }
    },
    close: async ({ plane, ledger, feed, outgoing, store }) => {
      await feed.stop();
      await plane.drain(config.drainMs);
      await outgoing.close();
      await ledger.stop();
      await store.close();
    },
    isFinal: isFinalFailure,
    reasonOf: reasonOfFailure,
    clock,
    onTrouble: (err, isFinal) =>
      isFinal
        ? logger.warn({ reason: (err as Error).message }, "running without the durable parts")
        : logger.error({ err }, "the database could not be opened; trying again"),
  });
  return opened;
};

const startDurable = async (
  store: Store,
  { config, metrics, logger, ...deps }: OpenDurableDeps,
  durable: () => Durable | undefined,
  clock: Clock,
): Promise<Durable> => {
  const { sources, handlers, schedules, changeFeeds, allowLoopback } = await deps.parts(durable);
  const ledger = createLedger({
    store,
    replicaId: randomUUID(),
    verify: verifyThrough(deps.findConnection),
    clock,
    metrics,
    onTrouble: (err) => logger.warn({ err }, "write ledger"),
  });
  const feed = createFeed({ store, clock });
  const outgoing = createOutgoing({ store, allowHosts: config.webhookAllowHosts, allowLoopback, clock });
  const plane = createDurablePlane({
    store,
    handlers: [createFeedHandler({ clock }), ...handlers],
    consumers: [outgoing.consumer],
    schedules,
    changeFeeds,
    worker: { leaseMs: config.workLeaseMs },
    call: callThrough(deps.findConnection),
    clock,
    random: Math.random,
    ids: randomUUID,
    metrics,
    logger,
    limits: { payloadBytes: config.webhookBodyLimitBytes },
    retention: retentionOf(config),
  });
  ledger.start();
  plane.start();
  feed.start();
  return { store, plane, ledger, feed, outgoing, sources };
};

const retentionOf = ({
  eventDays,
  workDays,
  attemptDays,
  writeDays,
  deliveryDays,
  feedDays,
  auditDays,
}: GatewayConfig) => ({
  eventDays,
  workDays,
  attemptDays,
  writeDays,
  deliveryDays,
  feedDays,
  auditDays,
});

/** How handlers call operations: on the open connection, whose writes pass the ledger, in the lane that lets people go first. */
export const callThrough =
  (findConnection: (key: string) => Connection | undefined): CallOperation =>
  async ({ connection: key, operation: id, input, idempotencyKey, caller, signal }) => {
    const connection = findConnection(key);
    const operation = connection && operationOf(connection, id);
    if (connection && operation)
      return connection.execute(operation, input, { idempotencyKey, caller, signal, lane: "bulk" });
    const [, connector = "", name = ""] = key.split("/");
    const error = connection
      ? new ConnectorError("UNKNOWN_OPERATION", { message: `There is no operation "${id}".` })
      : new ConnectorError("UNKNOWN_CONNECTION", { message: `The connection ${key} is not open.` });
    const meta = {
      connector,
      connectorVersion: "",
      apiVersion: "",
      connection: name,
      operation: id,
      requestId: idempotencyKey,
      attempts: 0,
      durationMs: 0,
      queuedMs: 0,
      cache: "none",
    } as const;
    return { ok: false, error: toErrorEnvelope(error), meta };
  };

/** An operation of a connection by its id. */
export const operationOf = ({ connector }: Connection, id: string) =>
  listOperations(connector.operations).find((operation) => operation.id === id);
