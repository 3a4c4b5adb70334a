import {
  context,
  isSpanContextValid,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import type { FastifyInstance, FastifyRequest } from "fastify";

/**
 * One server span for each request, continuing the caller's trace where it sent one, so that everything a call does
 * hangs below it. Costs next to nothing while no SDK is registered. Returns what tells a request's trace id, if it is traced.
 */
export const traceRequests = (app: FastifyInstance): ((request: FastifyRequest) => string | undefined) => {
  const tracer = trace.getTracer("@trunkline/gateway");
  const spans = new WeakMap<FastifyRequest, Span>();
  // Not in onRequest: reading the body would lose the context again.
  app.addHook("preHandler", (request, _reply, done) => {
    const parent = propagation.extract(context.active(), request.headers);
    const route = request.routeOptions.url ?? "unknown";
    const attributes = {
      "http.request.method": request.method,
      "http.route": route,
      "trunkline.request_id": request.id,
    };
    const span = tracer.startSpan(`${request.method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
    // While no SDK is registered there is nothing to remember or to hand on.
    if (!isSpanContextValid(span.spanContext())) return context.with(parent, done);
    spans.set(request, span);
    context.with(trace.setSpan(parent, span), done);
  });
  app.addHook("onResponse", (request, reply, done) => {
    const span = spans.get(request);
    if (!span) return done();
    span.setAttribute("http.response.status_code", reply.statusCode);
    if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    done();
  });
  return (request) => spans.get(request)?.spanContext().traceId;
};
