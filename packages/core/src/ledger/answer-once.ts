import { fromErrorEnvelope, toErrorEnvelope, type Warning } from "../envelope.js";
import { ConnectorError, isConnectorError, withErrorFields } from "../errors/connector-error.js";
import { describeCause } from "../errors/redact.js";
import type { AnyOperation } from "../operation.js";
import { toConnectorError } from "../seal.js";
import type { PastWrite, Verification } from "./verification.js";
import type { WriteCall } from "./write-intent.js";
import { toWriteIntent } from "./write-intent.js";
import type { BegunWrite, StartedWrite, UnknownWrite, WriteAnswer, WriteLedger, WriteResult } from "./write-ledger.js";

/** What the ledger tells the call, for its envelope. */
export interface OnceJournal {
  /** What to answer when the deadline comes while the first call is still running. */
  inProgress?: ConnectorError | undefined;
  /** The answer is the first one again. */
  replayed?: boolean;
  /** The answer could not be written down. */
  unrecorded?: boolean;
  /**
   * True while a write's exchange is under way, and when it may have been done by this call or one before it without that
   * being known: what the outcome of an interrupted write stands on.
   */
  unsettled?: boolean;
}

/** One write, to be done once. */
export interface OnceOptions<Answer extends WriteAnswer> {
  readonly ledger: WriteLedger;
  readonly call: WriteCall;
  readonly signal: AbortSignal;
  readonly journal: OnceJournal;
  /** Does it. */
  run(): Promise<Answer>;
  /** Whether doing it again is harmless although it may have been done. */
  mayRepeat(write: UnknownWrite): boolean;
  /** Looks whether it was done. */
  verify(write: PastWrite, endedAgoMs: number): Promise<Verification>;
}

/**
 * The first answer to a write: by doing it, or, when it was begun before, by waiting for that, by remembering its answer,
 * by reading, or by doing it again where that is harmless.
 * @throws ConnectorError also `IDEMPOTENCY_MISMATCH`, `STORE_UNAVAILABLE`, and the first failure where it stays unknown
 */
export const answerOnce = async <Answer extends WriteAnswer>(options: OnceOptions<Answer>): Promise<WriteAnswer> => {
  const { call, journal, signal } = options;
  const intent = toWriteIntent(call);
  for (;;) {
    const begun = await begin(options, intent);
    if (begun.state === "mismatch") throw mismatch(call);
    if (begun.state === "started") return carryOut(options, begun.write, false);
    if (begun.state === "unknown") {
      const again = await takeUp(options, begun.write);
      if (again) return carryOut(options, again, true);
    } else {
      const result = await endOf(options, begun);
      if (result?.kind === "failure") throw fromErrorEnvelope(result.error);
      if (result) {
        journal.replayed = true;
        return result;
      }
    }
    signal.throwIfAborted();
  }
};

const begin = async (
  { ledger }: Pick<OnceOptions<WriteAnswer>, "ledger">,
  intent: Parameters<WriteLedger["begin"]>[0],
) => {
  try {
    return await ledger.begin(intent);
  } catch (cause) {
    throw isConnectorError(cause) ? cause : unavailable(intent.operation, cause);
  }
};

/** Does it and writes down how it ended. What was done stays done, even if that cannot be written down. */
const carryOut = async <Answer extends WriteAnswer>(
  { call, run, journal }: OnceOptions<Answer>,
  write: StartedWrite,
  mayBeDone: boolean,
): Promise<Answer> => {
  const record = async (result: WriteResult): Promise<void> => {
    try {
      await write.finish(result);
    } catch {
      journal.unrecorded = true;
    }
  };
  try {
    const answer = await run();
    await record(answer);
    return answer;
  } catch (thrown) {
    const error = toConnectorError(thrown, call.operation);
    // That it was refused this time says nothing about the time before.
    const told = mayBeDone && error.outcome === "not_executed" ? withErrorFields(error, { outcome: "unknown" }) : error;
    await record({ kind: "failure", error: toErrorEnvelope(told) });
    throw told;
  }
};

