import { ConnectorError, type Reply } from "@trunkline/core";

/** One entry of a reply's top-level `errors`, whatever form it came in. */
export interface GraphqlError {
  readonly message: string;
  /** `extensions.code`: upper snake case or, from the validator, camel case. */
  readonly code?: string;
  /** Where in the data it happened; its first element is the root field. */
  readonly path: readonly string[];
  /** Shopify's own id of the failed request, where an internal error names one. */
  readonly requestId?: string;
  /** Scope or approval that was missing. */
  readonly requiredAccess?: string;
  /** What was wrong with a variable. */
  readonly problems: readonly { readonly path: readonly string[]; readonly explanation: string }[];
}

/** A cost report: points asked for, points taken, and the bucket after the call. */
export interface QueryCost {
  readonly requested?: number;
  /** Absent when nothing was executed. */
  readonly actual?: number;
  readonly maximumAvailable?: number;
  readonly currentlyAvailable?: number;
  readonly restoreRate?: number;
}

/** What Shopify said about one search filter that it did not follow. */
export interface SearchWarning {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly path?: string;
}

/** A GraphQL reply taken apart. */
export interface GraphqlReply {
  /** Whether the document ran: one refused before has no `data`, not even null. */
  readonly executed: boolean;
  /** Nothing also where a null rose to the top. */
  readonly data: Readonly<Record<string, unknown>> | undefined;
  readonly errors: readonly GraphqlError[];
  readonly cost: QueryCost;
  readonly search: readonly SearchWarning[];
}

/**
 * Takes a reply body apart. `errors` may be an array, an object of messages or a plain string; all become a list.
 * @throws ConnectorError `CONTRACT_VIOLATION` when the body is not a JSON object.
 */
export const readGraphqlReply = (reply: Reply): GraphqlReply => reply.read(takeApart);

const takeApart = (body: unknown): GraphqlReply => {
  if (!isRecord(body))
    throw new ConnectorError("CONTRACT_VIOLATION", {
      message: "Shopify's reply is JSON but no GraphQL reply.",
      outcome: "unknown",
      issues: [{ path: "", message: "expected an object" }],
    });
  const extensions = isRecord(body.extensions) ? body.extensions : {};
  return {
    executed: "data" in body,
    data: isRecord(body.data) ? body.data : undefined,
    errors: readErrors(body.errors),
    cost: readCost(extensions.cost),
    search: readSearch(extensions.search),
  };
};

/** The same, or nothing where the body is no GraphQL reply: an HTML page, an empty or a cut-off body. */
export const tryReadGraphqlReply = (reply: Reply): GraphqlReply | undefined => {
  try {
    return readGraphqlReply(reply);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const toText = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const toNumber = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

const readCost = (cost: unknown): QueryCost => {
  if (!isRecord(cost)) return {};
  const throttle = isRecord(cost.throttleStatus) ? cost.throttleStatus : {};
  return {
    requested: toNumber(cost.requestedQueryCost),
    actual: toNumber(cost.actualQueryCost),
    maximumAvailable: toNumber(throttle.maximumAvailable),
    currentlyAvailable: toNumber(throttle.currentlyAvailable),
    restoreRate: toNumber(throttle.restoreRate),
  };
};

const readSearch = (search: unknown): readonly SearchWarning[] =>
  search === undefined ? [] : searchWarnings(toList(search));

const searchWarnings = (search: readonly unknown[]): readonly SearchWarning[] =>
  search.flatMap((entry) => {
    if (!isRecord(entry)) return [];
    const path = toList(entry.path).map(String).join(".");
    return toList(entry.warnings)
      .filter(isRecord)
      .map(({ code, message, field }) => ({
        code: toText(code) ?? "",
        message: toText(message) ?? "",
        field: toText(field),
        path: path || undefined,
      }));
  });

const readErrors = (errors: unknown): readonly GraphqlError[] => {
  if (errors === undefined || errors === null) return [];
  if (Array.isArray(errors)) return errors.map(readError);
  if (isRecord(errors)) return Object.entries(errors).map(([field, said]) => bareError(`${field}: ${plain(said)}`));
  return [bareError(plain(errors))];
};

const bareError = (message: string): GraphqlError => ({ message: readableMessage(message), path: [], problems: [] });

const readError = (error: unknown): GraphqlError => {
  if (!isRecord(error)) return bareError(plain(error));
  const extensions = isRecord(error.extensions) ? error.extensions : {};
  return {
    message: readableMessage(toText(error.message) ?? "no message"),
    code: toText(extensions.code),
    path: toList(error.path).map(String),
    requestId: toText(extensions.requestId),
    requiredAccess: toText(extensions.requiredAccess),
    problems: toList(extensions.problems)
      .filter(isRecord)
      .map(({ path, explanation }) => ({
        path: toList(path).map(String),
        explanation: toText(explanation) ?? "invalid",
      })),
  };
};

const plain = (value: unknown): string => {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(plain).join(", ");
  return JSON.stringify(value) ?? "";
};

/** Some errors carry a JSON list of messages as their message. */
const readableMessage = (message: string): string => {
  if (!/^\s*[[{]/.test(message)) return message;
  try {
    return messagesIn(JSON.parse(message)).join("; ") || message;
  } catch {
    return message;
  }
};

const messagesIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(messagesIn);
  if (!isRecord(value)) return [];
  return "message" in value ? messagesIn(value.message) : Object.values(value).flatMap(messagesIn);
};
