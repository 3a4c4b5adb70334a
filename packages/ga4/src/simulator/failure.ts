import type { SimulatorReply } from "@trunkline/core/simulator";

/** A refusal, thrown by whatever finds it. */
export class GoogleFailure extends Error {
  override readonly name = "GoogleFailure";
  readonly reply: SimulatorReply;

  constructor(reply: SimulatorReply) {
    super("refused");
    this.reply = reply;
  }
}

const grpcNames: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ALREADY_EXISTS",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};

/** What a refusal may carry beside status and message. */
export interface FailureParts {
  /** Default: the usual one of the status. */
  readonly grpc?: string;
  readonly details?: readonly object[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Google's error body. */
export const googleError = (
  status: number,
  message: string,
  { grpc, details, headers }: FailureParts = {},
): SimulatorReply => ({
  status,
  headers: { ...headers },
  body: {
    error: { code: status, message, status: grpc ?? grpcNames[status] ?? "UNKNOWN", ...(details && { details }) },
  },
});

/** A refusal to be thrown. */
export const failure = (status: number, message: string, parts?: FailureParts): GoogleFailure =>
  new GoogleFailure(googleError(status, message, parts));

/** A field that the API does not know, or not so. Names are in snake_case. */
const badField = (field: string, description: string): GoogleFailure =>
  failure(400, `Invalid JSON payload received. ${description}`, {
    details: [
      { "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations: [{ field: snake(field), description }] },
    ],
  });

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The detail that names a machine-readable reason. */
export const errorInfo = (reason: string, metadata: Readonly<Record<string, string>> = {}): object => ({
  "@type": "type.googleapis.com/google.rpc.ErrorInfo",
  reason,
  domain: "googleapis.com",
  metadata,
});

/** What a wrong path or verb gets: never JSON, never 405. */
export const notFoundPage: SimulatorReply = {
  status: 404,
  headers: { "content-type": "text/html; charset=UTF-8" },
  body: "<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title><p>The requested URL was not found on this server.</html>",
};

/** The body as an object without unknown fields. @throws GoogleFailure */
export const readBody = (body: unknown, known: readonly string[]): Record<string, unknown> => {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw failure(400, "Invalid JSON payload received.");
  for (const name of Object.keys(body))
    if (!known.includes(name)) throw badField(name, `Unknown name "${name}": Cannot find field.`);
  return body as Record<string, unknown>;
};

/** A list of objects in a body; empty when absent. */
export const objectsOf = (value: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "object" && item !== null) : [];

/** An object in a body. */
export const objectOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;

/** An int64: text or number. */
export const intOf = (value: unknown, fallback: number): number => {
  const number = value === undefined ? fallback : Number(value);
  return Number.isFinite(number) ? number : fallback;
};
