import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from "fastify";
import type { Histogram } from "prom-client";

/** Where what happened to each request is told. */
export interface AccessLogDeps {
  readonly logger: FastifyBaseLogger;
  /** Of a traced request. */
  readonly traceIdOf?: (request: FastifyRequest) => string | undefined;
  readonly durations?: Histogram<"method" | "route" | "status">;
}

/**
 * One line and one measurement for each request. Neither has the query: it may hold what the caller searched for,
 * and the route pattern keeps the metric's label set closed.
 */
export const accessLog = (app: FastifyInstance, { logger, durations, traceIdOf }: AccessLogDeps): void => {
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "unknown";
    const durationMs = Math.round(reply.elapsedTime);
    durations?.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
    const path = request.url.split("?", 1)[0];
    const traceId = traceIdOf?.(request);
    logger.info(
      {
        requestId: request.id,
        method: request.method,
        path,
        status: reply.statusCode,
        durationMs,
        ...(traceId && { traceId }),
      },
      "request",
    );
    done();
  });
};
