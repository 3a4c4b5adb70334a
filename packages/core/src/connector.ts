import type { z } from "zod";
import type { Clock } from "./clock.js";
import type { Limits } from "./config/limits.js";
import type { Credential } from "./credentials/credential.js";
import type { TokenStore } from "./credentials/token-store.js";
import type { Warning } from "./envelope.js";
import type { ConnectorError } from "./errors/connector-error.js";
import type { Reply, Transport } from "./http/transport.js";
import type { InboundWebhooks } from "./inbound-webhooks.js";
import type { LiveStep } from "./live-steps.js";
import { type AnyOperation, listOperations, type OperationTree, type ResponseContext } from "./operation.js";
import type { Quotas } from "./quotas/bucket.js";

/** A version of an upstream's API. Days are ISO dates. */
export interface ApiVersion {
  readonly version: string;
  readonly releasedOn?: string;
  /** The day it stops being supported. */
  readonly sunsetOn?: string;
}

/** An environment variable that a connector reads for its `default` connection. */
export interface EnvVariable {
  /** e.g. `SHOPIFY_SHOP`. */
  readonly name: string;
  /** The configuration field it fills. */
  readonly field: string;
  readonly secret: boolean;
  readonly description: string;
  readonly example?: string;
}

/**
 * One way to supply a live connection: all of `variables` must be set. The first complete one wins.
 * With none complete the connection is in mock mode.
 */
export interface LiveSetup {
  /** e.g. `Client credentials`. */
  readonly title: string;
  readonly variables: readonly string[];
}

/** What a credential may use. */
export interface CredentialDeps {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly tokens: TokenStore;
  /** `tenant/connector/name`. */
  readonly connectionKey: string;
  /** Origin of the connector's base URL, without a trailing slash. The transport sends it elsewhere where a simulator stands in. */
  readonly baseUrl: string;
  /** Reports a renewal: `ok` or an error code. */
  readonly onRefresh: (outcome: string) => void;
}

/** Facts of one upstream. */
export interface Connector<C extends z.ZodType = z.ZodType, T extends OperationTree = OperationTree> {
  /** Kebab-case, e.g. `bing-wmt`. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what it gives. */
  readonly description: string;
  /** Version of the connector's package. */
  readonly version: string;
  /** Upstream API versions that the connector knows, oldest first. */
  readonly apiVersions: readonly ApiVersion[];
  /** What the caller supplies. Secrets in it are strings here and never leave `credential`. */
  readonly config: C;
  /** Variables that fill `config` from the environment. */
  readonly env: readonly EnvVariable[];
  readonly live: readonly LiveSetup[];
  /** The way to a live connection, in order; `trunkline doctor` walks it and the connector's playbook describes it. */
  readonly liveSteps?: readonly LiveStep[];
  /** The version asked for under this configuration. */
  apiVersion(config: z.output<C>): string;
  /** Absolute, without a trailing slash. */
  baseUrl(config: z.output<C>): string;
  /**
   * Hosts that requests may go to beside the base URL's: exact, or a suffix with a leading dot (`.googleapis.com`).
   * Credentials only ever go to the base URL's origin and `credentialHosts`.
   */
  allowedHosts(config: z.output<C>): readonly string[];
  /** Further hosts that may receive the credential, e.g. a second API host. Exact names. */
  credentialHosts?(config: z.output<C>): readonly string[];
  /** What operations may read of the configuration: nothing secret. */
  settings(config: z.output<C>): Readonly<Record<string, unknown>>;
  credential(config: z.output<C>, deps: CredentialDeps): Credential;
  readonly quotas: Quotas;
  /** This upstream's failures, including those inside a 200. Nothing: the common classification decides. */
  mapError(reply: Reply, operation: AnyOperation): ConnectorError | undefined;
  /** What a successful reply hides: version drift, deprecation, partial denial. */
  warnings?(reply: Reply, context: ResponseContext<unknown>): readonly Warning[];
  /** From which API versions on writes carry an idempotency key. Absent: always. */
  supportsIdempotencyKey?(apiVersion: string): boolean;
  /** Limits that suit this upstream better than the common defaults. What a caller or the environment sets wins. */
  readonly limits?: Partial<Limits>;
  readonly operations: T;
  /** How this upstream sends webhooks to a connection of that configuration. Absent: it sends none. */
  webhooks?(config: z.output<C>): InboundWebhooks;
  /** A cheap read without input that proves credential, scopes and version. */
  readonly probe: AnyOperation;
}

/** States the facts of an upstream. Checks that every operation id starts with the connector's. */
export const defineConnector = <C extends z.ZodType, const T extends OperationTree>(
  connector: Connector<C, T>,
): Connector<C, T> => {
  const prefix = `${connector.id}.`;
  for (const { id } of listOperations(connector.operations))
    if (!id.startsWith(prefix)) throw new TypeError(`Operation ${id} does not belong to connector ${connector.id}`);
  return Object.freeze({ ...connector });
};

/** Any connector, for code that treats all alike. */
// biome-ignore lint/suspicious/noExplicitAny: configurations differ; only `any` admits every connector
export type AnyConnector = Connector<any, any>;
