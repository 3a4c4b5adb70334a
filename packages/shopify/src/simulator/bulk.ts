import type { GraphQLSchema } from "graphql";
import { type BulkRow, runBulkQuery } from "./bulk-rows.js";
import type { Context } from "./context.js";
import { numericId } from "./gid.js";
import type { BulkOperation } from "./records/operations.js";
import type { Body } from "./webhook-bodies.js";

/** How long each step of a bulk operation takes. */
interface BulkTiming {
  readonly queuedMs: number;
  readonly runningMs: number;
  readonly cancelMs: number;
}

/** Quick enough for demos, slow enough to be seen. */
export const defaultBulkTiming: BulkTiming = { queuedMs: 40, runningMs: 100, cancelMs: 40 };

/** Files of finished operations by the number of their id. */
export type BulkFiles = Map<string, readonly BulkRow[]>;

/** What running needs beside the context of the request that started it. */
interface BulkDeps {
  readonly schema: GraphQLSchema;
  readonly files: BulkFiles;
  readonly timing: BulkTiming;
  later(afterMs: number, work: () => void): void;
}

/** Takes an accepted operation through its states: CREATED, RUNNING, then COMPLETED or FAILED. */
export const startBulkOperation = (operation: BulkOperation, context: Context, deps: BulkDeps): void => {
  deps.later(deps.timing.queuedMs, () => {
    if (operation.status !== "CREATED") return;
    operation.status = "RUNNING";
    operation.updatedAt = context.store.clock.now();
    deps.later(deps.timing.runningMs, () => void finish(operation, context, deps));
  });
};

const finish = async (operation: BulkOperation, context: Context, { schema, files }: BulkDeps): Promise<void> => {
  if (operation.status !== "RUNNING") return;
  const { rows, rootCount, errorCode } = await runBulkQuery(schema, operation.query, context, operation.groupObjects);
  if (operation.status !== "RUNNING") return;
  const now = context.store.clock.now();
  operation.completedAt = now;
  operation.updatedAt = now;
  operation.status = errorCode ? "FAILED" : "COMPLETED";
  operation.errorCode = errorCode ?? null;
  operation.objectCount = rows.length;
  operation.rootObjectCount = rootCount;
  if (rows.length > 0) {
    const id = numericId(operation.id);
    files.set(id, rows);
    operation.fileSize = rows.reduce((sum, row) => sum + Buffer.byteLength(toLine(row)), 0);
    operation.url = `${context.settings.baseUrl}/bulk-operation-outputs/${id}.jsonl?signature=simulator&expires=${Math.floor(now / 1000) + 7 * 86_400}`;
  }
  announceEnd(operation, context);
};

/** Stops an operation that has not ended; what it found is lost. */
export const cancelBulkOperation = (operation: BulkOperation, context: Context, afterMs: number): void => {
  operation.status = "CANCELING";
  operation.updatedAt = context.store.clock.now();
  context.later(afterMs, () => {
    operation.status = "CANCELED";
    announceEnd(operation, context);
  });
};

const announceEnd = (operation: BulkOperation, { emit, store }: Context): void =>
  emit({
    topic: "BULK_OPERATIONS_FINISH",
    body: (): Body => ({
      admin_graphql_api_id: operation.id,
      completed_at: new Date(operation.completedAt ?? store.clock.now()).toISOString(),
      created_at: new Date(operation.createdAt).toISOString(),
      error_code: operation.errorCode?.toLowerCase() ?? null,
      status: operation.status.toLowerCase(),
      type: operation.type.toLowerCase(),
    }),
  });

// Slashes are escaped in the service's files.
const toLine = (row: BulkRow): string => `${JSON.stringify(row).replaceAll("/", "\\/")}\n`;

/** A file piece by piece. */
export async function* streamRows(rows: readonly BulkRow[]): AsyncIterable<Uint8Array> {
  const linesPerChunk = 200;
  for (let start = 0; start < rows.length; start += linesPerChunk)
    yield Buffer.from(
      rows
        .slice(start, start + linesPerChunk)
        .map(toLine)
        .join(""),
    );
}
