import { decode, defineOperation, readAll } from "@trunkline/core";
import { z } from "zod";
import { editScope, readScope } from "../auth.js";
import { adminRead, adminWrite } from "../quotas.js";
import {
  CustomDimension,
  CustomDimensionWire,
  CustomMetric,
  CustomMetricWire,
  toCustomDimension,
  toCustomMetric,
} from "../schemas/admin-definitions.js";
import { invalidInput, nextCursor, propertyInput, tokenPage, tokenPageInput } from "../schemas/common.js";
import { adminDocs } from "../wire/docs-link.js";
import { adminUrl } from "../wire/hosts.js";
import { propertyName, resourceInput } from "../wire/names.js";
import { decodeList } from "./admin-list.js";
import { adminCacheMs } from "./report-facts.js";

const scopes = [[readScope, editScope]];
const title = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_ ]{0,81}$/,
    "Letters, digits, spaces and underscores, beginning with a letter, at most 82",
  )
  .describe("As shown in Google Analytics");
const parameterName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, "Letters, digits and underscores, beginning with a letter, at most 40")
  .describe("The parameter of events, users or items that it shows. Cannot be changed later");
const description = z.string().max(150).optional();

/** Custom dimensions. */
export const listCustomDimensions = defineOperation({
  id: "ga4.admin.customDimensions.list",
  summary: "List the custom dimensions registered in a property",
  docs: adminDocs("properties.customDimensions/list"),
  effect: "read",
  input: z.object({ ...propertyInput, ...tokenPageInput }),
  output: z.object({ customDimensions: z.array(CustomDimension), nextCursor }),
  pagination: { items: "customDimensions" },
  scopes,
  keywords: ["custom fields", "event parameters", "user properties"],
  examples: [{ title: "What was registered?", input: {} }],
  request: (input, { settings }) => ({
    method: "GET",
    path: adminUrl(`${propertyName(input, settings)}/customDimensions`),
    query: tokenPage(input),
  }),
  response: decodeList("customDimensions", CustomDimensionWire, toCustomDimension),
  quota: adminRead,
  cache: { ttlMs: adminCacheMs },
});

/** Registers a parameter as a dimension. */
export const createCustomDimension = defineOperation({
  id: "ga4.admin.customDimensions.create",
  summary: "Register an event parameter, user property or item parameter as a custom dimension",
  description:
    "It fills from now on, not for the past. Look with ga4.admin.customDimensions.list first: a parameter can be registered once.",
  docs: adminDocs("properties.customDimensions/create"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    ...propertyInput,
    parameterName,
    title,
    scope: z.enum(["EVENT", "USER", "ITEM"]).default("EVENT"),
    description,
    disallowAdsPersonalization: z.boolean().optional().describe("Of user-scoped ones only"),
  }),
  verify: {
    read: async (call, { input: { property, parameterName: parameter, scope, title: wanted } }) => {
      const known = await readAll(call, listCustomDimensions, { property, limit: 200 });
      const found = known.find((one) => one.parameterName === parameter && one.scope === scope && one.title === wanted);
      return found ? { outcome: "executed", data: found } : { outcome: "not_executed" };
    },
  },
  output: CustomDimension,
  scopes: [editScope],
  keywords: ["register", "event parameter", "user property"],
  examples: [{ title: "Origin of the tea looked at", input: { parameterName: "tea_origin", title: "Tea origin" } }],
  request: ({ title: displayName, ...input }, { settings }) => ({
    method: "POST",
    path: adminUrl(`${propertyName(input, settings)}/customDimensions`),
    body: {
      parameterName: input.parameterName,
      displayName,
      scope: input.scope,
      description: input.description,
      disallowAdsPersonalization: input.disallowAdsPersonalization,
    },
  }),
  response: decode(CustomDimensionWire, toCustomDimension),
  quota: adminWrite,
});

