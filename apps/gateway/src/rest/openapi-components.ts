import { type ErrorCode, errorCodes } from "@trunkline/core";
import type { JsonSchema } from "@trunkline/registry";

const codes = Object.keys(errorCodes) as ErrorCode[];
const text = (description: string): JsonSchema => ({ type: "string", description });
const count = (description: string): JsonSchema => ({ type: "number", minimum: 0, description });
const object = (properties: Record<string, JsonSchema>, optional: readonly string[] = []): JsonSchema => ({
  type: "object",
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** Schemas that every answer is made of. */
export const envelopeSchemas: Readonly<Record<string, JsonSchema>> = {
  Warning: object(
    { code: text("Closed set per connector"), message: text("A sentence"), path: text("Dotted path into the data") },
    ["path"],
  ),
  QuotaMeta: object({
    bucket: text("Allowance drawn on"),
    remaining: count("Units left"),
    resetMs: count("Milliseconds until full"),
  }),
  CallMeta: object(
    {
      connector: text("Connector id"),
      connectorVersion: text("Version of the connector's package"),
      apiVersion: text("Upstream API version asked for"),
      connection: text("Name of the connection"),
      operation: text("Operation id"),
      requestId: text("Ours; also in the header x-request-id"),
      traceId: text("W3C trace id"),
      attempts: count("Exchanges on the wire; 0 when answered from the cache or refused before sending"),
      durationMs: count("Whole call in milliseconds"),
      queuedMs: count("Part of it spent waiting for quota or a slot"),
      cache: { type: "string", enum: ["none", "miss", "hit", "revalidated", "stale"] },
      quota: ref("QuotaMeta"),
      idempotencyKey: text("Of a write: the key to repeat it with, so that it happens once"),
      replayed: { type: "boolean", description: "True: the answer of an earlier call with the same key" },
    },
    ["traceId", "quota", "idempotencyKey", "replayed"],
  ),
  ErrorCode: {
    type: "string",
    enum: codes,
    description: codes
      .map((code) => `- \`${code}\` (${errorCodes[code].httpStatus}): ${errorCodes[code].meaning}`)
      .join("\n"),
  },
  Issue: object({ path: text("Dotted path into the input; empty for its root"), message: text("What is wrong") }),
  UpstreamFault: object(
    { code: text("The upstream's own"), message: text("The upstream's own"), requestId: text("The upstream's own") },
    ["code", "message", "requestId"],
  ),
  ErrorEnvelope: object(
    {
      code: ref("ErrorCode"),
      message: text("What failed and what to do"),
      retryable: { type: "boolean", description: "Whether the same call may succeed later unchanged" },
      retryAfterMs: count("Milliseconds to wait before that"),
      outcome: {
        type: "string",
        enum: ["not_executed", "executed", "unknown"],
        description: "Whether a write took effect; after `unknown`, look before repeating",
      },
      status: { type: "integer", description: "HTTP status of the upstream's reply" },
      upstream: ref("UpstreamFault"),
      issues: { type: "array", items: ref("Issue") },
      help: text("What to do next"),
    },
    ["retryAfterMs", "status", "upstream", "issues", "help"],
  ),
  Problem: object(
    {
      type: { type: "string", format: "uri-reference", description: "Where the code is explained" },
      title: text("Meaning of the code"),
      status: { type: "integer" },
      detail: text("What failed in this request"),
      requestId: text("Also in the header x-request-id"),
      ok: { const: false },
      error: ref("ErrorEnvelope"),
      meta: ref("CallMeta"),
    },
    ["meta"],
  ),
};

/** The envelope of a success around an operation's data. */
export const successSchema = (data: JsonSchema): JsonSchema =>
  object({ ok: { const: true }, data, warnings: { type: "array", items: ref("Warning") }, meta: ref("CallMeta") });

const listCodes = (from: number, to: number): string =>
  codes
    .filter((code) => errorCodes[code].httpStatus >= from && errorCodes[code].httpStatus < to)
    .map((code) => `${errorCodes[code].httpStatus} \`${code}\``)
    .join(", ");

const problemResponse = (description: string) => ({
  description,
  headers: {
    "Retry-After": { description: "Seconds to wait, where a wait helps", schema: { type: "integer" } },
    "X-Request-Id": { description: "Id of the request", schema: { type: "string" } },
  },
  content: { "application/problem+json": { schema: ref("Problem") } },
});

/** Failures, by class of status. */
export const failureResponses = {
  CallerFailure: problemResponse(`Refused: ${listCodes(400, 500)}`),
  ServerFailure: problemResponse(`Failed here or at the upstream: ${listCodes(500, 600)}`),
};

/** Headers that steer a call. */
export const callParameters = {
  Connection: header("X-Trunkline-Connection", "Name of the connection; also as the query parameter `connection`", {
    type: "string",
    default: "default",
  }),
  Deadline: header("X-Trunkline-Deadline-Ms", "Longest whole call in milliseconds", {
    type: "integer",
    minimum: 1,
    maximum: 86_400_000,
  }),
  Lane: header("X-Trunkline-Lane", "`interactive` overtakes `bulk` where quota is short", {
    type: "string",
    enum: ["interactive", "bulk"],
  }),
  IdempotencyKey: header("Idempotency-Key", "Makes a repeat of a write harmless: same key and input, same answer", {
    type: "string",
    minLength: 1,
    maxLength: 255,
  }),
  IfNoneMatch: header("If-None-Match", "Validator of the answer the caller has", { type: "string" }),
};

/** How callers show who they are. */
export const securitySchemes = {
  bearer: { type: "http", scheme: "bearer", description: "An API key: `tl_<id>_<secret>`" },
  apiKey: { type: "apiKey", in: "header", name: "X-Api-Key" },
};

function header(name: string, description: string, schema: JsonSchema) {
  return { name, in: "header", required: false, description, schema };
}
