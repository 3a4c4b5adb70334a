import { ConnectorError, type ErrorCode, type Issue } from "@trunkline/core";
import { z } from "zod";

/** One refusal inside a mutation's payload. */
export interface UserError {
  readonly message: string;
  /** Only lists whose type has it tell a code. */
  readonly code?: string;
  /** Dotted; empty where Shopify names no field. */
  readonly path: string;
}

const UserErrorWire = z.object({
  message: z.string().catch("no message"),
  code: z.string().nullish().catch(undefined),
  field: z
    .union([z.array(z.union([z.string(), z.number()]).transform(String)), z.string().transform((field) => [field])])
    .nullish()
    .catch(undefined),
});

/**
 * Every refusal in a mutation's payload, from all its lists: `userErrors`, `orderCancelUserErrors`, `mediaUserErrors` …
 * What two lists say alike is told once, with its code if either has one.
 */
export const readUserErrors = (payload: Readonly<Record<string, unknown>>): readonly UserError[] => {
  const told = new Map<string, UserError>();
  for (const [name, list] of Object.entries(payload)) {
    if (!/serErrors$/.test(name) || !Array.isArray(list)) continue;
    for (const entry of list) {
      const error = readUserError(entry);
      const key = `${error.path}\n${error.message}`;
      if (!told.get(key)?.code) told.set(key, error);
    }
  }
  return [...told.values()];
};

const readUserError = (entry: unknown): UserError => {
  const parsed = UserErrorWire.safeParse(entry);
  if (!parsed.success) return { message: "Shopify refused without saying why", path: "" };
  const { message, code, field } = parsed.data;
  return { message, path: (field ?? []).join("."), ...(code && { code }) };
};

/** Our code for a refusal. Half of Shopify's lists have no code, so that only the message tells. */
export const classifyUserError = ({ code = "", message }: UserError): ErrorCode => {
  if (code === "IDEMPOTENCY_CONCURRENT_REQUEST") return "IN_PROGRESS";
  if (code === "IDEMPOTENCY_KEY_PARAMETER_MISMATCH") return "IDEMPOTENCY_MISMATCH";
  if (/NOT_FOUND$|DOES_NOT_EXIST$|_NOT_EXIST$/.test(code)) return "NOT_FOUND";
  if (/TAKEN$|STALE|ALREADY_|NOT_UNIQUE$|IN_PROGRESS$|_EXISTS$|CONFLICT|DUPLICATE/.test(code)) return "CONFLICT";
  if (code !== "") return "REJECTED";
  if (/does(?:n't| not) exist|(?:was|could) ?n(?:o|')t (?:be )?found|\bnot found\b/i.test(message)) return "NOT_FOUND";
  if (/already (?:in use|been|exists|taken)|must be unique/i.test(message)) return "CONFLICT";
  return "REJECTED";
};

/** A mutation that was refused. `outcome` says whether part of it may have taken effect. */
export const refusal = (
  root: string,
  errors: readonly UserError[],
  outcome: "not_executed" | "unknown" = "not_executed",
): ConnectorError => {
  const [first] = errors;
  const code = first ? classifyUserError(first) : "REJECTED";
  const uniform = errors.every((error) => classifyUserError(error) === code);
  const help = helpFor(first?.code);
  return new ConnectorError(uniform ? code : "REJECTED", {
    message: `Shopify refused ${root}: ${errors.map(sentence).join("; ")}`,
    outcome: code === "IN_PROGRESS" ? "unknown" : outcome,
    issues: errors.map(toIssue),
    upstream: { code: first?.code ?? "USER_ERROR", message: first?.message ?? "" },
    ...(code === "IN_PROGRESS" && uniform && { retryAfterMs: 1_000 }),
    ...(help !== undefined && { help }),
  });
};

/** A refusal as one sentence with the field it concerns. */
export const sentence = ({ path, message }: UserError): string => (path ? `${path}: ${message}` : message);

const toIssue = ({ path, message }: UserError): Issue => ({ path, message });

const helpFor = (code: string | undefined): string | undefined => {
  if (code === "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED")
    return "The first attempt failed: call again with a new idempotency key.";
  if (code === "OPERATION_IN_PROGRESS")
    return "Wait for a running bulk operation to end, or cancel one with shopify.bulk.cancel, then start again.";
  return undefined;
};
