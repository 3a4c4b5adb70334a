import {
  ConnectorError,
  type ConnectorErrorFields,
  type Envelope,
  type ErrorCode,
  toErrorEnvelope,
} from "@trunkline/core";
import type { OperationEntry } from "@trunkline/registry";
import { createAnswerWriter, type Successful, type WriteAnswer } from "./answer-writer.js";
import { toErrorText } from "./error-text.js";
import { propertyPaths } from "./json-schema.js";
import { project, unknownFields } from "./projection.js";
import { shrink } from "./shrink.js";
import type { ToolAnswer } from "./tool.js";

/** Longest data of one answer: about 10,000 tokens of JSON. Characters. */
export const maxDataChars = 40_000;

/** Names under which inputs call the size of a page. */
const pageSizeInputs = ["limit", "first", "pageSize", "maxResults", "rowLimit"];

/** What an operation's answers look like, worked out once. */
export interface AnswerShape {
  readonly pageItems?: string;
  /** Name of the input that sets the page size. */
  readonly pageSizeInput?: string;
  /** Every dotted path that the data can have. */
  readonly paths: () => ReadonlySet<string>;
  readonly write: WriteAnswer;
}

/** The shape of an operation's answers. */
export const toAnswerShape = ({ pageItems, inputSchema, outputSchema }: OperationEntry): AnswerShape => {
  const inputs =
    typeof inputSchema.properties === "object" && inputSchema.properties !== null ? inputSchema.properties : {};
  const pageSizeInput = pageSizeInputs.find((name) => Object.hasOwn(inputs, name));
  let known: ReadonlySet<string> | undefined;
  return {
    ...(pageItems !== undefined && { pageItems }),
    ...(pageSizeInput !== undefined && { pageSizeInput }),
    paths: () => {
      known ??= new Set(propertyPaths(outputSchema, 4_000));
      return known;
    },
    write: createAnswerWriter(),
  };
};

/** How one answer is shaped. */
export interface AnswerOptions {
  readonly shape: AnswerShape;
  /** Dotted paths to keep. Empty: everything. */
  readonly fields?: readonly string[];
  /** Default {@link maxDataChars}. */
  readonly maxChars?: number;
}

/** The answer of an operation as a tool's: projected, kept readable; a failure says what to do next. */
export const toAnswer = (
  envelope: Envelope<unknown>,
  { shape, fields = [], maxChars = maxDataChars }: AnswerOptions,
): ToolAnswer => {
  if (!envelope.ok) return failure(envelope);
  const answered = fields.length > 0 ? selected(envelope, shape, fields) : envelope;
  const whole = shape.write(answered);
  if (whole.text.length <= maxChars) return whole;
  const { warnings, data, meta } = answered;
  const shrunk = shrink(data, { ...shape, maxChars });
  return success({ ok: true, data: shrunk.data, warnings: [...warnings, ...shrunk.warnings], meta });
};

const selected = (envelope: Successful, { pageItems, paths }: AnswerShape, fields: readonly string[]): Successful => {
  const selection = { fields, ...(pageItems !== undefined && { pageItems }) };
  const unknown = unknownFields(paths(), selection);
  const data = project(envelope.data, selection);
  if (unknown.length === 0) return { ...envelope, data };
  const known = [...paths()].slice(0, 40).join(", ");
  const message = `There is no field ${unknown.map((path) => `"${path}"`).join(", ")}. Fields are: ${known}.`;
  return { ...envelope, data, warnings: [...envelope.warnings, { code: "UNKNOWN_FIELD", message }] };
};

/** A successful answer with this structured content. */
export const success = (structuredContent: Readonly<Record<string, unknown>>): ToolAnswer => ({
  structuredContent,
  text: JSON.stringify(structuredContent),
  isError: false,
});

/** A successful answer of a tool that is not an operation: the envelope without `meta`. */
export const ownSuccess = (data: unknown): ToolAnswer => success({ ok: true, data, warnings: [] });

const failure = (envelope: Extract<Envelope<unknown>, { readonly ok: false }>): ToolAnswer => ({
  structuredContent: { ok: false, error: envelope.error, meta: envelope.meta },
  text: toErrorText(envelope.error, envelope.meta),
  isError: true,
});

/** A refusal by a tool itself, before any operation ran. */
export const refusal = (code: ErrorCode, fields: ConnectorErrorFields): ToolAnswer => {
  const error = toErrorEnvelope(new ConnectorError(code, fields));
  return { structuredContent: { ok: false, error }, text: toErrorText(error), isError: true };
};
