import type { InboundWebhooks } from "@trunkline/core";

/** Whoever may send webhooks here: a connection's upstream, or a sender that was configured by name. */
export interface WebhookSource {
  /** Connector id, or the configured name. */
  readonly connector: string;
  /** Name of the connection. */
  readonly name: string;
  /** `tenant/connector/name`: under it its events and secrets are kept. */
  readonly connection: string;
  readonly webhooks: InboundWebhooks;
}

/** The sources, found by the two names in the path. */
export interface WebhookSources {
  readonly all: readonly WebhookSource[];
  find(connector: string, name: string): WebhookSource | undefined;
}

/** Sources by the path that they are reached under. */
export const createWebhookSources = (all: readonly WebhookSource[]): WebhookSources => {
  const byPath = new Map(all.map((source) => [`${source.connector}/${source.name}`, source]));
  return { all, find: (connector, name) => byPath.get(`${connector}/${name}`) };
};
