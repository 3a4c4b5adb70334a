import { cancelBulkOperation, defaultBulkTiming } from "../bulk.js";
import { checkBulkQuery } from "../bulk-rules.js";
import type { Context } from "../context.js";
import { type ListArguments, type Listing, toListing } from "../listing.js";
import type { BulkOperation } from "../records/operations.js";
import type { Store } from "../state.js";
import { type Fields, userError } from "./fields.js";

const listing: Listing<BulkOperation> = {
  search: {
    id: ({ id }) => id,
    status: ({ status }) => status.toLowerCase(),
    operation_type: ({ type }) => type.toLowerCase(),
    created_at: ({ createdAt }) => createdAt,
  },
  sort: {
    CREATED_AT: ({ createdAt }) => createdAt,
    COMPLETED_AT: ({ completedAt }) => completedAt ?? 0,
    STATUS: ({ status }) => status,
  },
};

const mostAtOnce = 5;
const isActive = ({ status }: BulkOperation) => status === "CREATED" || status === "RUNNING" || status === "CANCELING";
const all = (store: Store) => [...store.BulkOperation.values()];

const bulkOperation: Fields<BulkOperation> = {
  objectCount: ({ objectCount }) => String(objectCount),
  rootObjectCount: ({ rootObjectCount }) => String(rootObjectCount),
  fileSize: ({ fileSize }) => (fileSize === null ? null : String(fileSize)),
};

const bulkOperationRunQuery = (
  _: unknown,
  { query, groupObjects }: { query: string; groupObjects: boolean },
  context: Context,
  { schema }: { schema: Parameters<typeof checkBulkQuery>[0] },
) => {
  const { store } = context;
  const checked = checkBulkQuery(schema, query);
  if (!("operation" in checked)) return { bulkOperation: null, userErrors: checked };
  const running = all(store).filter(isActive);
  if (running.length >= mostAtOnce)
    return {
      bulkOperation: null,
      userErrors: [
        userError(
          null,
          `A bulk query operation for this app and shop is already in progress: ${running.map(({ id }) => id).join(", ")}.`,
          "OPERATION_IN_PROGRESS",
        ),
      ],
    };
  const operation: BulkOperation = {
    ...store.mint("BulkOperation"),
    type: "QUERY",
    query,
    groupObjects,
    status: "CREATED",
    errorCode: null,
    completedAt: null,
    objectCount: 0,
    rootObjectCount: 0,
    fileSize: null,
    url: null,
    partialDataUrl: null,
  };
  store.BulkOperation.set(operation.id, operation);
  context.startBulk(operation.id);
  return { bulkOperation: { ...operation }, userErrors: [] };
};

const bulkOperationCancel = (_: unknown, { id }: { id: string }, context: Context) => {
  const operation = context.store.BulkOperation.get(id);
  if (!operation) return { bulkOperation: null, userErrors: [userError(["id"], "Bulk operation does not exist")] };
  if (operation.status !== "CREATED" && operation.status !== "RUNNING")
    return {
      bulkOperation: operation,
      userErrors: [userError(null, `A bulk operation cannot be canceled when it is ${operation.status.toLowerCase()}`)],
    };
  cancelBulkOperation(operation, context, defaultBulkTiming.cancelMs);
  return { bulkOperation: { ...operation }, userErrors: [] };
};

/** Bulk operations. */
export const bulkResolvers = {
  BulkOperation: bulkOperation,
  Mutation: { bulkOperationRunQuery, bulkOperationCancel } as Fields<unknown>,
  QueryRoot: {
    bulkOperations: (_: unknown, args: ListArguments, context, info) =>
      toListing(all(context.store), listing, { sortKey: "CREATED_AT", ...args }, context, info),
    bulkOperation: (_: unknown, { id }: { id: string }, { store }) => store.BulkOperation.get(id),
    currentBulkOperation: (_: unknown, { type = "QUERY" }: { type?: string }, { store }) =>
      all(store).findLast((each) => each.type === type),
  } satisfies Fields<unknown>,
};
