import { type ComposedCall, ConnectorError, defineComposedOperation, isConnectorError } from "@trunkline/core";
import { z } from "zod";
import { BulkOperation } from "../schemas/bulk.js";
import { bulkExample, bulkQueryInput, cancelBulkOperation, getBulkOperation, startBulkOperation } from "./bulk.js";

const firstPollMs = 1_000;
const longestPollMs = 10_000;
const pollGrowth = 1.5;
/** Polls that may fail one after another for a passing reason: the export itself runs on at Shopify. */
const toleratedFailures = 5;
/** The address of a failed export's partial result may come a little after the failure. */
const partialDataPolls = 3;

/** Exports and waits. */
export const runBulkOperation = defineComposedOperation({
  id: "shopify.bulk.run",
  summary: "Run a bulk export to its end and give the address of its result",
  description: "May take minutes to hours; giving up cancels it at Shopify. Read the rows with shopify.bulk.rows.",
  docs: "https://shopify.dev/docs/api/usage/bulk-operations/queries",
  effect: "write",
  idempotency: "none",
  input: z.object(bulkQueryInput),
  output: BulkOperation,
  keywords: ["export", "dump", "all", "jsonl", "large", "wait"],
  examples: [bulkExample],
  deadlineMs: 12 * 60 * 60_000,
  run: async (call, input) => {
    const { id } = await call.run(startBulkOperation, input);
    try {
      return concluded(await finished(call, id), call);
    } catch (error) {
      if (call.signal.aborted) await call.cleanUp(cancelBulkOperation, { id });
      throw error;
    }
  },
});

const isFinal = ({ status }: BulkOperation): boolean => ["COMPLETED", "CANCELED", "FAILED", "EXPIRED"].includes(status);

/** Polls with growing pauses until the operation has ended. */
const finished = async (call: ComposedCall, id: string): Promise<BulkOperation> => {
  let waitMs = firstPollMs;
  let failures = 0;
  let awaitedPartial = 0;
  for (;;) {
    await call.sleep(waitMs);
    waitMs = Math.min(longestPollMs, waitMs * pollGrowth);
    const state = await polled(call, id, failures < toleratedFailures);
    if (state === undefined) {
      failures += 1;
      continue;
    }
    failures = 0;
    call.progress({ done: state.objectCount, message: `${state.status.toLowerCase()}, ${state.objectCount} objects` });
    const mayYetHavePartial = state.status === "FAILED" && !state.partialDataUrl && awaitedPartial < partialDataPolls;
    if (mayYetHavePartial) awaitedPartial += 1;
    else if (isFinal(state)) return state;
  }
};

/** The state, or nothing when asking failed for a passing reason and that is tolerated. */
const polled = async (call: ComposedCall, id: string, tolerant: boolean): Promise<BulkOperation | undefined> => {
  try {
    return await call.run(getBulkOperation, { id });
  } catch (error) {
    if (!isConnectorError(error)) throw error;
    const passing = error.retryable || error.code === "CIRCUIT_OPEN";
    if (passing && tolerant && !call.signal.aborted) return undefined;
    throw stillRunning(error, id);
  }
};

const stillRunning = (error: ConnectorError, id: string): ConnectorError =>
  new ConnectorError(error.code, {
    message: `${error.message} The bulk operation ${id} may still be running: ask shopify.bulk.get.`,
    retryable: false,
    outcome: "executed",
    status: error.status,
    upstream: error.upstream,
    cause: error,
  });

/** A completed operation, or a failed one that left part of its rows; any other end is an error. */
const concluded = (operation: BulkOperation, call: Pick<ComposedCall, "warn">): BulkOperation => {
  const { id, status, errorCode = "no reason given" } = operation;
  if (status === "COMPLETED") return operation;
  if (status === "FAILED" && operation.partialDataUrl) {
    call.warn({
      code: "PARTIAL_RESULT",
      message: `The bulk operation failed (${errorCode}); partialDataUrl has only what it had found by then.`,
      path: "partialDataUrl",
    });
    return operation;
  }
  throw new ConnectorError(endCodes[status] ?? failureCodes[errorCode] ?? "UPSTREAM_UNAVAILABLE", {
    message: `The bulk operation ${id} ended as ${status} (${errorCode}) after ${operation.objectCount} objects.`,
    retryable: false,
    outcome: "executed",
    upstream: { code: operation.errorCode ?? status, message: `bulk operation ${status.toLowerCase()}` },
  });
};

const endCodes: Readonly<Record<string, "CONFLICT">> = { CANCELED: "CONFLICT", EXPIRED: "CONFLICT" };
const failureCodes: Readonly<Record<string, "UPSTREAM_FORBIDDEN">> = { ACCESS_DENIED: "UPSTREAM_FORBIDDEN" };
