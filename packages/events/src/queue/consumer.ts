import type { StoreTransaction } from "@trunkline/store";
import type { StoredEvent } from "../event.js";

/** One piece of work, claimed. */
export interface Work {
  readonly id: number;
  readonly queue: string;
  readonly key: string;
  readonly eventId?: number;
  /** What it is about, as it is stored. */
  readonly event?: StoredEvent;
  /** Present when the work has a payload of its own. */
  readonly payload?: unknown;
  /** Claims so far, this one included: the fence of its lease. */
  readonly attempt: number;
  /** Tries so far, this one included: claims that spent one. */
  readonly tries: number;
  readonly maxAttempts: number;
  readonly replayId?: number;
  readonly originId?: number;
  readonly trace?: string;
  /** From when it was put into its queue until it was claimed. Seconds. */
  readonly waitedSeconds: number;
}

/** What a consumer works with. */
export interface WorkContext {
  readonly work: Work;
  /** The transaction that the mark "done" is written in too. */
  readonly tx: StoreTransaction;
  /** Aborted when the lease is lost, the time is up or the process stops. */
  readonly signal: AbortSignal;
  /** What `prepare` resolved to, where the consumer has one and it was run. */
  readonly prepared?: unknown;
}

/** Who does the work of one queue. */
export interface Consumer {
  /** Name of the queue. */
  readonly name: string;
  /** Pieces of work done at once by one process. */
  readonly concurrency: number;
  /** Longest that one try may take. Milliseconds. */
  readonly timeoutMs: number;
  /** Pause before the try after `tries` failed ones. Milliseconds; default exponential with full jitter, 1 s to 1 h. */
  backoffMs?(tries: number): number;
  /**
   * The part that needs no transaction, e.g. an exchange over the network, done before one is opened: a transaction holds
   * one of the pool's few connections for as long as it lasts. What it throws counts as thrown by `run`.
   */
  prepare?(context: Pick<WorkContext, "work" | "signal">): Promise<unknown>;
  /**
   * Does the work. What it writes through `tx` is committed together with the mark "done", or not at all.
   * @throws anything: see {@link Verdict} for what follows
   */
  run(context: WorkContext): Promise<void>;
  /** Run in the transaction that makes the work a dead letter, e.g. to note it elsewhere. */
  onDead?(work: Work, tx: StoreTransaction, error: WorkFailure): Promise<void>;
}

/** A failed try, as it is kept. */
export interface WorkFailure {
  readonly code: string;
  readonly message: string;
}

/** What follows a failed try: another one later, a wait that spends no try, or the end. */
export type Verdict =
  | { readonly kind: "retry"; readonly delayMs?: number }
  | { readonly kind: "snooze"; readonly delayMs: number }
  | { readonly kind: "dead" };

/** Work to be put into a queue. */
export interface NewWork {
  readonly queue: string;
  readonly key: string;
  readonly eventId?: number;
  readonly payload?: unknown;
  readonly maxAttempts: number;
  /** Default 0; higher goes first. */
  readonly priority?: number;
  /** Not before. Milliseconds from now, by the database's clock. Default 0. */
  readonly delayMs?: number;
  readonly replayId?: number;
  readonly originId?: number;
  readonly trace?: string;
}
