import type { InboundEvent } from "@trunkline/core";
import type { Webhook } from "./verify.js";

/** Topics whose bodies are about a person, so that erasure must find them. */
const personal = /^(orders|order_transactions|customers|draft_orders|refunds|fulfillments|returns|customer)[/.]/;

/** What a topic's body is of, where the first word of the topic does not say it. */
const ofAnother: Readonly<Record<string, { readonly kind: string; readonly field: string }>> = {
  refunds: { kind: "order", field: "order_id" },
  fulfillments: { kind: "order", field: "order_id" },
  order_transactions: { kind: "order", field: "order_id" },
  inventory_levels: { kind: "inventory_item", field: "inventory_item_id" },
};

/** The event that a delivery tells of. */
export const toInboundEvent = (webhook: Webhook): InboundEvent => {
  const { topic, dedupeKey, triggeredAt, apiVersion, webhookId, eventId, shop, body } = webhook;
  const headers = { shop, "webhook-id": webhookId, "event-id": eventId, "api-version": apiVersion };
  return {
    type: topic,
    dedupeKey,
    orderingKey: orderingKeyOf(topic, body),
    subjects: personal.test(topic) ? subjectsOf(topic, body) : [],
    headers: Object.fromEntries(
      Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    payload: body,
    ...(triggeredAt !== undefined && { occurredAt: triggeredAt }),
  };
};

type Body = Webhook["body"];

const orderingKeyOf = (topic: string, body: Body): string => {
  if (topic === "customers/data_request" || topic === "customers/redact")
    return `customer:${idIn(objectIn(body, "customer"), "id") ?? "unknown"}`;
  const [word = topic] = topic.split(/[/.]/, 1);
  const { kind, field } = ofAnother[word] ?? { kind: word.replace(/s$/, ""), field: "id" };
  const id = idIn(body, field);
  return id === undefined ? topic : `${kind}:${id}`;
};

const subjectsOf = (topic: string, body: Body): readonly string[] => {
  const customer = topic.startsWith("customers/") && !("customer" in body) ? body : objectIn(body, "customer");
  const order = /^(orders)\//.test(topic) ? idIn(body, "id") : idIn(body, "order_id");
  const emails = [textIn(customer, "email"), textIn(body, "email"), textIn(body, "contact_email")];
  return [
    ...new Set([
      ...prefixed("customer", [idIn(customer, "id")]),
      ...prefixed("order", [order]),
      ...prefixed(
        "email",
        emails.map((email) => email?.toLowerCase()),
      ),
    ]),
  ];
};

/** Subjects under which a privacy request's person is known: the customer, their address and the orders it names. */
export const privacySubjects = (body: Readonly<Record<string, unknown>>): readonly string[] => {
  const customer = objectIn(body, "customer");
  const orders = [body.orders_requested, body.orders_to_redact].flatMap((ids) => (Array.isArray(ids) ? ids : []));
  return [
    ...prefixed("customer", [idIn(customer, "id")]),
    ...prefixed("email", [textIn(customer, "email")?.toLowerCase()]),
    ...prefixed("order", orders.map(String)),
  ];
};

const prefixed = (kind: string, values: readonly (string | undefined)[]): readonly string[] =>
  values.filter((value) => value !== undefined).map((value) => `${kind}:${value}`);

const objectIn = (body: Body, field: string): Body => {
  const value = body[field];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Body) : {};
};

const idIn = (body: Body, field: string): string | undefined => {
  const value = body[field];
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
};

const textIn = (body: Body, field: string): string | undefined => {
  const value = body[field];
  return typeof value === "string" && value !== "" ? value : undefined;
};