/** How a write ended that is under way or over; nothing when that must be asked again. */
const endOf = async (
  { call, signal, journal }: OnceOptions<WriteAnswer>,
  begun: Exclude<BegunWrite, { readonly state: "started" | "mismatch" | "unknown" }>,
): Promise<WriteResult | undefined> => {
  if (begun.state === "ended") return begun.result;
  journal.inProgress = inProgress(call);
  journal.unsettled = true;
  const result = await begun.ended(signal);
  journal.inProgress = undefined;
  if (result?.kind !== "failure") return result;
  if (gaveUpEarly(result)) journal.unsettled = false;
  return result.error.outcome === "unknown" || gaveUpEarly(result) ? undefined : result;
};

/** The first caller lost patience before anything happened: the one who waits may go ahead. */
const gaveUpEarly = ({ error }: Extract<WriteResult, { readonly kind: "failure" }>): boolean =>
  error.outcome === "not_executed" && (error.code === "CANCELLED" || error.code === "DEADLINE_EXCEEDED");

/** The write to be done again, where that is harmless. Otherwise what reading tells is put in the ledger, which then decides. */
const takeUp = async <Answer extends WriteAnswer>(
  { call, journal, mayRepeat, verify }: OnceOptions<Answer>,
  write: UnknownWrite,
): Promise<StartedWrite | undefined> => {
  journal.unsettled = true;
  if (mayRepeat(write)) return write.repeat();
  const past = { input: call.input, startedAtMs: write.startedAtMs, key: call.idempotencyKey };
  const found = await verify(past, write.endedAgoMs);
  if (found.outcome === "unknown") throw stillUnknown(call, write, found);
  if (found.outcome === "not_executed") journal.unsettled = false;
  await settle(write, toWriteResult(call.operation, found));
  return undefined;
};

const settle = async (write: UnknownWrite, result: WriteResult): Promise<void> => {
  try {
    await write.settle(result);
  } catch (cause) {
    throw unavailable("The write", cause);
  }
};

/** What reading found, as it is recorded. */
export const toWriteResult = (
  operation: AnyOperation,
  found: Exclude<Verification, { readonly outcome: "unknown" }>,
): WriteResult =>
  found.outcome === "executed"
    ? { kind: "data", data: found.data, warnings: [foundByReading(operation)] }
    : { kind: "failure", error: toErrorEnvelope(notExecuted(operation)) };

const foundByReading = ({ id }: AnyOperation): Warning => ({
  code: "FOUND_BY_READING",
  message: `The first answer to this ${id} was lost; this is what was found by reading.`,
});

const notExecuted = ({ id }: AnyOperation): ConnectorError =>
  new ConnectorError("NOT_FOUND", {
    message: `Reading showed that this ${id} was not carried out.`,
    retryable: true,
  });

const mismatch = ({ operation }: WriteCall): ConnectorError =>
  new ConnectorError("IDEMPOTENCY_MISMATCH", {
    message: `The idempotency key of this ${operation.id} was used before with another input.`,
  });

const unavailable = (operation: string, cause: unknown): ConnectorError =>
  new ConnectorError("STORE_UNAVAILABLE", {
    message: `${operation} was not sent: the write ledger cannot be reached (${describeCause(cause)}).`,
    cause,
  });

const inProgressRetryMs = 1_000;

const inProgress = ({ operation }: WriteCall): ConnectorError =>
  new ConnectorError("IN_PROGRESS", {
    message: `The first ${operation.id} with this idempotency key is still running.`,
    retryAfterMs: inProgressRetryMs,
    outcome: "unknown",
  });

/** The first failure again, with what is known and what to do. */
const stillUnknown = (
  { operation, idempotencyKey }: WriteCall,
  { error, startedAtMs }: UnknownWrite,
  { reason, retryAfterMs }: Extract<Verification, { readonly outcome: "unknown" }>,
): ConnectorError =>
  new ConnectorError(error?.code ?? "INTERNAL", {
    ...error,
    message: `${operation.id} was begun under this idempotency key at ${new Date(startedAtMs).toISOString()}, and it is unknown whether it took effect: ${reason}.${error ? ` It had failed with ${error.code}.` : " The process that ran it has ended."}`,
    outcome: "unknown",
    retryable: retryAfterMs !== undefined,
    retryAfterMs,
    help: `Read the current state. Then say what you found under /admin/writes (operation ${operation.id}, key ${idempotencyKey}), or repeat the write under a new key if it did not happen.`,
  });
