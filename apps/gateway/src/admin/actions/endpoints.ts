import {
  DeliveryList,
  DeliveryQuery,
  Done,
  Endpoint,
  EndpointInput,
  EndpointList,
  EndpointPatch,
  EndpointRef,
  EndpointWithSecret,
  ResendInput,
  ResendRangeInput,
  ResendResult,
  RotateInput,
  TestResult,
} from "@trunkline/events";
import { z } from "zod";
import { defineAdminAction } from "../action.js";

/** `endpoints list`. */
export const listEndpoints = defineAdminAction({
  id: "endpoints.list",
  summary: "List where outgoing webhooks go",
  effect: "read",
  method: "GET",
  path: "/admin/endpoints",
  input: z.strictObject({}),
  output: EndpointList,
  table: { rows: "endpoints", columns: ["id", "enabled", "url", "types", "connections", "failingSince"] },
  run: ({ outgoing }) => outgoing.endpoints.list(),
});

/** `endpoints get`. */
export const getEndpoint = defineAdminAction({
  id: "endpoints.get",
  summary: "Show one endpoint",
  effect: "read",
  method: "GET",
  path: "/admin/endpoints/{id}",
  input: EndpointRef,
  output: Endpoint,
  run: ({ outgoing }, { id }) => outgoing.endpoints.get(id),
});

/** `endpoints create`. */
export const createEndpoint = defineAdminAction({
  id: "endpoints.create",
  summary: "Send events to an address from now on",
  description:
    "Messages follow Standard Webhooks; the answer has the secret that signs them, which is not shown again. The address must be https and public, unless TRUNKLINE_WEBHOOK_ALLOW_HOSTS names its host.",
  effect: "write",
  method: "POST",
  path: "/admin/endpoints",
  input: EndpointInput,
  output: EndpointWithSecret,
  words: { positional: ["url"] },
  examples: [
    {
      about: "Orders of every shop",
      input: { url: "https://hooks.example.com/trunkline", types: ["shopify.orders.*"] },
    },
    {
      about: "All that one connection tells, slowly",
      input: { url: "https://hooks.example.com/all", connections: ["default/shopify/default"], perSecond: 2 },
    },
  ],
  next: (_, { id }) => [{ about: "See whether it arrives", action: "endpoints.test", input: { id } }],
  run: ({ outgoing }, input, { actor }) => outgoing.endpoints.create(input, actor),
});

/** `endpoints update`. */
export const updateEndpoint = defineAdminAction({
  id: "endpoints.update",
  summary: "Change an endpoint's address, filters, rate or description",
  effect: "write",
  method: "POST",
  path: "/admin/endpoints/{id}",
  input: EndpointPatch,
  isIdempotent: true,
  words: { flags: { url: "send-to" } },
  examples: [{ about: "Another address", input: { id: `ep_${"0".repeat(32)}`, url: "https://hooks.example.com/new" } }],
  output: Endpoint,
  run: ({ outgoing }, patch, { actor }) => outgoing.endpoints.update(patch, actor),
});

/** `endpoints enable`. */
export const enableEndpoint = defineAdminAction({
  id: "endpoints.enable",
  summary: "Send to an endpoint again; what waited for it is tried at once",
  effect: "write",
  method: "POST",
  path: "/admin/endpoints/{id}/enable",
  isIdempotent: true,
  input: EndpointRef,
  output: Endpoint,
  run: ({ outgoing }, { id }, { actor }) => outgoing.endpoints.enable(id, actor),
});

/** `endpoints disable`. */
export const disableEndpoint = defineAdminAction({
  id: "endpoints.disable",
  summary: "Send nothing more to an endpoint until it is enabled",
  effect: "write",
  method: "POST",
  path: "/admin/endpoints/{id}/disable",
  isIdempotent: true,
  input: EndpointRef,
  output: Endpoint,
  run: ({ outgoing }, { id }, { actor }) => outgoing.endpoints.disable(id, actor),
});

/** `endpoints rotate-secret`. */
export const rotateEndpointSecret = defineAdminAction({
  id: "endpoints.rotate-secret",
  summary: "Sign with a new secret, and with the old one as well for a while",
  effect: "write",
  method: "POST",
  path: "/admin/endpoints/{id}/rotate-secret",
  input: RotateInput,
  output: EndpointWithSecret,
  run: ({ outgoing }, input, { actor }) => outgoing.endpoints.rotateSecret(input, actor),
});

/** `endpoints test`. */
export const testEndpoint = defineAdminAction({
  id: "endpoints.test",
  summary: "Send a test message now; a success enables an endpoint that was failing or gone",
  effect: "write",
  method: "POST",
  path: "/admin/endpoints/{id}/test",
  input: EndpointRef,
  output: TestResult,
  reachesOutside: true,
  trouble: ({ delivered, error, status }) =>
    delivered ? undefined : `The message did not arrive: ${error?.replace(/\.$/, "") ?? `it was answered ${status}`}.`,
  run: ({ outgoing }, { id }, { actor, signal }) => outgoing.endpoints.test(id, actor, signal),
});

/** `endpoints delete`. */
export const deleteEndpoint = defineAdminAction({
  id: "endpoints.delete",
  summary: "Remove an endpoint, with what waits for it and its log",
  effect: "destroy",
  method: "POST",
  path: "/admin/endpoints/{id}/delete",
  input: EndpointRef,
  output: Done,
  run: ({ outgoing }, { id }, { actor }) => outgoing.endpoints.remove(id, actor),
});

/** `deliveries list`. */
export const listDeliveries = defineAdminAction({
  id: "deliveries.list",
  summary: "List tries to deliver, the latest first",
  effect: "read",
  method: "GET",
  path: "/admin/deliveries",
  input: DeliveryQuery,
  output: DeliveryList,
  table: {
    rows: "deliveries",
    columns: ["id", "at", "endpointId", "type", "attempt", "status", "error", "durationMs"],
  },
  run: ({ outgoing }, query) => outgoing.endpoints.deliveries(query),
});

/** `deliveries resend`. */
export const resendDelivery = defineAdminAction({
  id: "deliveries.resend",
  summary: "Send one message again, under the same message id",
  effect: "write",
  method: "POST",
  path: "/admin/deliveries/{deliveryId}/resend",
  reachesOutside: true,
  input: ResendInput,
  output: ResendResult,
  run: ({ outgoing }, input, { actor }) => outgoing.endpoints.resend(input, actor),
});

/** `deliveries resend-range`. */
export const resendDeliveries = defineAdminAction({
  id: "deliveries.resend-range",
  summary: "Send an endpoint's messages of a range of events again",
  description: "At most 10,000 at once; what arrived, or is still being tried, is left out unless you ask for it.",
  effect: "write",
  method: "POST",
  path: "/admin/deliveries/resend-range",
  reachesOutside: true,
  input: ResendRangeInput,
  output: ResendResult,
  run: ({ outgoing }, input, { actor }) => outgoing.endpoints.resendRange(input, actor),
});
