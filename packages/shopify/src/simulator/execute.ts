import { type ExecutionResult, execute, type GraphQLError, type OperationDefinitionNode } from "graphql";
import type { CostBucket } from "./bucket.js";
import type { Context } from "./context.js";
import { costOf } from "./cost.js";
import type { DocumentReader, PreparedDocument } from "./documents.js";
import { checkVariables } from "./input-checks.js";
import type { CostQuestion } from "./selections.js";

/** A GraphQL request as it came. */
export interface GraphqlRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What goes back, always in a 200. */
export interface GraphqlAnswer {
  readonly body: Readonly<Record<string, unknown>>;
  readonly usedDeprecated: boolean;
}

/** What running a request needs. */
interface ExecuteDeps {
  readonly documents: DocumentReader;
  readonly bucket: CostBucket;
  /** Made once the request may run; `isMutation` decides what may be remembered. */
  contextFor(isMutation: boolean): Context;
  /** Refuses as if the bucket were empty. */
  readonly throttle: boolean;
}

const maxCost = 1_000;

/** Reads, checks, prices and runs a request, as the service does: most refusals are a 200 too. */
export const runGraphql = async (
  request: GraphqlRequest,
  apiVersion: string,
  deps: ExecuteDeps,
): Promise<GraphqlAnswer> => {
  const refuse = (errors: readonly object[]): GraphqlAnswer => ({ body: { errors }, usedDeprecated: false });
  const read = deps.documents.prepare(apiVersion, request.query);
  if (!read.ok) return refuse(read.errors);
  const operation = chooseOperation(read.prepared, request.operationName);
  if ("message" in operation) return refuse([operation]);
  const problems = checkVariables(read.prepared.schema, operation, request.variables);
  if (problems.length > 0) return refuse(problems);

  const question: CostQuestion = {
    schema: read.prepared.schema,
    fragments: read.prepared.fragments,
    operation,
    variables: request.variables,
  };
  const requested = costOf(question);
  if (requested > maxCost) return refuse([tooDear(requested)]);
  if (deps.throttle || !deps.bucket.take(requested)) return { body: throttled(requested, deps), usedDeprecated: false };
  return run(request, question, requested, read.prepared, deps);
};

const run = async (
  request: GraphqlRequest,
  question: CostQuestion,
  requested: number,
  { schema, document, isDeprecated }: PreparedDocument,
  deps: ExecuteDeps,
): Promise<GraphqlAnswer> => {
  const context = deps.contextFor(question.operation.operation === "mutation");
  const result: ExecutionResult = await execute({
    schema,
    document,
    operationName: question.operation.name?.value,
    variableValues: request.variables,
    contextValue: context,
  });
  const actual = result.data == null ? requested : Math.min(requested, Math.max(costOf(question, result.data), 1));
  deps.bucket.giveBack(requested - actual);
  const extensions = {
    cost: { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: deps.bucket.status() },
    ...(context.searchReports.length > 0 && { search: context.searchReports }),
  };
  const failed = result.errors?.find(({ extensions: { code } }) => code === "INTERNAL_SERVER_ERROR");
  if (failed && question.operation.operation !== "mutation")
    return { body: { errors: [toError(failed)], data: null, extensions }, usedDeprecated: isDeprecated };
  return {
    body: { ...(result.errors && { errors: result.errors.map(toError) }), data: result.data ?? null, extensions },
    usedDeprecated: isDeprecated,
  };
};

const chooseOperation = (
  { operations }: PreparedDocument,
  name: string | undefined,
): OperationDefinitionNode | { readonly message: string } => {
  const [first] = operations;
  if (name === undefined || name === "")
    return operations.length === 1 && first ? first : { message: "An operation name is required" };
  return operations.find((operation) => operation.name?.value === name) ?? { message: `No operation named "${name}"` };
};

const toError = ({ message, locations, path, extensions }: GraphQLError): object => ({
  message,
  locations,
  extensions: { code: "INTERNAL_SERVER_ERROR", ...extensions },
  path,
});

const tooDear = (cost: number): object => ({
  message: `Query cost is ${cost}, which exceeds the single query max cost limit (${maxCost}).`,
  extensions: {
    code: "MAX_COST_EXCEEDED",
    cost,
    maxCost,
    documentation: "https://shopify.dev/api/usage/limits#rate-limits",
  },
});

const throttled = (requested: number, { bucket, throttle }: ExecuteDeps): Readonly<Record<string, unknown>> => {
  const status = bucket.status();
  return {
    errors: [
      {
        message: "Throttled",
        extensions: { code: "THROTTLED", documentation: "https://shopify.dev/api/usage/rate-limits" },
      },
    ],
    extensions: {
      cost: {
        requestedQueryCost: requested,
        actualQueryCost: null,
        throttleStatus: throttle
          ? { ...status, currentlyAvailable: Math.min(status.currentlyAvailable, Math.max(0, requested - 1)) }
          : status,
      },
    },
  };
};
