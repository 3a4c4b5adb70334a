import { type Connection, type MetricsSink, unwrap } from "@trunkline/core";
import { defineSchedule, type EventLog, type Schedule } from "@trunkline/events";
import type { WantedTopics } from "../config/webhook-parsers.js";
import { operationOf } from "../durable/open-durable.js";
import type { WebhookSource, WebhookSources } from "./source.js";

/** What keeping subscriptions needs. */
export interface SubscriptionsDeps {
  readonly sources: WebhookSources;
  readonly topics: WantedTopics;
  /** Under which vendors reach the gateway; nothing: they cannot, so nothing is subscribed. */
  publicUrlOf(source: WebhookSource): string | undefined;
  findConnection(key: string): Connection | undefined;
  readonly metrics: MetricsSink;
  readonly log: EventLog;
}

/** What was found and done at one source. */
export interface Reconciled {
  readonly connection: string;
  /** Topics that were missing and are subscribed again. */
  readonly created: readonly string[];
  /** Topics that send here although nobody asked for them any more. They are told, not removed. */
  readonly unwanted: readonly string[];
}

/** Where a source's webhooks arrive. */
export const receivingUrl = (
  publicUrl: string,
  { connector, name }: Pick<WebhookSource, "connector" | "name">,
): string => `${publicUrl}/webhooks/${connector}/${name}`;

/** Compares what an upstream has with what is wanted, and makes what is missing. @throws ConnectorError */
export const reconcile = async (
  { topics, publicUrlOf, findConnection, metrics }: SubscriptionsDeps,
  source: WebhookSource,
  signal: AbortSignal,
): Promise<Reconciled | undefined> => {
  const { subscriptions } = source.webhooks;
  const publicUrl = publicUrlOf(source);
  const connection = findConnection(source.connection);
  if (!subscriptions || publicUrl === undefined || !connection) return undefined;
  const call = async (id: string, input: unknown): Promise<unknown> => {
    const operation = operationOf(connection, id);
    if (!operation) throw new TypeError(`${source.connector} has no operation ${id}`);
    return unwrap(
      await connection.execute(operation, input, { signal, lane: "bulk", fresh: true, caller: "subscriptions" }),
    );
  };
  const url = receivingUrl(publicUrl, source);
  const wanted = topics.of(source.connector, subscriptions.topics);
  const here = (await subscriptions.list(call)).filter((one) => one.url === url).map(({ topic }) => topic);
  const created = wanted.filter((topic) => !here.includes(topic));
  for (const topic of created) {
    await subscriptions.create(call, { topic, url });
    metrics.count("trunkline_webhook_subscriptions_healed_total", {
      connector: source.connector,
      connection: source.name,
    });
  }
  return { connection: source.connection, created, unwanted: here.filter((topic) => !wanted.includes(topic)) };
};

/** Every half hour: vendors delete subscriptions that failed for a while, and tell nobody. One source's failure stops no other. */
export const subscriptionSchedule = (deps: SubscriptionsDeps): Schedule =>
  defineSchedule({
    name: "webhook-subscriptions",
    summary: "Compares webhook subscriptions with what is wanted, and makes again what is missing",
    cron: "*/30 * * * *",
    run: async ({ signal }) => {
      const results = await reconcileAll(deps, signal);
      const failed = results.find((result) => result.status === "rejected");
      if (failed) throw failed.reason;
    },
  });

/** Reconciles every source. */
export const reconcileAll = async (
  deps: SubscriptionsDeps,
  signal: AbortSignal,
): Promise<readonly PromiseSettledResult<Reconciled | undefined>[]> => {
  const results = await Promise.allSettled(deps.sources.all.map((source) => reconcile(deps, source, signal)));
  for (const result of results) {
    if (result.status === "rejected")
      deps.log.warn({ err: result.reason }, "webhook subscriptions could not be compared");
    else if (result.value && result.value.created.length + result.value.unwanted.length > 0)
      deps.log.info(result.value, "webhook subscriptions compared");
  }
  return results;
};
