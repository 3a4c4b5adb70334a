import { parseWire, type Reply } from "@trunkline/core";
import { z } from "zod";

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
  /** Nothing when the document was refused before it ran. */
  readonly data: Readonly<Record<string, unknown>> | undefined;
  readonly errors: readonly GraphqlError[];
  readonly cost: QueryCost;
  readonly search: readonly SearchWarning[];
}

const key = z.union([z.string(), z.number()]).transform(String);
const keys = z.array(key).catch([]);

const ErrorWire = z
  .object({
    message: z.string().catch("no message"),
    path: keys.nullish(),
    extensions: z
      .object({
        code: z.string().nullish().catch(undefined),
        requestId: z.string().nullish().catch(undefined),
        requiredAccess: z.string().nullish().catch(undefined),
        problems: z
          .array(z.object({ path: keys.nullish(), explanation: z.string().catch("invalid") }))
          .nullish()
          .catch(undefined),
      })
      .nullish()
      .catch(undefined),
  })
  .transform(({ message, path, extensions }): GraphqlError => {
    const problems = (extensions?.problems ?? []).map((problem) => ({ ...problem, path: problem.path ?? [] }));
    return {
      message: readableMessage(message),
      path: path ?? [],
      problems,
      ...(extensions?.code && { code: extensions.code }),
      ...(extensions?.requestId && { requestId: extensions.requestId }),
      ...(extensions?.requiredAccess && { requiredAccess: extensions.requiredAccess }),
    };
  });

const amount = z.number().nullish().catch(undefined);

const ExtensionsWire = z
  .object({
    cost: z
      .object({
        requestedQueryCost: amount,
        actualQueryCost: amount,
        throttleStatus: z
          .object({ maximumAvailable: amount, currentlyAvailable: amount, restoreRate: amount })
          .nullish()
          .catch(undefined),
      })
      .nullish()
      .catch(undefined),
    search: z
      .array(
        z.object({
          path: keys.nullish(),
          warnings: z
            .array(
              z.object({
                field: z.string().nullish().catch(undefined),
                message: z.string().catch(""),
                code: z.string().nullish().catch(undefined),
              }),
            )
            .nullish()
            .catch(undefined),
        }),
      )
      .nullish()
      .catch(undefined),
  })
  .nullish()
  .catch(undefined);

const BodyWire = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.unknown(),
  extensions: ExtensionsWire,
});

/**
 * Takes a reply body apart. `errors` may be an array, an object of messages or a plain string; all become a list.
 * @throws ConnectorError `CONTRACT_VIOLATION` when the body is not a JSON object, or its `data` is not one.
 */
export const readGraphqlReply = (reply: Reply): GraphqlReply => {
  const { data, errors, extensions } = parseWire(BodyWire, reply.json());
  const { requestedQueryCost, actualQueryCost, throttleStatus } = extensions?.cost ?? {};
  return {
    data: data ?? undefined,
    errors: readErrors(errors),
    cost: withoutNulls({
      requested: requestedQueryCost,
      actual: actualQueryCost,
      maximumAvailable: throttleStatus?.maximumAvailable,
      currentlyAvailable: throttleStatus?.currentlyAvailable,
      restoreRate: throttleStatus?.restoreRate,
    }),
    search: (extensions?.search ?? []).flatMap(({ path, warnings }) =>
      (warnings ?? []).map(({ field, message, code }) => ({
        code: code ?? "",
        message,
        ...(field && { field }),
        ...(path?.length && { path: path.join(".") }),
      })),
    ),
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

const readErrors = (errors: unknown): readonly GraphqlError[] => {
  if (errors === undefined || errors === null) return [];
  if (Array.isArray(errors)) return errors.map(readError);
  if (typeof errors === "object")
    return Object.entries(errors).map(([field, said]) => ({
      message: `${field}: ${plain(said)}`,
      path: [],
      problems: [],
    }));
  return [{ message: readableMessage(plain(errors)), path: [], problems: [] }];
};

const readError = (error: unknown): GraphqlError => {
  const parsed = ErrorWire.safeParse(error);
  return parsed.success ? parsed.data : { message: plain(error), path: [], problems: [] };
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
  if (typeof value !== "object" || value === null) return [];
  return "message" in value ? messagesIn(value.message) : Object.values(value).flatMap(messagesIn);
};

const withoutNulls = (values: { readonly [name in keyof QueryCost]: number | null | undefined }): QueryCost =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
