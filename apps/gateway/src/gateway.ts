import type { Download, Envelope, Lane, Progress, Upload } from "@trunkline/core";
import type { OperationEntry, Registry } from "@trunkline/registry";
import type { Principal } from "./auth/principal.js";

/** One call as any surface makes it. */
export interface GatewayCall {
  readonly principal: Principal;
  /** Operation id. */
  readonly operation: string;
  /** Connection name. Default `default`. */
  readonly connection?: string;
  /** Not yet validated. */
  readonly input: unknown;
  readonly signal?: AbortSignal;
  readonly idempotencyKey?: string;
  readonly deadlineMs?: number;
  readonly requestId?: string;
  readonly lane?: Lane;
  readonly fresh?: boolean;
  readonly onProgress?: (step: Progress) => void;
}

/** Which operations a surface asks for. */
export interface OperationFilter {
  /** Connector ids. Default: all. */
  readonly connectors?: readonly string[];
  /** Only reads. */
  readonly readonly?: boolean;
}

/** What every surface stands on: one catalogue, one authorisation, one way to call. */
export interface Gateway {
  readonly registry: Registry;
  /** Operations this principal may list and call now: exposure, flags and scopes applied, in catalogue order. */
  visible(principal: Principal, filter?: OperationFilter): readonly OperationEntry[];
  /** Authorises, finds the connection, runs. Never rejects; refuses with `SHUTTING_DOWN` while draining. */
  call(call: GatewayCall): Promise<Envelope<unknown>>;
  /** Items of a paginated or streaming operation; the iteration throws ConnectorError. Authorised like `call`. */
  items(call: GatewayCall): AsyncIterable<unknown>;
  /** The file of an operation that has one. Authorised like `call`; it is under way until its bytes have been read. */
  download(call: GatewayCall): Promise<Envelope<Download>>;
  /** An operation with a stream in its input. Authorised like `call`. Never rejects. */
  upload(call: GatewayCall, upload: Upload): Promise<Envelope<unknown>>;
}
