import type { Clock } from "../clock.js";
import { ConnectorError, isConnectorError } from "../errors/connector-error.js";
import { onAbort } from "../pipeline/on-abort.js";
import { startTimer } from "../pipeline/timer.js";
import { untilAborted } from "../pipeline/until-aborted.js";
import { tooLarge } from "./decode-body.js";

/** What ends a body before its end. */
export interface BodyWatch {
  readonly clock: Clock;
  /** Longest pause, whoever makes it: an upstream that falls silent, or a reader that leaves the socket taken. */
  readonly idleMs: number;
  readonly maxBytes: number;
  /** The reader's own. */
  readonly signal: AbortSignal;
  /** Ends the exchange. */
  readonly exchange: AbortController;
}

/**
 * The body, to be read once. It ends with a ConnectorError when it pauses too long or exceeds the cap, and with the
 * signal's reason or `CANCELLED` when that is aborted; the exchange ends with it, and when the reader stops.
 */
export const watchBody = (
  body: AsyncIterable<Uint8Array>,
  { clock, idleMs, maxBytes, signal, exchange }: BodyWatch,
): AsyncIterable<Uint8Array> => {
  const source = body[Symbol.asyncIterator]();
  const end = (reason: unknown): void => exchange.abort(reason);
  const startIdleTimer = () => startTimer(clock, idleMs, () => end(stalled(idleMs)));
  const stopListening = onAbort(signal, () => end(cancelled(signal.reason)));
  let stopTimer = startIdleTimer();
  let sizeBytes = 0;
  const release = (): void => {
    stopTimer();
    stopListening();
  };
  onAbort(exchange.signal, release);
  if (signal.aborted) end(cancelled(signal.reason));

  const next = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
    stopTimer();
    if (exchange.signal.aborted) return over(exchange.signal.reason);
    stopTimer = startIdleTimer();
    try {
      const step = await untilAborted(source.next(), exchange.signal);
      stopTimer();
      if (step.done) {
        end(stopped);
        return { done: true, value: undefined };
      }
      sizeBytes += step.value.byteLength;
      if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
      stopTimer = startIdleTimer();
      return { done: false, value: step.value };
    } catch (cause) {
      const error = isConnectorError(cause) ? cause : brokenOff(cause);
      end(error);
      throw error;
    }
  };
  const iterator: AsyncIterableIterator<Uint8Array, undefined> = {
    next,
    return: async () => {
      end(stopped);
      // A source that is being waited for takes note when it next moves.
      source.return?.().then(undefined, () => {});
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
};

/** Read to the end, or not wanted any more: nothing failed. */
const stopped = new Error("The reader is done");

const over = (reason: unknown): IteratorResult<Uint8Array, undefined> => {
  if (reason === stopped) return { done: true, value: undefined };
  throw reason;
};

const stalled = (idleMs: number): ConnectorError =>
  new ConnectorError("ATTEMPT_TIMEOUT", { message: `Nothing of the file moved for ${idleMs} ms.` });

const cancelled = (reason: unknown): ConnectorError =>
  isConnectorError(reason)
    ? reason
    : new ConnectorError("CANCELLED", { message: "The transfer was cancelled by its caller." });

const brokenOff = (cause: unknown): ConnectorError =>
  new ConnectorError("NETWORK", { message: "The transfer broke off before its end.", cause });
