import rateLimit from "@fastify/rate-limit";
import { ConnectorError } from "@trunkline/core";
import type { FastifyInstance } from "fastify";
import type { Authenticate } from "../auth/authenticate.js";

/** How often callers may call. */
export interface RateLimitOptions {
  /** Requests per minute; 0: unlimited. */
  readonly perMinute: number;
  readonly authenticate: Authenticate;
}

/** Limits requests per key, and per address where no valid key is sent. */
export const limitRequestRate = async (
  app: FastifyInstance,
  { perMinute, authenticate }: RateLimitOptions,
): Promise<void> => {
  if (perMinute === 0) return;
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: 60_000,
    keyGenerator: (request) =>
      authenticate(request).then(
        ({ id }) => `key:${id}`,
        () => `address:${request.ip}`,
      ),
    errorResponseBuilder: (_request, { max, ttl }) =>
      new ConnectorError("TOO_MANY_REQUESTS", {
        message: `More than ${max} requests within a minute.`,
        retryAfterMs: ttl,
      }),
  });
};
