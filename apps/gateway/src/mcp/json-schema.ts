import type { JsonSchema } from "@trunkline/registry";

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Keywords whose value maps names to schemas. */
const maps = new Set(["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"]);
/** Keywords whose value is a schema. */
const single = new Set(["items", "additionalProperties", "contains", "not", "if", "then", "else", "propertyNames"]);
/** Keywords whose value is a list of schemas. */
const lists = new Set(["anyOf", "oneOf", "allOf", "prefixItems"]);

const mapChildren = (schema: JsonSchema, visit: (child: JsonSchema) => JsonSchema): JsonSchema =>
  Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (maps.has(keyword) && isSchema(value))
        return [
          keyword,
          Object.fromEntries(
            Object.entries(value).map(([name, child]) => [name, isSchema(child) ? visit(child) : child]),
          ),
        ];
      if (single.has(keyword) && isSchema(value)) return [keyword, visit(value)];
      if (lists.has(keyword) && Array.isArray(value))
        return [keyword, value.map((child) => (isSchema(child) ? visit(child) : child))];
      return [keyword, value];
    }),
  );

/**
 * The schema with every property optional, all the way down: what a projection of a value that fits still fits.
 * `oneOf` becomes `anyOf`, because a part may fit several of its members.
 */
export const partialSchema = (schema: JsonSchema): JsonSchema => {
  const { required: _, oneOf, $schema: __, ...rest } = schema;
  return mapChildren(oneOf === undefined ? rest : { ...rest, anyOf: oneOf }, partialSchema);
};

/** Bounds that zod states for every integer and that tell a reader nothing. */
const isSafeBound = (keyword: string, value: unknown): boolean =>
  (keyword === "minimum" || keyword === "maximum") && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;

/**
 * The schema without what only a validator needs: bounds of safe integers, and patterns of what a format already says.
 * Whoever runs the operation checks all of it.
 */
export const leanSchema = (schema: JsonSchema): JsonSchema =>
  mapChildren(
    Object.fromEntries(
      Object.entries(schema).filter(
        ([keyword, value]) => !isSafeBound(keyword, value) && !(keyword === "pattern" && "format" in schema),
      ),
    ),
    leanSchema,
  );

const bounds = new Set(["pattern", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"]);

/** The same for lists that must stay short: without patterns and bounds, which an error would name. */
export const briefSchema = (schema: JsonSchema): JsonSchema =>
  mapChildren(
    Object.fromEntries(Object.entries(leanSchema(schema)).filter(([keyword]) => !bounds.has(keyword))),
    briefSchema,
  );

/** By depth: the input itself, its properties, what lies in them, and what lies deeper. */
const outlined: readonly ReadonlySet<string>[] = [
  new Set(["type", "properties", "required", "additionalProperties"]),
  new Set(["type", "properties", "required", "description", "enum", "items"]),
  new Set(["type", "properties", "required", "enum", "items"]),
  new Set(["type", "enum"]),
];
/** What every list takes, and the instructions explain. */
const selfEvident = new Set(["limit", "cursor", "connection", "fields"]);

/**
 * What a model must know of an input to make a plain call: names and types, which are required, and the first clause of
 * each description. It admits whatever the whole schema admits; `describe_operation` has that.
 */
export const outlineSchema = (schema: JsonSchema, depth = 0, isEvident = false): JsonSchema => {
  const keywords = outlined[Math.min(depth, outlined.length - 1)] as ReadonlySet<string>;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => keywords.has(keyword) && !(isEvident && keyword === "description"))
      .map(([keyword, value]) => [keyword, outlineOf(keyword, value, depth)]),
  );
};

const outlineOf = (keyword: string, value: unknown, depth: number): unknown => {
  if (keyword === "description") return firstClause(String(value));
  if (keyword === "items" && isSchema(value)) return outlineSchema(value, depth + 1);
  if (keyword !== "properties" || !isSchema(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [
      name,
      isSchema(child) ? outlineSchema(child, depth + 1, depth === 0 && selfEvident.has(name)) : child,
    ]),
  );
};

/** Up to the first full stop or semicolon that ends something: not that of `e.g.`. */
const firstClause = (text: string): string => text.split(/(?<!\b(?:e\.g|i\.e))[.;] /, 1)[0] ?? text;

/**
 * Splits a whole document into what can stand inside another and the definitions that must move to its root.
 * A document that refers to its own root becomes a definition itself.
 */
export const embeddable = (
  document: JsonSchema,
): { readonly schema: JsonSchema; readonly defs: Readonly<Record<string, unknown>> } => {
  const { $schema: _, $defs = {}, ...root } = document;
  const schema = rebased(root);
  const defs = isSchema($defs)
    ? Object.fromEntries(Object.entries($defs).map(([name, def]) => [name, isSchema(def) ? rebased(def) : def]))
    : {};
  const refersToRoot = JSON.stringify(document).includes('"$ref":"#"');
  return refersToRoot ? { schema: { $ref: "#/$defs/root" }, defs: { ...defs, root: schema } } : { schema, defs };
};

const rebased = (schema: JsonSchema): JsonSchema =>
  mapChildren(schema.$ref === "#" ? { ...schema, $ref: "#/$defs/root" } : schema, rebased);

/** Dotted paths of the properties that a value can have, lists stepped through, nearest first, at most `max`. */
export const propertyPaths = (schema: JsonSchema, max: number): readonly string[] => {
  const found = new Set<string>();
  const queue: { readonly node: JsonSchema; readonly prefix: string; readonly depth: number }[] = [
    { node: schema, prefix: "", depth: 0 },
  ];
  for (let next = queue.shift(); next && found.size < max; next = queue.shift()) {
    for (const [name, child] of propertiesOf(next.node, schema)) {
      const path = next.prefix ? `${next.prefix}.${name}` : name;
      if (found.has(path)) continue;
      if (found.size < max) found.add(path);
      if (next.depth < 6) queue.push({ node: child, prefix: path, depth: next.depth + 1 });
    }
  }
  return [...found];
};

/** Name and schema of each property, seen through references, unions and lists. */
export const propertiesOf = (
  schema: JsonSchema,
  root: JsonSchema,
  depth = 0,
): readonly (readonly [string, JsonSchema])[] => {
  if (depth > 8) return [];
  const node = resolve(schema, root);
  const own = isSchema(node.properties)
    ? Object.entries(node.properties).filter((entry): entry is [string, JsonSchema] => isSchema(entry[1]))
    : [];
  const inner = [
    node.items,
    ...[...lists].flatMap((keyword) => (Array.isArray(node[keyword]) ? (node[keyword] as unknown[]) : [])),
  ].filter(isSchema);
  return [...own, ...inner.flatMap((child) => propertiesOf(child, root, depth + 1))];
};

const resolve = (schema: JsonSchema, root: JsonSchema): JsonSchema => {
  if (schema.$ref === "#") return root;
  if (typeof schema.$ref !== "string") return schema;
  const name = schema.$ref.replace(/^#\/\$defs\//, "");
  const target = isSchema(root.$defs) ? root.$defs[name] : undefined;
  return isSchema(target) ? target : {};
};

/** Freezes a JSON value all the way down and returns it. */
export const deepFreeze = <T>(value: T): T => {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const child of Object.values(value)) deepFreeze(child);
  return value;
};
