import {
  type AnyOperation,
  ConnectorError,
  type ErrorCode,
  type Issue,
  type Outcome,
  type Reply,
} from "@trunkline/core";
import { type GraphqlError, type GraphqlReply, tryReadGraphqlReply } from "./graphql-reply.js";
import { deadTokenFault, type HttpFault, httpFaultOf } from "./http-faults.js";
import { retryAfterMs, throttleWaitMs } from "./throttle.js";
import { classifyUserError, readUserErrors, refusal } from "./user-errors.js";

/**
 * Shopify's failures: HTTP statuses, and the failures inside a 200. A reply whose data is there in part is no failure:
 * its errors become warnings when it is decoded.
 */
export const mapShopifyError = (reply: Reply, operation: AnyOperation): ConnectorError | undefined => {
  if (reply.status >= 300) return httpError(reply, operation);
  const body = tryReadGraphqlReply(reply);
  if (!body) return undefined;
  if (body.errors.length > 0) return hasData(body) ? undefined : graphqlError(reply, body, operation);
  return operation.effect === "read" ? undefined : concurrentRepeat(body);
};

const hasData = ({ data }: GraphqlReply): boolean =>
  data !== undefined && Object.values(data).some((value) => value !== null && value !== undefined);

const requestIdOf = ({ headers }: Reply): string | undefined => headers["x-request-id"];

const httpError = (reply: Reply, operation: AnyOperation): ConnectorError | undefined => {
  const fault = httpFaultOf(reply.status);
  if (!fault) return undefined;
  const body = tryReadGraphqlReply(reply);
  const said = body?.errors.map(({ message }) => message).join("; ") || undefined;
  const requestId = requestIdOf(reply);
  const { code, meaning, help }: HttpFault = deadTokenFault(said) ?? fault;
  return new ConnectorError(code, {
    message: `Shopify answered ${reply.status}: ${meaning}${said ? ` (${said})` : ""}.`,
    status: reply.status,
    outcome: reply.status >= 500 || reply.status === 303 ? uncertain(operation) : "not_executed",
    retryable: fault.retryable,
    retryAfterMs: retryAfterMs(reply.headers["retry-after"]) ?? fault.retryAfterMs,
    upstream: { ...(said && { message: said }), ...(requestId && { requestId }) },
    help,
    reply,
  });
};

/** After this nobody knows whether a write took effect; a read has no effect to know of. */
const uncertain = ({ effect }: AnyOperation): Outcome => (effect === "read" ? "not_executed" : "unknown");

interface Verdict {
  readonly code: ErrorCode;
  readonly outcome: Outcome;
  readonly retryAfterMs?: number;
  readonly issues?: readonly Issue[];
  readonly help?: string;
}

const graphqlError = (reply: Reply, body: GraphqlReply, operation: AnyOperation): ConnectorError => {
  const error = gravest(body.errors);
  const verdict = judge(error, body, operation);
  const requestId = error.requestId ?? requestIdOf(reply);
  return new ConnectorError(verdict.code, {
    ...verdict,
    message: messageOf(error, body.errors.length),
    status: reply.status,
    upstream: { code: error.code ?? "UNKNOWN", message: error.message, ...(requestId && { requestId }) },
    reply,
  });
};

/** A throttled or failed query explains everything else that went wrong in it. */
const gravest = (errors: readonly GraphqlError[]): GraphqlError =>
  errors.find(({ code }) => code === "THROTTLED") ??
  errors.find(({ code }) => code === "SHOP_INACTIVE") ??
  errors.find(({ code }) => code === "INTERNAL_SERVER_ERROR") ??
  (errors[0] as GraphqlError);

const messageOf = ({ message, requiredAccess }: GraphqlError, count: number): string => {
  const access = requiredAccess ? ` Required access: ${requiredAccess}.` : "";
  const more = count > 1 ? ` (and ${count - 1} more)` : "";
  return `Shopify refused the query: ${message}${more}.${access}`.replaceAll("..", ".");
};

const documentHelp =
  "The document does not fit the schema of this API version: correct it in shopify.graphql.query; anywhere else report it with the request id.";