/** Takes a dimension away. There is no way back. */
export const archiveCustomDimension = defineOperation({
  id: "ga4.admin.customDimensions.archive",
  summary: "Archive a custom dimension for good",
  description: "Reports lose it, and nothing brings it back.",
  docs: adminDocs("properties.customDimensions/archive"),
  effect: "destroy",
  idempotency: "natural",
  input: z.object({
    name: resourceInput("customDimensions"),
    confirm: z.literal(true).describe("True: the caller knows that this cannot be undone"),
  }),
  output: z.object({ name: z.string(), archived: z.literal(true) }),
  scopes: [editScope],
  keywords: ["remove", "delete", "unregister"],
  examples: [{ title: "Archive", input: { name: "properties/123456789/customDimensions/9", confirm: true } }],
  request: ({ name }) => ({ method: "POST", path: adminUrl(`${name}:archive`), body: {} }),
  response: decode(z.object({}), (_, { input }: { input: { name: string } }) => ({
    name: input.name,
    archived: true as const,
  })),
  quota: adminWrite,
});

/** Custom metrics. */
export const listCustomMetrics = defineOperation({
  id: "ga4.admin.customMetrics.list",
  summary: "List the custom metrics registered in a property",
  docs: adminDocs("properties.customMetrics/list"),
  effect: "read",
  input: z.object({ ...propertyInput, ...tokenPageInput }),
  output: z.object({ customMetrics: z.array(CustomMetric), nextCursor }),
  pagination: { items: "customMetrics" },
  scopes,
  keywords: ["custom fields", "event parameters", "numbers"],
  examples: [{ title: "What was registered?", input: {} }],
  request: (input, { settings }) => ({
    method: "GET",
    path: adminUrl(`${propertyName(input, settings)}/customMetrics`),
    query: tokenPage(input),
  }),
  response: decodeList("customMetrics", CustomMetricWire, toCustomMetric),
  quota: adminRead,
  cache: { ttlMs: adminCacheMs },
});

/** Registers a parameter as a metric. */
export const createCustomMetric = defineOperation({
  id: "ga4.admin.customMetrics.create",
  summary: "Register a numeric event parameter as a custom metric",
  description:
    "It fills from now on, not for the past. Look with ga4.admin.customMetrics.list first: a parameter can be registered once.",
  docs: adminDocs("properties.customMetrics/create"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    ...propertyInput,
    parameterName,
    title,
    measurementUnit: z
      .enum([
        "STANDARD",
        "CURRENCY",
        "FEET",
        "METERS",
        "KILOMETERS",
        "MILES",
        "MILLISECONDS",
        "SECONDS",
        "MINUTES",
        "HOURS",
      ])
      .default("STANDARD"),
    restrictedTypes: z
      .array(z.enum(["COST_DATA", "REVENUE_DATA"]))
      .min(1)
      .max(2)
      .optional()
      .describe("Required with CURRENCY, not allowed otherwise"),
    description,
  }),
  verify: {
    read: async (call, { input: { property, parameterName: parameter, title: wanted } }) => {
      const known = await readAll(call, listCustomMetrics, { property, limit: 200 });
      const found = known.find((one) => one.parameterName === parameter && one.title === wanted);
      return found ? { outcome: "executed", data: found } : { outcome: "not_executed" };
    },
  },
  output: CustomMetric,
  scopes: [editScope],
  keywords: ["register", "event parameter", "number"],
  examples: [
    {
      title: "Brewing time",
      input: { parameterName: "brew_seconds", title: "Brewing time", measurementUnit: "SECONDS" },
    },
  ],
  request: ({ title: displayName, ...input }, { settings }) => {
    if ((input.measurementUnit === "CURRENCY") !== (input.restrictedTypes !== undefined))
      throw invalidInput("restrictedTypes", "Required with measurementUnit CURRENCY, not allowed otherwise");
    return {
      method: "POST",
      path: adminUrl(`${propertyName(input, settings)}/customMetrics`),
      body: {
        parameterName: input.parameterName,
        displayName,
        measurementUnit: input.measurementUnit,
        scope: "EVENT",
        description: input.description,
        restrictedMetricType: input.restrictedTypes,
      },
    };
  },
  response: decode(CustomMetricWire, toCustomMetric),
  quota: adminWrite,
});
