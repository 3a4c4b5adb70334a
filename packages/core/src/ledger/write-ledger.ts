import type { ErrorEnvelope, Warning } from "../envelope.js";
import type { Reply } from "../http/transport.js";

/** A write that is about to leave: what its row in the ledger says. */
export interface WriteIntent {
  /** `tenant/connector/name`. */
  readonly connection: string;
  /** Operation id. */
  readonly operation: string;
  /** Unique within connection and operation. */
  readonly key: string;
  /** False when it was minted for this call. */
  readonly keySupplied: boolean;
  /** Equal for inputs that mean the same. */
  readonly inputHash: string;
  /** For people and for verifying after a crash; secrets in it are hidden. */
  readonly input: unknown;
  /** False when something was hidden in `input`: it can then not be used to verify. */
  readonly inputComplete: boolean;
  readonly caller: string;
  readonly requestId: string;
  /** W3C `traceparent`. */
  readonly trace?: string;
}

/** What is kept of a reply: all that decoding it again needs. */
export type KeptReply = Pick<Reply, "status" | "headers" | "bytes">;

/** What a write answered: the upstream's reply, or the data that a composed operation or a later reading gave. */
export type WriteAnswer =
  | { readonly kind: "reply"; readonly reply: KeptReply }
  | { readonly kind: "data"; readonly data: unknown; readonly warnings: readonly Warning[] };

/** How a write ended. Its error's `outcome` says whether it may be tried again. */
export type WriteResult = WriteAnswer | { readonly kind: "failure"; readonly error: ErrorEnvelope };

/** A write that this caller carries out and nobody else. */
export interface StartedWrite {
  /** Records the end. Rejects when that could not be kept; the row then becomes unknown by itself. */
  finish(result: WriteResult): void | Promise<void>;
}

/** A write that nobody carries out and of which nobody knows whether it took effect. */
export interface UnknownWrite {
  /** When it first left. Milliseconds since the epoch, by the ledger's clock. */
  readonly startedAtMs: number;
  /** Since it first left, by the ledger's clock. Milliseconds. */
  readonly startedAgoMs: number;
  /** Since it was last under way. Milliseconds. */
  readonly endedAgoMs: number;
  /** How it failed. Absent after a crash. */
  readonly error?: ErrorEnvelope;
  /** Takes it up once more. Nothing: somebody else was faster. */
  repeat(): StartedWrite | undefined | Promise<StartedWrite | undefined>;
  /** Records what was found out by reading. False: somebody else was faster. */
  settle(result: WriteResult): boolean | Promise<boolean>;
}

/** What the ledger says to a write that wants to leave. */
export type BegunWrite =
  /** It may leave; its row is there. */
  | { readonly state: "started"; readonly write: StartedWrite }
  /** It is under way. `ended` resolves with how, or with nothing when that is unknown; it rejects with the signal's reason. */
  | { readonly state: "running"; ended(signal: AbortSignal): Promise<WriteResult | undefined> }
  /** It has been carried out. */
  | { readonly state: "ended"; readonly result: WriteResult }
  | { readonly state: "unknown"; readonly write: UnknownWrite }
  /** The key belongs to another input. */
  | { readonly state: "mismatch" };

/**
 * Remembers every write from before it leaves, so that none happens twice. A write that certainly was not carried out may
 * begin again under its key.
 */
export interface WriteLedger {
  /** Answers at once where the ledger is memory. Rejects when the ledger cannot be reached: the write must not leave then. */
  begin(intent: WriteIntent): BegunWrite | Promise<BegunWrite>;
}
