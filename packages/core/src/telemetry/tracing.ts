import {
  context,
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { redactUrl } from "../errors/redact.js";
import type { HttpMethod } from "../http/transport.js";

/** What an attempt's span tells. */
export interface AttemptFacts {
  readonly operation: { readonly id: string };
  readonly request: { readonly method: HttpMethod; readonly url: string };
  /** Counted from 1. */
  readonly attempt: number;
}

/** Starts the client span of one exchange, named after method and operation. Query values are redacted. */
export const startAttemptSpan = (tracer: Tracer, { operation, request, attempt }: AttemptFacts): Span => {
  const span = tracer.startSpan(`${request.method} ${operation.id}`, {
    kind: SpanKind.CLIENT,
    attributes: {
      "http.request.method": request.method,
      "trunkline.operation": operation.id,
      "trunkline.attempt": attempt,
    },
  });
  // Parsing a URL costs more than the rest of the span: not for spans that nobody keeps.
  if (!span.isRecording()) return span;
  if (attempt > 1) span.setAttribute("http.request.resend_count", attempt - 1);
  span.setAttribute("url.full", redactUrl(request.url));
  const url = URL.parse(request.url);
  if (url === null) return span;
  span.setAttribute("server.address", url.hostname);
  span.setAttribute("server.port", Number(url.port) || (url.protocol === "http:" ? 80 : 443));
  return span;
};

/** Ends an attempt's span. `outcome` is `ok` or an error code, never a message. */
export const endAttemptSpan = (
  span: Span,
  { status, outcome }: { readonly status?: number; readonly outcome: string },
): void => {
  if (status !== undefined) span.setAttribute("http.response.status_code", status);
  if (outcome !== "ok") {
    span.setAttribute("error.type", outcome);
    span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
  }
  span.end();
};

/** Calls `work` with the span as the active one. A span that belongs to no trace changes nothing and is not made active. */
export const withSpan = <A extends unknown[], R>(span: Span, work: (...args: A) => R, ...args: A): R =>
  isSpanContextValid(span.spanContext())
    ? context.with(trace.setSpan(context.active(), span), work, undefined, ...args)
    : work(...args);