const judge = (error: GraphqlError, { cost, data }: GraphqlReply, operation: AnyOperation): Verdict => {
  const code = error.code ?? "";
  // A null deeper than the root that rose to it: the mutation itself had already run.
  const outcome = data !== undefined && error.path.length > 1 ? uncertain(operation) : "not_executed";
  if (code === "THROTTLED") return throttled(cost);
  if (code.startsWith("IDEMPOTENCY_")) return idempotencyVerdict(error);
  if (code === "MAX_COST_EXCEEDED")
    return {
      code: "QUOTA_EXHAUSTED",
      outcome,
      help: "Ask for fewer items or fewer nested fields: one query may cost 1000 points.",
    };
  if (code === "ACCESS_DENIED") return { code: "UPSTREAM_FORBIDDEN", outcome };
  if (code === "SHOP_INACTIVE") return { code: "ACCOUNT_UNAVAILABLE", outcome };
  if (code === "NOT_FOUND" || code === "RESOURCE_NOT_FOUND") return { code: "NOT_FOUND", outcome };
  if (code === "INVALID_VARIABLE") return { code: "REJECTED", outcome, issues: variableIssues(error) };
  if (valueCodes.has(code))
    return { code: "REJECTED", outcome, issues: [{ path: error.path.join("."), message: error.message }] };
  if (code === "INTERNAL_SERVER_ERROR" || code === "TIMEOUT" || (code === "" && isInternal(error.message)))
    return { code: "UPSTREAM_UNAVAILABLE", outcome: uncertain(operation) };
  if (documentCodes.has(code)) return { code: "UPSTREAM_BAD_REQUEST", outcome, help: documentHelp };
  return { code: "REJECTED", outcome: uncertain(operation) };
};

const valueCodes: ReadonlySet<string> = new Set([
  "argumentLiteralsIncompatible",
  "INVALID_FIELD_ARGUMENTS",
  "MAX_INPUT_SIZE_EXCEEDED",
]);

const documentCodes: ReadonlySet<string> = new Set([
  "BAD_REQUEST",
  "PARSE_ERROR",
  "argumentNotAccepted",
  "directiveCannotBeApplied",
  "missingRequiredArguments",
  "missingRequiredInputObjectAttribute",
  "selectionMismatch",
  "undefinedDirective",
  "undefinedField",
  "undefinedType",
  "variableMismatch",
  "variableNotDefined",
  "variableNotUsed",
]);

const isInternal = (message: string): boolean => /something went wrong|internal error|timed? ?out/i.test(message);

const throttled = (cost: GraphqlReply["cost"]): Verdict => {
  const { requested, maximumAvailable } = cost;
  if (requested !== undefined && maximumAvailable !== undefined && requested > maximumAvailable)
    return {
      code: "QUOTA_EXHAUSTED",
      outcome: "not_executed",
      help: `The query asks for ${requested} points and the shop's bucket holds ${maximumAvailable}: ask for less.`,
    };
  return { code: "RATE_LIMITED", outcome: "not_executed", retryAfterMs: throttleWaitMs(cost) };
};

const idempotencyVerdict = ({ code, message }: GraphqlError): Verdict => {
  const { code: ours, outcome, retryAfterMs, help } = refusal("the mutation", [{ code, message, path: "" }]);
  return {
    code: ours,
    outcome,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(help !== undefined && { help }),
  };
};

const variableIssues = ({ message, problems }: GraphqlError): readonly Issue[] => {
  const variable = /^Variable \$(\w+)/.exec(message)?.[1];
  const prefix = variable ? [variable] : [];
  if (problems.length === 0) return [{ path: prefix.join("."), message }];
  return problems.map(({ path, explanation }) => ({ path: [...prefix, ...path].join("."), message: explanation }));
};

/** The same key is still at work: raised here, before decoding, so that the call waits and asks again with it. */
const concurrentRepeat = ({ data }: GraphqlReply): ConnectorError | undefined => {
  for (const [root, payload] of Object.entries(data ?? {})) {
    if (typeof payload !== "object" || payload === null) continue;
    const errors = readUserErrors(payload as Record<string, unknown>);
    if (errors.some((error) => classifyUserError(error) === "IN_PROGRESS")) return refusal(root, errors);
  }
  return undefined;
};
