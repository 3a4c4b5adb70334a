import type { JsonSchema, OperationEntry } from "@trunkline/registry";
import type { Gateway } from "../gateway.js";
import { briefEnvelopeSchema, envelopeSchema } from "./envelope-schema.js";
import { deepFreeze, leanSchema, outlineSchema } from "./json-schema.js";
import { type AnswerShape, refusal, toAnswer, toAnswerShape } from "./result.js";
import {
  hintsOf,
  type McpTool,
  type ToolAnswer,
  type ToolArguments,
  type ToolContext,
  type ToolDefinition,
} from "./tool.js";
import { toToolName } from "./tool-name.js";

/** What a caller may say about a call beside the operation's own input. */
export interface CallExtras {
  readonly connection?: string;
  readonly idempotencyKey?: string;
  readonly fields?: readonly string[];
}

/** A call of an operation, split into the operation's input and what concerns the call. */
export interface OperationCall extends CallExtras {
  readonly input: Readonly<Record<string, unknown>>;
}

/** Calls an operation for a tool. Never rejects. */
export const callOperation = async (
  gateway: Gateway,
  entry: OperationEntry,
  shape: AnswerShape,
  { input, connection, idempotencyKey, fields }: OperationCall,
  context: ToolContext,
): Promise<ToolAnswer> => {
  const envelope = await gateway.call({
    principal: context.principal,
    operation: entry.id,
    input,
    ...(connection !== undefined && { connection }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    ...(context.signal && { signal: context.signal }),
    ...(context.requestId !== undefined && { requestId: context.requestId }),
    ...(context.onProgress && { onProgress: context.onProgress }),
  });
  return toAnswer(envelope, { shape, ...(fields && { fields }) });
};

/** Lists an operation as a tool of its own, and calls it. The definition is frozen; it depends on nothing but the entry. */
export const toTool = (entry: OperationEntry, gateway: Gateway): McpTool => {
  const extras = extrasOf(entry);
  const shape = toAnswerShape(entry);
  return {
    definition: definitionOf(entry, extras),
    effect: entry.effect,
    call: (args, context) => {
      const call = splitArguments(args, extras);
      return "refused" in call ? Promise.resolve(call.refused) : callOperation(gateway, entry, shape, call, context);
    },
  };
};

const definitionOf = (entry: OperationEntry, extras: Extras): ToolDefinition => {
  const { $schema: _, properties = {}, ...rest } = entry.inputSchema;
  return deepFreeze({
    name: toToolName(entry.id),
    title: titleOf(entry.id),
    description: describe(entry),
    inputSchema: leanSchema({ type: "object", ...rest, properties: { ...(properties as JsonSchema), ...extras } }),
    outputSchema: envelopeSchema(entry.outputSchema),
    annotations: hintsOf(entry.effect, { idempotent: entry.idempotency === "natural", openWorld: true }),
  });
};

/** The same tool for lists that must stay short: `describe_operation` tells the rest. */
export const toBriefTool = ({ definition, ...tool }: McpTool): McpTool => ({
  ...tool,
  definition: deepFreeze({
    ...definition,
    inputSchema: outlineSchema(definition.inputSchema),
    outputSchema: briefEnvelopeSchema,
  }),
});

/** `shopify.draftOrders.list` → `Shopify: draft orders list`. */
const titleOf = (id: string): string => {
  const [connector = "", ...words] = id
    .split(".")
    .map((part) => part.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase());
  return `${connector.charAt(0).toUpperCase()}${connector.slice(1)}: ${words.join(" ")}`;
};

/** Summary, description and what repeating the call does. */
export const describe = (entry: OperationEntry): string =>
  [entry.summary, entry.description, effectNote(entry)].filter(Boolean).map(sentence).join(" ");

const sentence = (text: string | undefined): string => (text && !/[.!?]$/.test(text) ? `${text}.` : (text ?? ""));

const effectNote = ({ effect, idempotency }: OperationEntry): string | undefined => {
  if (effect === "read") return undefined;
  const what = effect === "destroy" ? "Cannot be undone" : "Changes data";
  if (idempotency === "natural") return `${what}; repeating it changes nothing further`;
  if (idempotency === "key") return `${what}; repeat it only with the same idempotencyKey`;
  return `${what}; repeating it may do it twice`;
};

type Extras = Readonly<Record<string, JsonSchema>>;

const extraSchemas = {
  connection: { type: "string", description: "Account, from list_connections" },
  idempotencyKey: {
    type: "string",
    minLength: 1,
    maxLength: 255,
    description: "Same key, same input: done once",
  },
  fields: { type: "array", items: { type: "string" }, description: "Dotted paths of data to keep" },
} as const satisfies Record<keyof CallExtras, JsonSchema>;

/** Where the operation's own input has a property of that name, the operation's meaning wins and ours is not offered. */
const extrasOf = ({ effect, inputSchema, outputSchema }: OperationEntry): Extras => {
  const own = (inputSchema.properties ?? {}) as JsonSchema;
  const offered: readonly (keyof CallExtras)[] = [
    "connection",
    ...(effect === "read" ? [] : (["idempotencyKey"] as const)),
    ...(outputSchema.type === "object" ? (["fields"] as const) : []),
  ];
  return Object.fromEntries(
    offered.filter((name) => !Object.hasOwn(own, name)).map((name) => [name, extraSchemas[name]]),
  );
};

const splitArguments = (args: ToolArguments, extras: Extras): OperationCall | { readonly refused: ToolAnswer } => {
  const entries = Object.entries(args);
  const ours = Object.fromEntries(
    entries.filter(([name, value]) => Object.hasOwn(extras, name) && value !== undefined && value !== null),
  );
  const refused = invalidExtras(ours);
  if (refused) return { refused };
  return {
    ...(ours as CallExtras),
    input: Object.fromEntries(entries.filter(([name]) => !Object.hasOwn(extras, name))),
  };
};

const invalidExtras = ({
  connection,
  idempotencyKey,
  fields,
}: Readonly<Record<string, unknown>>): ToolAnswer | undefined => {
  const issues = [
    ...(connection === undefined || typeof connection === "string"
      ? []
      : [{ path: "connection", message: "Expected a string" }]),
    ...(idempotencyKey === undefined || typeof idempotencyKey === "string"
      ? []
      : [{ path: "idempotencyKey", message: "Expected a string" }]),
    ...(fields === undefined || isStrings(fields)
      ? []
      : [{ path: "fields", message: 'Expected a list of strings, e.g. ["id"]' }]),
  ];
  if (issues.length === 0) return undefined;
  return refusal("INVALID_INPUT", { message: "The arguments do not match the tool's schema.", issues });
};

const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");
