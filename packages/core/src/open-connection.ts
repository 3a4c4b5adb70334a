import type { z } from "zod";
import { pagesOf } from "./client.js";
import { streamComposed } from "./composed.js";
import type { CallOptions, Connection, ConnectionOptions } from "./connection.js";
import { createConnectionParts } from "./connection-parts.js";
import type { AnyConnector, Connector } from "./connector.js";
import { fromErrorEnvelope } from "./envelope.js";
import { ConnectorError } from "./errors/connector-error.js";
import { execute, refuseDisabled, startCall, validInput } from "./execute.js";
import { explain } from "./explain.js";
import { type AnyOperation, isComposed, type OperationTree, toIssues } from "./operation.js";
import { neverAborted } from "./pipeline/on-abort.js";
import type { Runtime } from "./runtime.js";
import { verifierOf } from "./verify-write.js";

/**
 * Opens a connection: pools, breaker, quota state, caches and credential of one account.
 * @throws ConnectorError `NOT_CONFIGURED` when the configuration does not fit, with every problem and its path.
 */
export const openConnection = <C extends z.ZodType, T extends OperationTree>(
  connector: Connector<C, T>,
  config: z.input<C>,
  options: ConnectionOptions = {},
): Connection => {
  const parts = createConnectionParts(connector, parseConfig(connector, config), options);
  const { runtime, breaker, quotas } = parts;
  return {
    connector,
    key: runtime.key,
    name: runtime.metaFacts.connection,
    apiVersion: runtime.apiVersion,
    execute: (operation, input, callOptions) => execute(runtime, operation, input, callOptions) as never,
    items: (operation, input, callOptions) => itemsOf(runtime, operation, input, callOptions),
    verify: (operation, write, endedAgoMs, callOptions = {}) =>
      verifierOf(
        runtime,
        startCall(runtime, operation, callOptions),
        callOptions.signal ?? neverAborted,
      )(write, endedAgoMs),
    explain: (operation) => explain(parts, operation),
    status: () => ({
      breaker: breaker.state(),
      breakerOpenUntilMs: breaker.openUntilMs(),
      credential: parts.credential.state(),
      quotas: quotas.states(),
      ...parts.observer.status(),
    }),
    close: async () => {
      quotas.close();
      breaker.close();
      parts.observer.close();
      await parts.closeTransport();
    },
  };
};

const parseConfig = (connector: AnyConnector, config: unknown): unknown => {
  const parsed = connector.config.safeParse(config);
  if (parsed.success) return parsed.data;
  const issues = toIssues(parsed.error as z.ZodError);
  throw new ConnectorError("NOT_CONFIGURED", {
    message: `The configuration of ${connector.id} does not fit: ${issues
      .map(({ path, message }) => (path ? `${path}: ${message}` : message))
      .join("; ")}.`,
    issues,
  });
};

async function* itemsOf(
  runtime: Runtime,
  operation: AnyOperation,
  input: unknown,
  options: CallOptions = {},
): AsyncGenerator<unknown> {
  if (isComposed(operation) && operation.stream) {
    refuseDisabled(runtime, operation);
    yield* streamComposed(runtime, startCall(runtime, operation, options), operation, validInput(operation, input));
    return;
  }
  const key = operation.pagination?.items;
  if (key === undefined)
    throw new ConnectorError("INVALID_INPUT", { message: `${operation.id} gives one answer, not items page by page.` });
  const call = (page: unknown, callOptions?: CallOptions) => execute(runtime, operation, page, callOptions) as never;
  for await (const page of pagesOf(call, (input ?? {}) as Record<string, unknown>, options)) {
    if (!page.ok) throw fromErrorEnvelope(page.error);
    yield* (page.data as Record<string, readonly unknown[]>)[key] ?? [];
  }
}
