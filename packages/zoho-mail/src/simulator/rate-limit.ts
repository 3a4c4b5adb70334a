import type { Clock } from "@trunkline/core";
import type { SimulatorReply } from "@trunkline/core/simulator";
import { failure } from "./replies.js";

/** How the account is throttled. */
export interface RateLimitOptions {
  readonly clock: Clock;
  /** Calls in any minute; more of them lock the account. Infinity: no limit. */
  readonly callsPerMinute: number;
  /** How long further calls are refused then. The service does not say; milliseconds. */
  readonly lockMs: number;
}

/** Counts calls of the account. */
export interface RateLimit {
  /** Whether a call may go on; it counts either way. */
  take(): boolean;
  /** Refuses every call for a time. */
  lock(ms: number): void;
}

const minuteMs = 60_000;

/** No call counted yet. */
export const createRateLimit = ({ clock, callsPerMinute, lockMs }: RateLimitOptions): RateLimit => {
  let calls: readonly number[] = [];
  let lockedUntil = Number.NEGATIVE_INFINITY;
  return {
    take: () => {
      const now = clock.now();
      if (now < lockedUntil) return false;
      if (callsPerMinute === Number.POSITIVE_INFINITY) return true;
      calls = [...calls.filter((at) => at > now - minuteMs), now];
      if (calls.length <= callsPerMinute) return true;
      lockedUntil = now + lockMs;
      calls = [];
      return false;
    },
    lock: (ms) => {
      lockedUntil = clock.now() + ms;
    },
  };
};

/** What a throttle may look like; the service documents neither status nor body. */
export interface ThrottleShape {
  /** Default 429. Other services of the vendor answer 400. */
  readonly status?: number;
  /** Default: no `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

/** The answer to a call too many. */
export const throttled = ({ status = 429, retryAfterSeconds }: ThrottleShape = {}): SimulatorReply => {
  const reply = failure(status, {
    errorCode: "URL_ROLLING_THROTTLES_LIMIT_EXCEEDED",
    moreInfo: "More requests than the account may make; try again later",
  });
  return retryAfterSeconds === undefined
    ? reply
    : { ...reply, headers: { ...reply.headers, "retry-after": String(retryAfterSeconds) } };
};
