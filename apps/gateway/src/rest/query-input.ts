import { ConnectorError, type Issue } from "@trunkline/core";
import type { JsonSchema } from "@trunkline/registry";
import { kindsOf, propertiesOf, resolveRef } from "./schema-kinds.js";

/** A parsed query: repeated names have a list. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * The input that a query states, coerced as far as the input's JSON Schema tells: numbers, booleans, repeated names as
 * lists, JSON for objects. What does not fit stays text, for the operation's own validation to name.
 * @throws ConnectorError `INVALID_INPUT` for what text alone cannot say: broken JSON, a single value given twice.
 */
export const parseQueryInput = (query: Query, schema: JsonSchema): Record<string, unknown> => {
  const properties = propertiesOf(schema, schema);
  const issues: Issue[] = [];
  const entries = Object.entries(query).flatMap(([name, given]) => {
    if (given === undefined) return [];
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const values = typeof given === "string" ? [given] : given;
    try {
      return [[name, property === undefined ? given : coerce(values, property, schema)]];
    } catch (cause) {
      issues.push({ path: name, message: (cause as Error).message });
      return [];
    }
  });
  if (issues.length > 0)
    throw new ConnectorError("INVALID_INPUT", {
      message: `The query does not fit: ${issues.map(({ path, message }) => `${path}: ${message}`).join("; ")}.`,
      issues,
    });
  return Object.fromEntries(entries) as Record<string, unknown>;
};

const coerce = (values: readonly string[], property: JsonSchema, root: JsonSchema): unknown => {
  const [first = ""] = values;
  const kinds = kindsOf(property, root);
  if (kinds.has("array")) {
    if (values.length === 1 && first.startsWith("[")) return parseJson(first);
    const items = itemsOf(property, root);
    if (values.length > 1 || kinds.size === 1)
      return values.map((value) => (items ? coerceOne(value, items, root) : value));
  }
  if (values.length > 1) throw new Error("given more than once");
  return coerceOne(first, property, root);
};

const coerceOne = (value: string, property: JsonSchema, root: JsonSchema): unknown => {
  const kinds = kindsOf(property, root);
  if ((kinds.has("object") || kinds.has("array")) && /^\s*[{[]/.test(value)) return parseJson(value);
  if (kinds.has("string") || kinds.size === 0) return value;
  if (kinds.has("boolean") && (value === "true" || value === "false")) return value === "true";
  if ((kinds.has("number") || kinds.has("integer")) && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value))
    return Number(value);
  if (kinds.has("null") && value === "null") return null;
  if (kinds.size === 1 && kinds.has("object")) return parseJson(value);
  return value;
};

const itemsOf = (property: JsonSchema, root: JsonSchema): JsonSchema | undefined => {
  const resolved = resolveRef(property, root);
  const options = [
    resolved,
    ...((resolved.anyOf ?? resolved.oneOf ?? []) as JsonSchema[]).map((option) => resolveRef(option, root)),
  ];
  return options.find(({ items }) => typeof items === "object")?.items as JsonSchema | undefined;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("must be JSON");
  }
};
