import { decode, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { editScope, readScope } from "../auth.js";
import { adminRead, adminWrite } from "../quotas.js";
import { Property, PropertyWire, toProperty } from "../schemas/admin-properties.js";
import { invalidInput, nextCursor, propertyInput, tokenPage, tokenPageInput } from "../schemas/common.js";
import { adminDocs } from "../wire/docs-link.js";
import { adminUrl } from "../wire/hosts.js";
import { accountInput, accountName, propertyName } from "../wire/names.js";
import { decodeList } from "./admin-list.js";
import { adminCacheMs } from "./report-facts.js";

const scopes = [[readScope, editScope]];

const listInput = z.object({
  account: accountInput.optional().describe("Properties of this account, those below other properties included"),
  parentProperty: z
    .string()
    .regex(/^(?:properties\/)?\d{1,20}$/)
    .optional()
    .describe("Subproperties of this property"),
  firebaseProject: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/)
    .optional()
    .describe("Properties linked to this Firebase project"),
  showDeleted: z.boolean().default(false).describe("Those in the trash, too"),
  ...tokenPageInput,
});

/** Google refuses a list without a filter. */
const filterOf = ({ account, parentProperty, firebaseProject }: z.output<typeof listInput>): string => {
  const filters = [
    ...(account ? [`ancestor:${accountName(account)}`] : []),
    ...(parentProperty ? [`parent:${propertyName({ property: parentProperty }, {})}`] : []),
    ...(firebaseProject ? [`firebase_project:${firebaseProject}`] : []),
  ];
  const [filter] = filters;
  if (filter === undefined || filters.length > 1)
    throw invalidInput("account", "Give exactly one of account, parentProperty and firebaseProject");
  return filter;
};

/** Properties. */
export const listProperties = defineOperation({
  id: "ga4.admin.properties.list",
  summary: "List the properties of an account",
  description: "Give exactly one of account, parentProperty and firebaseProject.",
  docs: adminDocs("properties/list"),
  effect: "read",
  input: listInput,
  output: z.object({ properties: z.array(Property), nextCursor }),
  pagination: { items: "properties" },
  scopes,
  keywords: ["websites", "apps", "time zone", "currency"],
  examples: [{ title: "Properties of an account", input: { account: "100200300" } }],
  request: (input) => ({
    method: "GET",
    path: adminUrl("properties"),
    query: { filter: filterOf(input), ...tokenPage(input), showDeleted: input.showDeleted || undefined },
  }),
  response: decodeList("properties", PropertyWire, toProperty),
  quota: adminRead,
  cache: { ttlMs: adminCacheMs },
});

/** One property. */
export const getProperty = defineOperation({
  id: "ga4.admin.properties.get",
  summary: "Get one property with time zone, currency and service level",
  docs: adminDocs("properties/get"),
  effect: "read",
  input: z.object(propertyInput),
  output: Property,
  scopes,
  keywords: ["website", "time zone", "currency", "360", "details"],
  examples: [{ title: "Which time zone do reports use?", input: {} }],
  request: (input, { settings }) => ({ method: "GET", path: adminUrl(propertyName(input, settings)) }),
  response: decode(PropertyWire, toProperty),
  quota: adminRead,
  cache: { ttlMs: adminCacheMs },
});

/** Fields that may be changed, and what the API calls them. */
export const patchable = {
  title: "displayName",
  industryCategory: "industryCategory",
  timeZone: "timeZone",
  currencyCode: "currencyCode",
} as const;

const patchInput = z.object({
  ...propertyInput,
  title: z.string().min(1).max(100).optional(),
  industryCategory: z
    .string()
    .regex(/^[A-Z_]{3,40}$/)
    .optional()
    .describe("e.g. FOOD_AND_DRINK, SHOPPING"),
  timeZone: z
    .string()
    .regex(/^[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*$/)
    .optional()
    .describe("e.g. Europe/Berlin. Days before the change keep the old zone"),
  currencyCode: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
});

/** Changes a property. */
export const patchProperty = defineOperation({
  id: "ga4.admin.properties.patch",
  summary: "Change a property's title, industry, time zone or currency",
  description: "Only the fields given are changed. A new time zone leaves a gap or an overlap in reports.",
  docs: adminDocs("properties/patch"),
  effect: "write",
  idempotency: "natural",
  input: patchInput,
  output: Property,
  scopes: [editScope],
  keywords: ["rename", "update", "settings", "time zone", "currency"],
  examples: [{ title: "Rename", input: { title: "Nordlicht Tee" } }],
  request: (input, { settings }) => {
    const given = (Object.keys(patchable) as (keyof typeof patchable)[]).filter((field) => input[field] !== undefined);
    if (given.length === 0) throw invalidInput("title", "Give at least one field to change");
    return {
      method: "PATCH",
      path: adminUrl(propertyName(input, settings)),
      query: { updateMask: given.map((field) => patchable[field]).join(",") },
      body: Object.fromEntries(given.map((field) => [patchable[field], input[field]])),
    };
  },
  response: decode(
    PropertyWire,
    (
      wire,
      { input, warn }: { input: z.output<typeof patchInput>; warn(warning: { code: string; message: string }): void },
    ) => {
      if (input.timeZone !== undefined)
        warn({
          code: "TIME_ZONE_CHANGED",
          message: "Days before the change keep the old time zone: figures around it do not add up.",
        });
      return toProperty(wire);
    },
  ),
  quota: adminWrite,
});
