import type { JsonSchema } from "@trunkline/registry";
import { deepFreeze, embeddable, partialSchema } from "./json-schema.js";

const warnings: JsonSchema = {
  type: "array",
  items: {
    type: "object",
    properties: { code: { type: "string" }, message: { type: "string" }, path: { type: "string" } },
  },
};

const error: JsonSchema = {
  type: "object",
  properties: {
    code: { type: "string" },
    message: { type: "string" },
    retryable: { type: "boolean" },
    retryAfterMs: { type: "number" },
    outcome: { enum: ["not_executed", "executed", "unknown"] },
    help: { type: "string" },
  },
};

/**
 * Schema of a tool's structured content: the envelope around `data`. Failures fit it too, because some clients
 * validate them against it. Properties of `data` are optional: `fields` may leave any of them out.
 */
export const envelopeSchema = (data: JsonSchema): JsonSchema => {
  const { schema, defs } = embeddable(partialSchema(data));
  return {
    type: "object",
    properties: { ok: { type: "boolean" }, data: schema, warnings, error, meta: { type: "object" } },
    required: ["ok"],
    ...(Object.keys(defs).length > 0 && { $defs: defs }),
  };
};

/** The same, short enough for a list that a model reads: nothing of data and failures, of which the instructions tell. */
export const briefEnvelopeSchema: JsonSchema = deepFreeze({
  type: "object",
  properties: { ok: { type: "boolean" } },
  required: ["ok"],
});
