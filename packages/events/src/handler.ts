import type { Envelope } from "@trunkline/core";
import type { StoreTransaction } from "@trunkline/store";
import type { StoredEvent } from "./event.js";

/** What a handler works with. */
export interface HandlerContext {
  readonly event: StoredEvent;
  /**
   * The transaction that the mark "handled" is written in too: what is written through it happens exactly once, and only
   * if `run` resolves.
   */
  readonly tx: StoreTransaction;
  /** Aborted when the lease is lost or the process stops. */
  readonly signal: AbortSignal;
  /** Counted from 1. */
  readonly attempt: number;
  /** True when nothing may happen outside `tx`, which is rolled back: a preview of a replay. */
  readonly dryRun: boolean;
  /** The replay that asks for this, if any. */
  readonly replayId?: number;
  /**
   * Calls an operation through the write ledger, with a key made of the event, the handler and `step`: however often this
   * is tried, the write happens once. Refused in a dry run, and noted as what would be done.
   * `connection`: `tenant/connector/name`, default the event's own.
   */
  call(step: string, operation: string, input: unknown, connection?: string): Promise<Envelope<unknown>>;
  /** Says in a dry run what would be done; in a run it goes to the log of the attempt. */
  note(text: string): void;
}

/** What is to be done about events, as a value. */
export interface EventHandler {
  /** Names its queue: lower case, digits, `-`. Never change it while work is waiting. */
  readonly name: string;
  /** One sentence for people. */
  readonly summary: string;
  /** Which events, as `connector:type` patterns with `*`, e.g. `shopify:orders/*`. */
  readonly on: readonly string[];
  /** Events handled at once by one process. Default 6. */
  readonly concurrency?: number;
  /** Tries before it becomes a dead letter. Default 8. */
  readonly maxAttempts?: number;
  /** Longest that one try may take; the lease is renewed meanwhile. Milliseconds; default 60 s. */
  readonly timeoutMs?: number;
  /** Higher goes first among the work of one handler. Default 0. */
  readonly priority?: number;
  /** Default: the event's own ordering key. Return something unique to give up the order. */
  orderingKey?(event: StoredEvent): string;
  /**
   * @throws anything: the try is repeated after a backoff. A ConnectorError that is not retryable makes it a dead letter at
   * once; one that says when to come back is waited for without spending a try.
   */
  run(context: HandlerContext): Promise<void>;
}

/** States a handler. */
export const defineHandler = (handler: EventHandler): EventHandler => {
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(handler.name))
    throw new TypeError(`Handler name "${handler.name}" must be lower-case letters, digits and "-", at most 63.`);
  if (handler.on.length === 0) throw new TypeError(`Handler ${handler.name} states no events; "*" means all.`);
  return Object.freeze({ ...handler });
};
