import type { Outcome } from "../envelope.js";
import type { ErrorCode } from "../errors/codes.js";
import { ConnectorError } from "../errors/connector-error.js";
import { createReply } from "../http/reply.js";
import type { ScriptedAnswer } from "./scripted-transport.js";

/** A way in which every upstream can fail, and what must become of it. */
export interface ErrorClass {
  readonly name: string;
  readonly answer: ScriptedAnswer;
  readonly codes: readonly ErrorCode[];
  /** Of a write of one exchange; a read is always `not_executed`. */
  readonly writeOutcomes: readonly Outcome[];
  /** Milliseconds, where the answer tells. */
  readonly retryAfterMs?: number;
  /** Only where the operation's reply is JSON: others have no shape to break. */
  readonly jsonOnly?: boolean;
}

/** Name of an error class. */
export type ErrorClassName =
  | "401"
  | "403"
  | "404"
  | "429 with Retry-After"
  | "500 with an HTML page"
  | "502 without a body"
  | "JSON cut off"
  | "an HTML page with status 200"
  | "an empty body with status 200"
  | "connection refused"
  | "connection reset"
  | "timeout";

/** Codes that an upstream's own meaning of a status replaces the usual ones with. */
export type ErrorCodeOverrides = { readonly [name in ErrorClassName]?: readonly ErrorCode[] };

const html = "<!DOCTYPE html><html><body>Something went wrong</body></html>";
const json = (status: number, headers: Readonly<Record<string, string>> = {}) =>
  createReply({ status, headers: { "content-type": "application/json", ...headers }, body: "{}" });
const page = (status: number) => createReply({ status, headers: { "content-type": "text/html" }, body: html });

const classes: Readonly<Record<ErrorClassName, Omit<ErrorClass, "name">>> = {
  "401": { answer: json(401), codes: ["UPSTREAM_UNAUTHORIZED", "NEEDS_REAUTH"], writeOutcomes: ["not_executed"] },
  "403": { answer: json(403), codes: ["UPSTREAM_FORBIDDEN"], writeOutcomes: ["not_executed"] },
  "404": { answer: json(404), codes: ["NOT_FOUND"], writeOutcomes: ["not_executed"] },
  "429 with Retry-After": {
    answer: json(429, { "retry-after": "7" }),
    codes: ["RATE_LIMITED"],
    writeOutcomes: ["not_executed"],
    retryAfterMs: 7_000,
  },
  "500 with an HTML page": { answer: page(500), codes: ["UPSTREAM_UNAVAILABLE"], writeOutcomes: ["unknown"] },
  "502 without a body": {
    answer: createReply({ status: 502 }),
    codes: ["UPSTREAM_UNAVAILABLE"],
    writeOutcomes: ["unknown"],
  },
  "JSON cut off": {
    answer: createReply({ headers: { "content-type": "application/json" }, body: '{"data":{"nodes":[{"id":"1","ti' }),
    codes: ["CONTRACT_VIOLATION"],
    writeOutcomes: ["unknown"],
    jsonOnly: true,
  },
  "an HTML page with status 200": {
    answer: page(200),
    codes: ["CONTRACT_VIOLATION"],
    writeOutcomes: ["unknown"],
    jsonOnly: true,
  },
  "an empty body with status 200": {
    answer: createReply({ headers: { "content-type": "application/json" } }),
    codes: ["CONTRACT_VIOLATION"],
    writeOutcomes: ["unknown"],
    jsonOnly: true,
  },
  "connection refused": {
    answer: new ConnectorError("NETWORK", { message: "Connection refused by host tea.test.", outcome: "not_executed" }),
    codes: ["NETWORK"],
    writeOutcomes: ["not_executed"],
  },
  "connection reset": {
    answer: new ConnectorError("NETWORK", {
      message: "The connection to tea.test was cut before the reply came.",
      outcome: "unknown",
    }),
    codes: ["NETWORK"],
    writeOutcomes: ["unknown"],
  },
  timeout: {
    answer: new ConnectorError("ATTEMPT_TIMEOUT", {
      message: "tea.test did not begin to reply in time.",
      outcome: "unknown",
    }),
    codes: ["ATTEMPT_TIMEOUT"],
    writeOutcomes: ["unknown"],
  },
};

/** Every error class, with the codes that this upstream gives them. */
export const errorClasses = (overrides: ErrorCodeOverrides = {}): readonly ErrorClass[] =>
  (Object.keys(classes) as ErrorClassName[]).map((name) => ({
    name,
    ...classes[name],
    codes: overrides[name] ?? classes[name].codes,
  }));
