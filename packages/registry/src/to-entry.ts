import { type AnyConnector, type AnyOperation, idempotencyOf, listOperations } from "@trunkline/core";
import type { ConnectorEntry, OperationEntry } from "./entry.js";
import { contentHash, toInputSchema, toOutputSchema, withoutWords } from "./json-schema.js";

/** The contract of an operation. */
export const toOperationEntry = (operation: AnyOperation, connector: string): OperationEntry => {
  const inputSchema = toInputSchema(operation.input);
  const outputSchema = toOutputSchema(operation.output);
  const { id, summary, description, docs, effect, scopes = [], uses = [], keywords = [], examples = [] } = operation;
  const idempotency = idempotencyOf(operation);
  return Object.freeze({
    id,
    connector,
    summary,
    ...(description !== undefined && { description }),
    docs,
    effect,
    idempotency,
    scopes,
    uses,
    keywords,
    examples,
    ...(operation.pagination && { pageItems: operation.pagination.items as string }),
    inputSchema,
    outputSchema,
    hash: contentHash({
      id,
      effect,
      idempotency,
      input: withoutWords(inputSchema),
      output: withoutWords(outputSchema),
    }),
    operation,
  });
};

/** A connector with the contracts of all its operations, in the order they are written. */
export const toConnectorEntry = (connector: AnyConnector): ConnectorEntry =>
  Object.freeze({
    id: connector.id,
    title: connector.title,
    description: connector.description,
    packageVersion: connector.version,
    apiVersions: connector.apiVersions,
    operations: Object.freeze(
      listOperations(connector.operations).map((operation) => toOperationEntry(operation, connector.id)),
    ),
    connector,
  });
