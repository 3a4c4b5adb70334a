import { hash } from "node:crypto";
import { trace } from "@opentelemetry/api";
import type { AnyOperation } from "../operation.js";
import { canonicalJson } from "../pipeline/canonical-json.js";
import type { WriteIntent } from "./write-ledger.js";

/** What a call says of itself to the ledger. */
export interface WriteCall {
  readonly operation: AnyOperation;
  /** Validated. */
  readonly input: unknown;
  readonly connectionKey: string;
  readonly idempotencyKey: string;
  readonly idempotencyKeySupplied: boolean;
  readonly caller: string;
  readonly requestId: string;
}

/** The row of a write. */
export const toWriteIntent = (call: WriteCall): WriteIntent => {
  const { operation, connectionKey, idempotencyKey, idempotencyKeySupplied, caller, requestId } = call;
  const input = withoutSecrets(operation, call.input);
  const traceparent = activeTrace();
  return {
    connection: connectionKey,
    operation: operation.id,
    key: idempotencyKey,
    keySupplied: idempotencyKeySupplied,
    inputHash: hash("sha256", canonicalJson(input), "base64url"),
    input,
    inputComplete: input === call.input,
    caller,
    requestId,
    ...(traceparent !== undefined && { trace: traceparent }),
  };
};

/** The input without the fields that its operation calls secret; the input itself where there are none. */
export const withoutSecrets = (operation: AnyOperation, input: unknown): unknown => {
  const secrets = operation.effect === "read" ? undefined : operation.secretInputs;
  if (secrets === undefined || typeof input !== "object" || input === null) return input;
  const held = secrets.filter((name) => (input as Readonly<Record<string, unknown>>)[name] !== undefined);
  return held.length === 0 ? input : { ...input, ...Object.fromEntries(held.map((name) => [name, "<hidden>"])) };
};

const activeTrace = (): string | undefined => {
  const context = trace.getActiveSpan()?.spanContext();
  if (context === undefined || !/[1-9a-f]/.test(context.traceId)) return undefined;
  return `00-${context.traceId}-${context.spanId}-${context.traceFlags.toString(16).padStart(2, "0")}`;
};
