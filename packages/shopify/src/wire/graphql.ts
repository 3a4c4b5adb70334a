import {
  ConnectorError,
  parseWire,
  type Reply,
  type RequestContext,
  type RequestSpec,
  type ResponseContext,
} from "@trunkline/core";
import { z } from "zod";
import { type GraphqlReply, readGraphqlReply } from "./graphql-reply.js";
import { readUserErrors, refusal, sentence } from "./user-errors.js";

/** The one request Shopify's GraphQL takes: a document with one operation, its values only ever in variables. */
export const graphql = (
  operationName: string | undefined,
  document: string,
  variables: Readonly<Record<string, unknown>>,
): RequestSpec => ({
  method: "POST",
  path: "/graphql.json",
  body: { query: document, operationName, variables },
});

/** Whether writes of this version know the `@idempotent` directive; on older ones it is an error. */
export const knowsIdempotent = (apiVersion: string): boolean => apiVersion >= "2026-01";

/** The parts of a document that carry an idempotency key; all empty where the version does not know the directive. */
export interface IdempotencyParts {
  /** Goes into the operation's variable definitions, ends in a comma. */
  readonly definition: "$idempotencyKey: String!, " | "";
  /** Goes behind the mutation field's arguments. */
  readonly directive: " @idempotent(key: $idempotencyKey)" | "";
  readonly variables: Readonly<Record<string, string>>;
}

/** For the sixteen mutations that must carry `@idempotent` since 2026-04. */
export const idempotencyParts = ({ apiVersion, idempotencyKey }: RequestContext): IdempotencyParts =>
  idempotencyKey === undefined || !knowsIdempotent(apiVersion)
    ? { definition: "", directive: "", variables: {} }
    : {
        definition: "$idempotencyKey: String!, ",
        directive: " @idempotent(key: $idempotencyKey)",
        variables: { idempotencyKey },
      };

/**
 * Decodes a query: `data` parsed with `wire`, then mapped. What a success hides becomes warnings: `PARTIAL_DATA` for each
 * top-level error beside data, `SEARCH_FILTER_IGNORED`, `SEARCH_VALUE_INVALID` and `SEARCH_WARNING` for filters not followed.
 */
export const decodeData =
  <W extends z.ZodType, Out, In = unknown>(
    wire: W,
    map: (data: z.output<W>, context: ResponseContext<In>) => Out,
  ): ((reply: Reply, context: ResponseContext<In>) => Out) =>
  (reply, context) => {
    const body = readGraphqlReply(reply);
    warnOfHidden(body, context);
    return map(parseWire(wire, body.data ?? {}), context);
  };

/** How the payload of one mutation is read. */
export interface MutationReading<W extends z.ZodType, Out, In> {
  /** The mutation's field, e.g. `productCreate`. */
  readonly root: string;
  /** The payload's field that is null, or an empty list, when nothing was done. Nothing: any refusal means nothing was done. */
  readonly result: string | undefined;
  /** Of the payload object. */
  readonly wire: W;
  /**
   * True: a refusal fails the call even where the result is present. For updates, which give the unchanged object back
   * beside the refusal. A function where it depends on the input. Default false: it becomes a warning.
   */
  readonly strict?: boolean | ((input: In) => boolean);
  map(payload: z.output<W>, context: ResponseContext<In>): Out;
}

/**
 * Decodes a mutation. Refusals (every list that ends in `serErrors`) without a result throw `REJECTED`, `CONFLICT` or
 * `NOT_FOUND` with `not_executed`; beside a result they become `PARTIALLY_APPLIED` warnings. A top-level error on a
 * sub-field of a payload that is there is `PARTIAL_DATA`: the write was done and must not be repeated.
 */
export const decodeMutation =
  <W extends z.ZodType, Out, In = unknown>(
    reading: MutationReading<W, Out, In>,
  ): ((reply: Reply, context: ResponseContext<In>) => Out) =>
  (reply, context) => {
    const body = readGraphqlReply(reply);
    const payload = payloadOf(body, reading.root);
    const errors = readUserErrors(payload);
    const done = reading.result === undefined ? errors.length === 0 : isPresent(payload[reading.result]);
    if (errors.length > 0 && !done) throw refusal(reading.root, errors);
    if (errors.length > 0 && isStrict(reading, context)) throw refusal(reading.root, errors, "unknown");
    for (const error of errors)
      context.warn({ code: "PARTIALLY_APPLIED", message: sentence(error), ...(error.path && { path: error.path }) });
    warnOfHidden(body, context);
    return reading.map(parseWire(reading.wire, payload), context);
  };

const isStrict = <In>(
  { strict = false }: Pick<MutationReading<z.ZodType, unknown, In>, "strict">,
  { input }: ResponseContext<In>,
): boolean => (typeof strict === "function" ? strict(input) : strict);

const payloadOf = ({ data }: GraphqlReply, root: string): Readonly<Record<string, unknown>> => {
  const payload = data?.[root];
  if (typeof payload === "object" && payload !== null) return payload as Readonly<Record<string, unknown>>;
  throw new ConnectorError("CONTRACT_VIOLATION", {
    message: `Shopify answered ${root} with neither a payload nor an error.`,
    outcome: "unknown",
    issues: [{ path: `data.${root}`, message: "missing" }],
  });
};

const isPresent = (result: unknown): boolean =>
  Array.isArray(result) ? result.length > 0 : result !== null && result !== undefined;

const searchCodes: Readonly<Record<string, string>> = {
  invalid_field: "SEARCH_FILTER_IGNORED",
  invalid_value: "SEARCH_VALUE_INVALID",
};

const warnOfHidden = ({ errors, search }: GraphqlReply, context: Pick<ResponseContext<unknown>, "warn">): void => {
  for (const { message, code, path } of errors)
    context.warn({
      code: "PARTIAL_DATA",
      message: code ? `${message} (${code})` : message,
      ...(path.length > 0 && { path: path.join(".") }),
    });
  for (const { code, message, field, path } of search)
    context.warn({
      code: searchCodes[code] ?? "SEARCH_WARNING",
      message: field ? `Filter "${field}": ${message}` : message,
      ...(path && { path }),
    });
};

/**
 * The value of a lookup by id.
 * @throws ConnectorError `NOT_FOUND` naming what was looked for.
 */
export const notFoundWhenNull = <T>(value: T | null | undefined, sought: string): T => {
  if (value !== null && value !== undefined) return value;
  throw new ConnectorError("NOT_FOUND", { message: `Shopify has no ${sought}, or the token may not see it.` });
};

/** What a connection says about its next page. */
export const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });

/** A connection selected as `nodes { … } pageInfo { hasNextPage endCursor }`. */
export const connectionWire = <W extends z.ZodType>(node: W) => z.object({ nodes: z.array(node), pageInfo });

/** Where the list goes on; empty on the last page. */
export const toPage = (connection: {
  readonly pageInfo: z.output<typeof pageInfo>;
}): { readonly nextCursor?: string } => {
  const { hasNextPage, endCursor } = connection.pageInfo;
  return hasNextPage && endCursor ? { nextCursor: endCursor } : {};
};
