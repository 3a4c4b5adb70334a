import type { Clock } from "../clock.js";
import { ConnectorError, isConnectorError, withErrorFields } from "../errors/connector-error.js";
import { describeCause } from "../errors/redact.js";
import { startTimer } from "../pipeline/timer.js";
import { untilAborted } from "../pipeline/until-aborted.js";
import type { StoredToken } from "./token-store.js";

/** Longest single try to obtain a token. */
const tryTimeoutMs = 10_000;
/** Waits before the repeats. */
const backoffMs = [250, 1_000];
/** A vendor that asks for a longer pause is left to the caller's own retry. */
const longestPauseMs = 5_000;

/**
 * Obtains a token, repeating a little after a passing failure. One renewal is under way per connection, so there is
 * no herd for jitter to spread. Calls that wait for the token may give up; this does not.
 * @throws ConnectorError with `outcome: "not_executed"`: no call was made with the token.
 */
export const obtainPatiently = async (
  obtain: (signal: AbortSignal) => Promise<StoredToken>,
  clock: Clock,
): Promise<StoredToken> => {
  for (let repeats = 0; ; repeats += 1) {
    try {
      return await withinTimeout(obtain, clock);
    } catch (cause) {
      const failure = toFailure(cause);
      const pauseMs = Math.max(failure.retryAfterMs ?? 0, backoffMs[repeats] ?? Number.POSITIVE_INFINITY);
      if (!failure.retryable || pauseMs > longestPauseMs) throw failure;
      await clock.sleep(pauseMs);
    }
  }
};

const withinTimeout = async (
  obtain: (signal: AbortSignal) => Promise<StoredToken>,
  clock: Clock,
): Promise<StoredToken> => {
  const controller = new AbortController();
  const stop = startTimer(clock, tryTimeoutMs, () => controller.abort(notAnswered()));
  try {
    return await untilAborted(obtain(controller.signal), controller.signal);
  } finally {
    stop();
  }
};

const notAnswered = (): ConnectorError =>
  new ConnectorError("NETWORK", {
    message: `The token endpoint did not answer within ${tryTimeoutMs / 1_000} s.`,
    outcome: "not_executed",
  });

/** Causes of foreign errors are left out: they may quote what was sent. */
const toFailure = (cause: unknown): ConnectorError =>
  isConnectorError(cause)
    ? withErrorFields(cause, { outcome: "not_executed" })
    : new ConnectorError("INTERNAL", { message: `Obtaining a token failed: ${describeCause(cause)}.` });
