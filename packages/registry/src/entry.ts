import type { AnyConnector, AnyOperation, ApiVersion, Effect, Idempotency } from "@trunkline/core";

/** A JSON Schema document (2020-12). */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** The contract of one operation, as published. */
export interface OperationEntry {
  readonly id: string;
  readonly connector: string;
  readonly summary: string;
  readonly description?: string;
  readonly docs: string;
  readonly effect: Effect;
  readonly idempotency: Idempotency;
  /** Upstream scopes that the credential needs; any one of an inner list suffices. */
  readonly scopes: readonly (string | readonly string[])[];
  /** Ids of operations of other connectors that it runs. */
  readonly uses: readonly string[];
  readonly keywords: readonly string[];
  readonly examples: readonly { readonly title: string; readonly input: Readonly<Record<string, unknown>> }[];
  /** Key of the output that holds a page's items, where the operation is paginated. */
  readonly pageItems?: string;
  readonly inputSchema: JsonSchema;
  /** Of the envelope's `data`. */
  readonly outputSchema: JsonSchema;
  /** SHA-256 over the canonical contract (id, effect, idempotency, both schemas), hex. Changes exactly when the contract does. */
  readonly hash: string;
  readonly operation: AnyOperation;
}

/** A connector, as published. */
export interface ConnectorEntry {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly packageVersion: string;
  readonly apiVersions: readonly ApiVersion[];
  readonly operations: readonly OperationEntry[];
  readonly connector: AnyConnector;
}
