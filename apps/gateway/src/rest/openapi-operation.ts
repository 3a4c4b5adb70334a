import type { JsonSchema, OperationEntry } from "@trunkline/registry";
import { scopeOf } from "../auth/scopes.js";
import { bytesType, fileKeyOf, givesFile } from "./file.js";
import { successSchema } from "./openapi-components.js";
import { pathOf } from "./paths.js";
import { kindsOf, propertiesOf } from "./schema-kinds.js";

/** What one operation adds to the document. */
export interface OperationParts {
  readonly path: string;
  readonly methods: Readonly<Record<string, unknown>>;
  /** By component name. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

const failures = {
  "4XX": { $ref: "#/components/responses/CallerFailure" },
  "5XX": { $ref: "#/components/responses/ServerFailure" },
};
const parameter = (name: string) => ({ $ref: `#/components/parameters/${name}` });
const calling = ["Connection", "Deadline", "Lane"].map(parameter);

/** The path item and schemas of an operation: POST, for reads also GET. */
export const toOperationParts = (entry: OperationEntry): OperationParts => {
  const input = relocate(`${entry.id}.Input`, entry.inputSchema);
  const output = relocate(`${entry.id}.Output`, entry.outputSchema);
  return {
    path: pathOf(entry.id),
    methods: { ...(entry.effect === "read" && { get: toGet(entry) }), post: toPost(entry) },
    schemas: { ...input, ...output },
  };
};

const facts = (entry: OperationEntry) => ({
  tags: [entry.connector],
  summary: entry.summary,
  description: [
    entry.description,
    `Effect: \`${entry.effect}\`. Needs the scope \`${scopeOf(entry)}\`.${entry.effect === "read" ? "" : ` Repeating it: \`${entry.idempotency}\`.`}`,
  ]
    .filter(Boolean)
    .join("\n\n"),
  externalDocs: { url: entry.docs, description: "The upstream's page" },
  "x-effect": entry.effect,
  "x-contract-hash": entry.hash,
});

const success = (entry: OperationEntry) => ({
  description: "The operation's data, with warnings and how the call went",
  headers: { "X-Request-Id": { description: "Id of the request", schema: { type: "string" } } },
  content: {
    "application/json": { schema: successSchema({ $ref: `#/components/schemas/${entry.id}.Output` }) },
    ...(isStreamable(entry) && {
      "application/x-ndjson": {
        schema: {
          type: "string",
          description: 'One item per line, all pages; after a failure the last line is `{"error":…}`',
        },
      },
    }),
    ...(givesFile(entry) && {
      [bytesType]: { schema: { ...bytes, description: "The file itself, under its own media type, of any size" } },
    }),
  },
});

const bytes = { type: "string", format: "binary" } as const;

const isStreamable = ({ pageItems, operation }: OperationEntry): boolean =>
  pageItems !== undefined || ("stream" in operation && operation.stream !== undefined);

const toPost = (entry: OperationEntry) => ({
  operationId: entry.id,
  ...facts(entry),
  parameters: [...calling, ...(entry.effect === "read" ? [] : [parameter("IdempotencyKey")])],
  requestBody: {
    required: ((entry.inputSchema.required ?? []) as readonly string[]).length > 0,
    content: {
      "application/json": {
        schema: { $ref: `#/components/schemas/${entry.id}.Input` },
        ...(entry.examples.length > 0 && {
          examples: Object.fromEntries(
            entry.examples.map(({ title, input }, index) => [`example${index + 1}`, { summary: title, value: input }]),
          ),
        }),
      },
      ...(fileKeyOf(entry) !== undefined && {
        [bytesType]: {
          schema: {
            ...bytes,
            description: `The file itself in place of \`${fileKeyOf(entry)}\`; the rest of the input is then the query, as with GET`,
          },
        },
      }),
    },
  },
  responses: { "200": success(entry), ...failures },
});

const toGet = (entry: OperationEntry) => {
  const required = new Set((entry.inputSchema.required ?? []) as readonly string[]);
  const properties = propertiesOf(entry.inputSchema, entry.inputSchema);
  return {
    operationId: `${entry.id}.query`,
    ...facts(entry),
    parameters: [
      ...Object.keys(properties).map((name) => queryParameter(name, entry, properties[name] ?? {}, required.has(name))),
      ...calling,
      parameter("IfNoneMatch"),
    ],
    responses: {
      "200": withEtag(success(entry)),
      "304": { description: "The data is what the caller has" },
      ...failures,
    },
  };
};

const withEtag = (response: ReturnType<typeof success>) => ({
  ...response,
  headers: { ...response.headers, ETag: { description: "Validator of the data", schema: { type: "string" } } },
});

const queryParameter = (name: string, entry: OperationEntry, property: JsonSchema, required: boolean) => {
  const schema = rewriteRefs(property, `${entry.id}.Input`) as JsonSchema;
  const kinds = kindsOf(property, entry.inputSchema);
  const { description } = property;
  const common = { name, in: "query", required, ...(typeof description === "string" && { description }) };
  // A nested value has no agreed form in a query; as JSON it is unambiguous.
  return kinds.has("object") ? { ...common, content: { "application/json": { schema } } } : { ...common, schema };
};

/** A schema as a component, its own definitions beside it: what was `#/$defs/X` becomes `#/components/schemas/{name}.X`. */
const relocate = (name: string, { $defs, ...schema }: JsonSchema): Record<string, JsonSchema> => ({
  [name]: rewriteRefs(schema, name) as JsonSchema,
  ...Object.fromEntries(
    Object.entries(($defs ?? {}) as Record<string, JsonSchema>).map(([key, part]) => [
      `${name}.${key}`,
      rewriteRefs(part, name) as JsonSchema,
    ]),
  ),
});

const rewriteRefs = (node: unknown, name: string): unknown => {
  if (Array.isArray(node)) return node.map((part) => rewriteRefs(part, name));
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, part]) => [
      key,
      key === "$ref" && typeof part === "string" ? movedRef(part, name) : rewriteRefs(part, name),
    ]),
  );
};

const movedRef = (ref: string, name: string): string => {
  const target = `#/components/schemas/${name}`;
  return ref === "#" ? target : ref.replace(/^#\/\$defs\//, `${target}.`);
};
