import type { JsonSchema } from "@trunkline/registry";

const maxRefs = 16;

/** A schema with its local `$ref` followed. */
export const resolveRef = (schema: JsonSchema, root: JsonSchema): JsonSchema => {
  let current = schema;
  for (let hops = 0; hops < maxRefs && typeof current.$ref === "string"; hops++) {
    const found = current.$ref === "#" ? root : lookUp(root, current.$ref);
    if (!found) return {};
    current = found;
  }
  return current;
};

const lookUp = (root: JsonSchema, ref: string): JsonSchema | undefined =>
  ref
    .replace(/^#\//, "")
    .split("/")
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], root) as
    | JsonSchema
    | undefined;

/** The JSON types that a schema lets through, unions included; none when it does not say. */
export const kindsOf = (schema: JsonSchema, root: JsonSchema, depth = 0): ReadonlySet<string> => {
  const resolved = resolveRef(schema, root);
  if (depth > maxRefs) return new Set();
  if (resolved.type !== undefined) return new Set([resolved.type].flat() as string[]);
  if (resolved.const !== undefined) return new Set([kindOf(resolved.const)]);
  if (Array.isArray(resolved.enum)) return new Set(resolved.enum.map(kindOf));
  const options = (resolved.anyOf ?? resolved.oneOf ?? resolved.allOf ?? []) as readonly JsonSchema[];
  return new Set(options.flatMap((option) => [...kindsOf(option, root, depth + 1)]));
};

/** Properties of an object schema, those of its alternatives included. */
export const propertiesOf = (schema: JsonSchema, root: JsonSchema, depth = 0): Readonly<Record<string, JsonSchema>> => {
  const resolved = resolveRef(schema, root);
  if (depth > maxRefs) return {};
  const parts = [resolved.anyOf, resolved.oneOf, resolved.allOf].flatMap(
    (options) => (options ?? []) as readonly JsonSchema[],
  );
  return Object.assign({}, ...parts.map((part) => propertiesOf(part, root, depth + 1)), resolved.properties);
};

const kindOf = (value: unknown): string => {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
};
