import { type ConnectorError, isConnectorError, type Random } from "@trunkline/core";
import { isPassingFailure } from "../passing-failure.js";
import type { Consumer, Verdict, Work, WorkFailure } from "./consumer.js";

/**
 * What follows a failed try. A wait that somebody asked for, and a database that is away, spend no try; a failure that
 * nothing will change ends it at once; everything else is tried again until the tries are used up. So is a write of which
 * nobody knows whether it was done, whatever it failed with: repeated with its key, it finds out and is not done twice.
 */
export const verdictOf = (
  error: unknown,
  work: Work,
  consumer: Pick<Consumer, "backoffMs">,
  random: Random,
): Verdict => {
  if (isConnectorError(error)) {
    const waitMs = askedWaitMs(error);
    if (waitMs !== undefined) return { kind: "snooze", delayMs: withJitter(Math.min(waitMs, longestSnoozeMs), random) };
    if (!error.retryable && error.outcome !== "unknown") return { kind: "dead" };
  } else if (isPassingFailure(error)) return { kind: "snooze", delayMs: withJitter(1_000, random) };
  if (work.tries >= work.maxAttempts) return { kind: "dead" };
  const asked = isConnectorError(error) ? error.retryAfterMs : undefined;
  return { kind: "retry", delayMs: asked ?? consumer.backoffMs?.(work.tries) ?? backoffMs(work.tries, random) };
};

/** Exponential with full jitter: anything up to a bound that doubles from 1 s to 1 h. */
export const backoffMs = (tries: number, random: Random): number =>
  random() * Math.min(3_600_000, 1_000 * 2 ** (Math.min(tries, 30) - 1));

const longestSnoozeMs = 24 * 3_600_000;

/** Codes that say "not now" before anything was done, with the wait when they name none. Milliseconds. */
const notNow: Readonly<Record<string, number>> = {
  RATE_LIMITED: 5_000,
  CIRCUIT_OPEN: 5_000,
  BULKHEAD_FULL: 1_000,
  SHUTTING_DOWN: 500,
  IN_PROGRESS: 1_000,
  STORE_UNAVAILABLE: 1_000,
};

const askedWaitMs = ({ code, retryAfterMs }: ConnectorError): number | undefined =>
  // Used up until a certain time: waiting helps. Without a time, the call asks for more than there ever is.
  code === "QUOTA_EXHAUSTED" ? retryAfterMs : code in notNow ? (retryAfterMs ?? notNow[code]) : undefined;

/** Up to a quarter longer, so that what waits for the same moment does not come at once. */
const withJitter = (ms: number, random: Random): number => ms * (1 + random() / 4);

/** A failure as it is kept: a code and one text of bounded length, without the queries of addresses. */
export const toWorkFailure = (error: unknown): WorkFailure => ({
  code: codeOf(error),
  message: (error instanceof Error ? error.message : String(error))
    .toWellFormed()
    .replaceAll("\0", "\uFFFD")
    .replaceAll(/(\w+:\/\/[^\s?#"']*)[?#][^\s"']*/g, "$1?…")
    .replaceAll(/(\w+:\/\/)[^\s/@"']*@/g, "$1")
    .slice(0, 2_000),
});

const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return "THROWN";
  const { code } = error as { code?: unknown };
  return typeof code === "string" && /^[\w.-]{1,64}$/.test(code) ? code : error.name.slice(0, 64);
};
