import type { Clock } from "../clock.js";
import type { CacheOutcome } from "../envelope.js";
import { errorCodes } from "../errors/codes.js";
import { isConnectorError } from "../errors/connector-error.js";
import type { Reply } from "../http/transport.js";
import type { CacheFacts } from "../operation.js";
import { cacheKey } from "./cache-key.js";
import { onAbort } from "./on-abort.js";
import type { PipelineDeps } from "./pipeline.js";
import type { Policy } from "./policy.js";
import { copyReply } from "./reply-copy.js";
import { startTimer } from "./timer.js";

interface Answer {
  readonly reply: Reply;
  /** Milliseconds since the epoch. */
  readonly freshUntilMs: number;
  /** Milliseconds since the epoch until which it may stand in for a failure. */
  readonly staleUntilMs: number;
}

/**
 * Answers a cacheable read from memory while its answer is fresh, and with a stale one while the upstream fails.
 * A write through the connection forgets all its answers, unless it certainly did not happen. A store that fails is
 * treated as empty.
 */
export const cache = ({ cacheStore, limits, clock }: Pick<PipelineDeps, "cacheStore" | "limits" | "clock">): Policy => {
  // Counts writes: what was read before or during one may be outdated when the write is done.
  let era = 0;
  const forget = (): void | Promise<void> => {
    era += 1;
    return quietly(() => cacheStore.clear());
  };

  const keep = (reply: Reply, facts: CacheFacts, key: string): void => {
    const nowMs = clock.now();
    const freshUntilMs = nowMs + facts.ttlMs;
    const staleUntilMs = freshUntilMs + (facts.staleIfErrorMs ?? limits.staleIfErrorMs);
    const answer: Answer = { reply: copyReply(reply), freshUntilMs, staleUntilMs };
    const sizeBytes = reply.bytes.byteLength + replyOverheadBytes;
    void quietly(() => cacheStore.set(key, answer, { ttlMs: staleUntilMs - nowMs, sizeBytes }));
  };

  return async function cache(call, next) {
    if (call.operation.effect !== "read") return thenForget(next(call), forget);
    const facts = call.operation.cache;
    if (facts === undefined || limits.cacheMaxBytes === 0) return next(call);

    const key = cacheKey(call);
    const eraBefore = era;
    const found = call.fresh ? undefined : quietly(() => cacheStore.get(key));
    const entry = found instanceof Promise ? await patiently(found, call.signal, clock) : found;
    const answer = entry && (entry.value as Answer);
    if (answer && clock.now() < answer.freshUntilMs) {
      call.journal.cache = "hit";
      return call.sharesReply ? answer.reply : copyReply(answer.reply);
    }
    call.journal.cache = "miss";
    try {
      const reply = await next({ ...call, cacheKey: key });
      call.journal.cache = httpCacheOutcome(reply);
      if (era === eraBefore && isSuccess(reply)) keep(reply, facts, key);
      return reply;
    } catch (error) {
      if (!answer || era !== eraBefore || clock.now() >= answer.staleUntilMs || !maySubstitute(error)) throw error;
      call.journal.cache = "stale";
      return copyReply(answer.reply);
    }
  };
};

const thenForget = async (writing: Promise<Reply>, forget: () => void | Promise<void>): Promise<Reply> => {
  try {
    const reply = await writing;
    await forget();
    return reply;
  } catch (error) {
    if (!isConnectorError(error) || error.outcome !== "not_executed") await forget();
    throw error;
  }
};

const isSuccess = ({ status }: Reply): boolean => status >= 200 && status < 300;

const httpCacheOutcome = (reply: Reply): CacheOutcome => reply.cache ?? "miss";

/** Headers and objects, roughly. */
const replyOverheadBytes = 1024;

/** The upstream's failure or our protection from it: neither says that the answer has changed. */
const maySubstitute = (error: unknown): boolean =>
  isConnectorError(error) &&
  (errorCodes[error.code].upstreamFault ||
    error.code === "CIRCUIT_OPEN" ||
    error.code === "RATE_LIMITED" ||
    error.code === "DEADLINE_EXCEEDED");

/** Longest wait for a store that answers asynchronously: it is above the deadline, and asking upstream is no worse. */
const lookupTimeoutMs = 250;

const patiently = <T>(lookup: Promise<T>, signal: AbortSignal, clock: Clock): Promise<T | undefined> => {
  const { promise, resolve } = Promise.withResolvers<T | undefined>();
  const giveUp = () => resolve(undefined);
  const stopTimer = startTimer(clock, lookupTimeoutMs, giveUp);
  const stopListening = onAbort(signal, giveUp);
  void lookup.then(resolve);
  return promise.finally(() => {
    stopTimer();
    stopListening();
  });
};

/** A cache that is out of order must not take the call down with it. */
const quietly = <T>(work: () => T | Promise<T>): T | undefined | Promise<T | undefined> => {
  try {
    const result = work();
    return result instanceof Promise ? result.catch(() => undefined) : result;
  } catch {
    return undefined;
  }
};
