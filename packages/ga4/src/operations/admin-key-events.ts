import { decode, defineOperation, readAll, verdictOf } from "@trunkline/core";
import { z } from "zod";
import { editScope, readScope } from "../auth.js";
import { adminRead, adminWrite } from "../quotas.js";
import { KeyEvent, KeyEventWire, toKeyEvent } from "../schemas/admin-definitions.js";
import { nextCursor, propertyInput, tokenPage, tokenPageInput } from "../schemas/common.js";
import { adminDocs } from "../wire/docs-link.js";
import { adminUrl } from "../wire/hosts.js";
import { propertyName, resourceInput } from "../wire/names.js";
import { decodeList } from "./admin-list.js";
import { adminCacheMs } from "./report-facts.js";

/** Key events. */
export const listKeyEvents = defineOperation({
  id: "ga4.admin.keyEvents.list",
  summary: "List the key events of a property: what it counts as a conversion",
  docs: adminDocs("properties.keyEvents/list"),
  effect: "read",
  input: z.object({ ...propertyInput, ...tokenPageInput }),
  output: z.object({ keyEvents: z.array(KeyEvent), nextCursor }),
  pagination: { items: "keyEvents" },
  scopes: [[readScope, editScope]],
  keywords: ["conversions", "goals"],
  examples: [{ title: "What counts?", input: {} }],
  request: (input, { settings }) => ({
    method: "GET",
    path: adminUrl(`${propertyName(input, settings)}/keyEvents`),
    query: tokenPage(input),
  }),
  response: decodeList("keyEvents", KeyEventWire, toKeyEvent),
  quota: adminRead,
  cache: { ttlMs: adminCacheMs },
});

/** Makes an event count. */
export const createKeyEvent = defineOperation({
  id: "ga4.admin.keyEvents.create",
  summary: "Count an event as a key event from now on",
  description: "Look with ga4.admin.keyEvents.list first: an event can be one once.",
  docs: adminDocs("properties.keyEvents/create"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    ...propertyInput,
    eventName: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, "Letters, digits and underscores, beginning with a letter, at most 40"),
    countingMethod: z.enum(["ONCE_PER_EVENT", "ONCE_PER_SESSION"]).default("ONCE_PER_EVENT"),
    defaultValue: z
      .strictObject({ value: z.number(), currencyCode: z.string().regex(/^[A-Z]{3}$/) })
      .optional()
      .describe("For events that carry no value of their own"),
  }),
  verify: {
    read: async (call, write) => {
      const known = await readAll(call, listKeyEvents, { property: write.input.property, limit: 200 });
      const alike = known.filter(({ eventName }) => eventName === write.input.eventName);
      return verdictOf(
        alike.map((data) => ({ data, madeAt: data.createdAt })),
        write,
      );
    },
  },
  output: KeyEvent,
  scopes: [editScope],
  keywords: ["conversion", "goal", "mark"],
  examples: [{ title: "Enquiries", input: { eventName: "generate_lead", countingMethod: "ONCE_PER_SESSION" } }],
  request: ({ eventName, countingMethod, defaultValue, ...input }, { settings }) => ({
    method: "POST",
    path: adminUrl(`${propertyName(input, settings)}/keyEvents`),
    body: {
      eventName,
      countingMethod,
      ...(defaultValue && {
        defaultValue: { numericValue: defaultValue.value, currencyCode: defaultValue.currencyCode },
      }),
    },
  }),
  response: decode(KeyEventWire, toKeyEvent),
  quota: adminWrite,
});

/** Makes an event count no more. */
export const deleteKeyEvent = defineOperation({
  id: "ga4.admin.keyEvents.delete",
  summary: "Stop counting an event as a key event",
  description: "Reports lose it as a key event; the events themselves stay.",
  docs: adminDocs("properties.keyEvents/delete"),
  effect: "destroy",
  idempotency: "natural",
  input: z.object({
    name: resourceInput("keyEvents"),
    confirm: z.literal(true).describe("True: the caller knows that reports lose it"),
  }),
  output: z.object({ name: z.string(), deleted: z.literal(true) }),
  scopes: [editScope],
  keywords: ["conversion", "goal", "remove", "unmark"],
  examples: [{ title: "Delete", input: { name: "properties/123456789/keyEvents/3", confirm: true } }],
  request: ({ name }) => ({ method: "DELETE", path: adminUrl(name) }),
  response: decode(z.object({}), (_, { input }: { input: { name: string } }) => ({
    name: input.name,
    deleted: true as const,
  })),
  quota: adminWrite,
});
