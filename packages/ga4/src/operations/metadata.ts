import { decode, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { readScope } from "../auth.js";
import { tokensOf } from "../quotas.js";
import { listOf, nextCursor, propertyInput, text } from "../schemas/common.js";
import { Field, MetadataWire, toFields } from "../schemas/metadata.js";
import { fieldsBody, fieldsInput, filtersBody, filtersInput } from "../schemas/report-input.js";
import { decodeOffset, nextOffset, offsetCursor } from "../wire/cursor.js";
import { dataDocs } from "../wire/docs-link.js";
import { dataPath } from "../wire/hosts.js";
import { propertyName } from "../wire/names.js";
import { dayMs } from "./report-facts.js";

const metadataInput = z.object({
  ...propertyInput,
  search: z.string().min(1).max(100).optional().describe("Words in name, title or description, e.g. revenue"),
  kind: z.enum(["dimension", "metric"]).optional(),
  customOnly: z.boolean().default(false).describe("Only what was registered in this property"),
  limit: z.number().int().min(1).max(1_000).default(50).describe("Fields per page: a property has several hundred"),
  cursor: offsetCursor,
});

/** What reports may ask for. */
const getMetadata = defineOperation({
  id: "ga4.metadata.get",
  summary: "Look up the dimensions and metrics that reports of a property may ask for",
  description: "Custom dimensions and metrics included. Property 0 gives the fields that all properties have.",
  docs: dataDocs("properties/getMetadata"),
  effect: "read",
  input: metadataInput,
  output: z.object({ fields: z.array(Field), total: z.number().int().describe("Fields that match"), nextCursor }),
  pagination: { items: "fields" },
  scopes: [readScope],
  keywords: ["schema", "fields", "names", "available metrics", "custom dimension", "catalogue"],
  examples: [
    { title: "What is there about revenue?", input: { search: "revenue" } },
    { title: "What was registered in this property?", input: { customOnly: true } },
  ],
  request: (input, { settings }) => ({ method: "GET", path: dataPath(`${propertyName(input, settings)}/metadata`) }),
  response: decode(MetadataWire, (wire, { input }: { input: z.output<typeof metadataInput> }) => {
    const offset = decodeOffset(input.cursor);
    const found = toFields(wire).filter((field) => fits(field, input));
    const fields = found.slice(offset, offset + input.limit);
    return { fields, total: found.length, ...nextOffset(offset, fields.length, found.length) };
  }),
  quota: tokensOf("core", 5),
  cache: { ttlMs: dayMs },
});

const fits = (field: Field, { search, kind, customOnly }: z.output<typeof metadataInput>): boolean => {
  if (kind !== undefined && field.kind !== kind) return false;
  if (customOnly && !field.custom) return false;
  const text = [field.name, field.title, field.description, field.category].join(" ").toLowerCase();
  return (search ?? "")
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};

/** `CheckCompatibilityResponse`. */
export const CompatibilityWire = z.object({
  dimensionCompatibilities: listOf(
    z.object({ compatibility: text, dimensionMetadata: z.object({ apiName: text }).nullish() }),
  ),
  metricCompatibilities: listOf(
    z.object({ compatibility: text, metricMetadata: z.object({ apiName: text }).nullish() }),
  ),
});

const names = z.array(z.string());
const candidates = z.array(z.string().min(1).max(200)).min(1).max(100).optional();

const compatibilityInput = z.object({
  ...propertyInput,
  ...fieldsInput,
  ...filtersInput,
  candidates: candidates.describe("Only these fields; default: all of the property"),
  show: z.enum(["all", "compatible", "incompatible"]).default("compatible"),
});

/** `CheckCompatibilityRequest`. */
export const compatibilityBody = (input: z.output<typeof compatibilityInput>) => ({
  ...fieldsBody(input),
  ...filtersBody(input),
  ...(input.show !== "all" && { compatibilityFilter: input.show.toUpperCase() }),
});

/** What goes together with what. */
const checkCompatibility = defineOperation({
  id: "ga4.compatibility.check",
  summary: "Find out which dimensions and metrics can be added to a report",
  description: "Google refuses the check itself (REJECTED) when the given set does not go together.",
  docs: dataDocs("properties/checkCompatibility"),
  effect: "read",
  input: compatibilityInput,
  output: z.object({
    compatible: z.object({ dimensions: names, metrics: names }),
    incompatible: z.object({ dimensions: names, metrics: names }),
  }),
  scopes: [readScope],
  keywords: ["incompatible", "combination", "valid fields", "which dimensions fit"],
  examples: [
    {
      title: "May item names be added to sessions?",
      input: { dimensions: ["date"], metrics: ["sessions"], candidates: ["itemName"], show: "all" },
    },
  ],
  request: (input, { settings }) => ({
    method: "POST",
    path: dataPath(`${propertyName(input, settings)}:checkCompatibility`),
    body: compatibilityBody(input),
  }),
  response: decode(CompatibilityWire, (wire, { input }: { input: { candidates?: readonly string[] | undefined } }) => {
    const wanted = input.candidates && new Set(input.candidates);
    const pick = (entries: readonly { readonly name?: string | null | undefined; readonly is: string }[], is: string) =>
      entries.flatMap((entry) =>
        entry.name && entry.is === is && (!wanted || wanted.has(entry.name)) ? [entry.name] : [],
      );
    const dimensions = (wire.dimensionCompatibilities ?? []).map(({ compatibility, dimensionMetadata }) => ({
      name: dimensionMetadata?.apiName,
      is: compatibility ?? "",
    }));
    const metrics = (wire.metricCompatibilities ?? []).map(({ compatibility, metricMetadata }) => ({
      name: metricMetadata?.apiName,
      is: compatibility ?? "",
    }));
    return {
      compatible: { dimensions: pick(dimensions, "COMPATIBLE"), metrics: pick(metrics, "COMPATIBLE") },
      incompatible: { dimensions: pick(dimensions, "INCOMPATIBLE"), metrics: pick(metrics, "INCOMPATIBLE") },
    };
  }),
  quota: tokensOf("core", 5),
  cache: { ttlMs: dayMs },
});

/** Branch `metadata` of the tree. */
export const metadata = { get: getMetadata };
/** Branch `compatibility` of the tree. */
export const compatibility = { check: checkCompatibility };
