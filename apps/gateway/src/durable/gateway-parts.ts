import type { Clock } from "@trunkline/core";
import type { EventHandler } from "@trunkline/events";
import type { Registry } from "@trunkline/registry";
import type { Logger } from "pino";
import type { GatewayConfig } from "../config.js";
import type { OpenConnections } from "../connections.js";
import { privacyHandlers } from "../handlers/privacy.js";
import { pollSchedules } from "../polls/poll-schedules.js";
import type { GatewayMetrics } from "../telemetry.js";
import { createBacklogGauge } from "../webhooks/backlog.js";
import type { ReceiverDeps } from "../webhooks/receiver.js";
import { createWebhookSecrets } from "../webhooks/secrets.js";
import type { WebhookSources } from "../webhooks/source.js";
import { webhookSourcesOf } from "../webhooks/sources-of.js";
import { receivingUrl, reconcileAll, subscriptionSchedule } from "../webhooks/subscriptions.js";
import type { Background } from "./background.js";
import { changeFeedsOf } from "./change-feeds.js";
import type { Durable } from "./durable.js";
import type { OpenDurableDeps } from "./open-durable.js";

/** Where the gateway listens, once it does. */
export interface ListeningAddress {
  readonly url: string | undefined;
  /** Resolves when it listens. */
  readonly known: Promise<void>;
  tell(url: string): void;
}

/** An address that is not known yet. */
export const createListeningAddress = (): ListeningAddress => {
  const { promise: known, resolve } = Promise.withResolvers<void>();
  let url: string | undefined;
  return {
    get url() {
      return url;
    },
    known,
    tell: (listening) => {
      url = listening;
      resolve();
    },
  };
};

/** What the durable parts of a gateway are made of. */
export interface GatewayPartsDeps {
  readonly config: GatewayConfig;
  readonly metrics: GatewayMetrics;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly address: ListeningAddress;
  readonly connections: Promise<OpenConnections>;
  /** The operator's own. */
  readonly handlers: readonly EventHandler[];
}

/** The handlers, schedules and sources that every gateway has. */
export const durableDeps = ({
  config,
  metrics,
  logger,
  registry,
  address,
  connections,
  handlers,
}: GatewayPartsDeps): OpenDurableDeps => {
  const findConnection = (key: string) =>
    registry.connections().find(({ connection }) => connection.key === key)?.connection;
  return {
    config,
    metrics: metrics.sink,
    logger,
    findConnection,
    parts: async (durable) => {
      const opened = await connections;
      const sources = webhookSourcesOf(opened, config.webhookSources);
      const publicUrlOf = ({ connector }: { readonly connector: string }): string | undefined =>
        // A simulator is on this machine and needs no public address.
        opened.simulators.has(connector) ? address.url : config.publicUrl || undefined;
      const subscribing = {
        sources,
        topics: config.webhookTopics,
        publicUrlOf,
        findConnection,
        metrics: metrics.sink,
        log: logger,
      };
      // The first time at once: nobody waits half an hour for the first webhook.
      void address.known.then(() => reconcileAll(subscribing, AbortSignal.timeout(firstLookMs)));
      void address.known.then(() => introduceSimulators(opened, address.url ?? ""));
      return {
        sources,
        handlers: [...privacyHandlers(durable), ...handlers],
        allowLoopback: opened.opened.every(({ mode }) => mode === "mock"),
        changeFeeds: () => changeFeedsOf(sources, findConnection),
        schedules: [subscriptionSchedule(subscribing), ...pollSchedules({ registered: opened.opened, durable })],
      };
    },
  };
};

const firstLookMs = 60_000;

/** Simulators of upstreams whose webhooks are made by hand send theirs here, as if somebody had. */
const introduceSimulators = async ({ receivers, simulators }: OpenConnections, url: string): Promise<void> => {
  for (const source of receivers) await simulators.get(source.connector)?.sendWebhooksTo?.(receivingUrl(url, source));
};

/** What the receiver of a gateway stands on. */
export const receiverDeps = ({
  config,
  durable,
  metrics,
  clock,
  sources,
}: {
  readonly config: GatewayConfig;
  readonly durable: Background<Durable>;
  readonly metrics: GatewayMetrics;
  readonly clock: Clock;
  readonly sources: WebhookSources;
}): ReceiverDeps => {
  const store = async () => (await durable.whenReady(storePatienceMs)).store;
  return {
    sources,
    secrets: createWebhookSecrets(store, clock),
    accept: async (event) => {
      const [accepted] = await (await durable.whenReady(storePatienceMs)).plane.inbox.accept([event]);
      if (!accepted) throw new TypeError("The inbox took the event and said nothing about it.");
      return accepted;
    },
    pressure: createBacklogGauge(store, config.webhookBacklog, clock),
    limits: {
      bodyBytes: config.webhookBodyLimitBytes,
      bodyTimeoutMs: config.webhookBodyTimeoutMs,
      perSecond: config.webhookRate,
      acceptTimeoutMs,
      atOnce,
    },
    metrics: metrics.sink,
    clock,
  };
};

/** A vendor waits five seconds in all. */
const storePatienceMs = 2_000;
const acceptTimeoutMs = 4_000;
const atOnce = 500;

/** The host that vendors address the gateway by is one of its own. */
export const publicHostOf = ({ publicUrl }: Pick<GatewayConfig, "publicUrl">): readonly string[] =>
  publicUrl === "" ? [] : [new URL(publicUrl).hostname.toLowerCase()];
