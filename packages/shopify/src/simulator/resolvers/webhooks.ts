import type { Context } from "../context.js";
import { type ListArguments, type Listing, searchRows, toCount, toListing } from "../listing.js";
import type { WebhookSubscription } from "../records/operations.js";
import type { Store } from "../state.js";
import { touch } from "../state.js";
import { type Fields, legacyId, userError } from "./fields.js";

const listing: Listing<WebhookSubscription> = {
  search: {
    id: ({ id }) => id,
    topic: ({ topic }) => topic,
    endpoint: ({ uri }) => uri,
    created_at: ({ createdAt }) => createdAt,
    updated_at: ({ updatedAt }) => updatedAt,
  },
  sort: { CREATED_AT: ({ createdAt }) => createdAt },
};

const toEndpoint = (uri: string) => {
  if (uri.startsWith("arn:")) return { __typename: "WebhookEventBridgeEndpoint", arn: uri };
  if (uri.startsWith("pubsub://")) {
    const [pubSubProject, pubSubTopic] = uri.slice("pubsub://".length).split(":");
    return { __typename: "WebhookPubSubEndpoint", pubSubProject, pubSubTopic };
  }
  return { __typename: "WebhookHttpEndpoint", callbackUrl: uri };
};

const subscription: Fields<WebhookSubscription> = {
  ...legacyId,
  endpoint: ({ uri }) => toEndpoint(uri),
  callbackUrl: ({ uri }) => uri,
  apiVersion: (_, __, { apiVersion }) => ({ handle: apiVersion, displayName: apiVersion, supported: true }),
};

interface Input {
  readonly uri?: string | null;
  readonly callbackUrl?: string | null;
  readonly filter?: string | null;
  readonly format?: string | null;
  readonly includeFields?: readonly string[] | null;
  readonly metafieldNamespaces?: readonly string[] | null;
  readonly name?: string | null;
}

const refuse = (field: readonly string[] | null, message: string) => ({
  webhookSubscription: null,
  userErrors: [userError(field, message)],
});

// Loopback over plain HTTP is allowed here, where the service insists on HTTPS: receivers run beside the simulator.
const isAddress = (uri: string): boolean =>
  uri.startsWith("arn:aws:events:") ||
  /^pubsub:\/\/[^:]+:.+/.test(uri) ||
  (URL.canParse(uri) && (uri.startsWith("https://") || /^http:\/\/(127\.|localhost|\[::1\])/.test(uri)));

const isTaken = (store: Store, topic: string, uri: string, filter: string | null, exceptId?: string) =>
  [...store.WebhookSubscription.values()].some(
    (each) =>
      each.id !== exceptId && each.topic === topic && each.uri === uri && (each.filter ?? "") === (filter ?? ""),
  );

const webhookSubscriptionCreate = (
  _: unknown,
  { topic, webhookSubscription: input }: { topic: string; webhookSubscription: Input },
  { store }: Context,
) => {
  const uri = input.uri ?? input.callbackUrl ?? "";
  if (uri === "") return refuse(["webhookSubscription", "callbackUrl"], "Address can't be blank");
  if (!isAddress(uri)) return refuse(["webhookSubscription", "callbackUrl"], "Address is invalid");
  if (topic.startsWith("METAOBJECTS_") && !input.filter?.includes("type:"))
    return refuse(
      ["webhookSubscription"],
      "The specified filter is invalid, please ensure you specify the field(s) you wish to filter on.",
    );
  if (isTaken(store, topic, uri, input.filter ?? null))
    return refuse(["webhookSubscription", "callbackUrl"], "Address for this topic has already been taken");
  const made: WebhookSubscription = {
    ...store.mint("WebhookSubscription"),
    topic,
    uri,
    filter: input.filter ?? null,
    format: input.format ?? "JSON",
    includeFields: [...(input.includeFields ?? [])],
    metafieldNamespaces: [...(input.metafieldNamespaces ?? [])],
    name: input.name ?? null,
    failures: 0,
  };
  store.WebhookSubscription.set(made.id, made);
  return { webhookSubscription: made, userErrors: [] };
};

const webhookSubscriptionUpdate = (
  _: unknown,
  { id, webhookSubscription: input }: { id: string; webhookSubscription: Input },
  { store }: Context,
) => {
  const found = store.WebhookSubscription.get(id);
  if (!found) return refuse(["id"], "Webhook subscription does not exist");
  const uri = input.uri ?? input.callbackUrl ?? found.uri;
  if (!isAddress(uri)) return refuse(["webhookSubscription", "callbackUrl"], "Address is invalid");
  if (isTaken(store, found.topic, uri, input.filter ?? found.filter, id))
    return refuse(["webhookSubscription", "callbackUrl"], "Address for this topic has already been taken");
  found.uri = uri;
  if (input.filter !== undefined) found.filter = input.filter;
  if (input.format != null) found.format = input.format;
  if (input.includeFields != null) found.includeFields = [...input.includeFields];
  if (input.metafieldNamespaces != null) found.metafieldNamespaces = [...input.metafieldNamespaces];
  if (input.name !== undefined) found.name = input.name;
  touch(store, found);
  return { webhookSubscription: found, userErrors: [] };
};

const webhookSubscriptionDelete = (_: unknown, { id }: { id: string }, { store }: Context) =>
  store.WebhookSubscription.delete(id)
    ? { deletedWebhookSubscriptionId: id, userErrors: [] }
    : { deletedWebhookSubscriptionId: null, userErrors: [userError(["id"], "Webhook subscription does not exist")] };

interface ListFilter extends ListArguments {
  readonly topics?: readonly string[] | null;
  readonly uri?: string | null;
  readonly callbackUrl?: string | null;
  readonly format?: string | null;
}

const chosen = (store: Store, { topics, uri, callbackUrl, format }: ListFilter) =>
  [...store.WebhookSubscription.values()].filter(
    (each) =>
      (!topics?.length || topics.includes(each.topic)) &&
      (!uri || each.uri === uri) &&
      (!callbackUrl || each.uri === callbackUrl) &&
      (!format || each.format === format),
  );

/** Webhook subscriptions. */
export const webhookResolvers = {
  WebhookSubscription: subscription,
  Mutation: { webhookSubscriptionCreate, webhookSubscriptionUpdate, webhookSubscriptionDelete } as Fields<unknown>,
  QueryRoot: {
    webhookSubscriptions: (_: unknown, args: ListFilter, context, info) =>
      toListing(chosen(context.store, args), listing, args, context, info),
    webhookSubscriptionsCount: (
      _: unknown,
      { query, limit }: { query?: string | null; limit?: number | null },
      context,
      info,
    ) =>
      toCount(searchRows([...context.store.WebhookSubscription.values()], listing, query, context, info).length, limit),
    webhookSubscription: (_: unknown, { id }: { id: string }, { store }) => store.WebhookSubscription.get(id),
  } satisfies Fields<unknown>,
};
