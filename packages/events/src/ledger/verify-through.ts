import { type AnyOperation, type Connection, isComposed, listOperations, toWriteResult } from "@trunkline/core";
import type { VerifyWrite } from "./settle-writes.js";

/** Verifies through open connections: `find` gives that of a key `tenant/connector/name`. Reads in the bulk lane. */
export const verifyThrough =
  (find: (key: string) => Connection | undefined): VerifyWrite =>
  async (write, endedAgoMs) => {
    const connection = find(write.connection);
    if (!connection) return { outcome: "unknown", reason: "its connection is not open here", retryAfterMs: 60_000 };
    const operation = listOperations(connection.connector.operations)
      .flatMap(withExchange)
      .find(({ id }) => id === write.operation);
    const input = operation?.input.safeParse(write.input);
    if (!operation || !input?.success) return { outcome: "unknown", reason: "its operation is not known as it was" };
    const found = await connection.verify(operation, { ...write, input: input.data }, endedAgoMs, { lane: "bulk" });
    return found.outcome === "unknown" ? found : { outcome: "settled", result: toWriteResult(operation, found) };
  };

const withExchange = (operation: AnyOperation): readonly AnyOperation[] =>
  isComposed(operation) && operation.exchange ? [operation, operation.exchange] : [operation];
