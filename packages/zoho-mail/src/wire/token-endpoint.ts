import { type Clock, ConnectorError, type HttpRequest, type Reply, type Transport } from "@trunkline/core";

/** Zoho allows ten access tokens from one refresh token in ten minutes; one is left for whoever else has it. */
const tokensPerWindow = 9;
const windowMs = 600_000;
/** Pause after a refusal; doubles with each further one. */
const firstPauseMs = 60_000;

/** What paces an accounts server. */
export interface TokenPaceDeps {
  readonly transport: Transport;
  readonly clock: Clock;
  /** Requests to other addresses pass. */
  readonly tokenUrl: string;
}

/**
 * A transport that keeps the token endpoint within Zoho's generation limits. Beyond them, and for a while after the
 * endpoint itself refused, it does not ask: it throws `RATE_LIMITED` with the time to wait. A refusal comes as status
 * 200 with "Access Denied", which is a throttle and never the end of the login.
 */
export const paceTokenRequests = ({ transport, clock, tokenUrl }: TokenPaceDeps): Transport => {
  let askedAtMs: readonly number[] = [];
  let blockedUntilMs = Number.NEGATIVE_INFINITY;
  let refusals = 0;

  const waitMs = (nowMs: number): number => {
    askedAtMs = askedAtMs.filter((atMs) => atMs > nowMs - windowMs);
    const oldest = askedAtMs.length >= tokensPerWindow ? askedAtMs[0] : undefined;
    return Math.max(blockedUntilMs - nowMs, oldest === undefined ? 0 : oldest + windowMs - nowMs, 0);
  };

  const exchange: Transport["exchange"] = async (request, options) => {
    if (request.url !== tokenUrl) return transport.exchange(request, options);
    const nowMs = clock.monotonic();
    const pauseMs = waitMs(nowMs);
    if (pauseMs > 0) throw tooMany(pauseMs);
    askedAtMs = [...askedAtMs, nowMs];
    const reply = await transport.exchange(request, options);
    if (!isThrottle(reply)) {
      refusals = 0;
      return reply;
    }
    const blockMs = Math.min(windowMs, firstPauseMs * 2 ** refusals);
    refusals += 1;
    blockedUntilMs = clock.monotonic() + blockMs;
    throw tooMany(blockMs);
  };

  return {
    exchange,
    open: (request: HttpRequest, options) => transport.open(request, options),
    close: () => transport.close(),
  };
};

const tooMany = (retryAfterMs: number): ConnectorError =>
  new ConnectorError("RATE_LIMITED", {
    message: "Zoho gives no further access token for now: a refresh token is good for ten of them in ten minutes.",
    retryAfterMs: Math.ceil(retryAfterMs),
    outcome: "not_executed",
    help: "Share one token store among all processes that use this login, so that one token serves them all.",
  });

const isThrottle = (reply: Reply): boolean => {
  const body = quietJson(reply);
  const error = typeof body === "object" && body !== null && "error" in body ? body.error : undefined;
  return typeof error === "string" && /^access[ _]denied$/i.test(error.trim());
};

const quietJson = (reply: Reply): unknown => {
  try {
    return reply.json();
  } catch {
    return undefined;
  }
};
