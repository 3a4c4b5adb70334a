import { isSpanContextValid, type SpanContext, trace } from "@opentelemetry/api";

const form = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** W3C `traceparent` of the span that is active, if any. */
export const currentTraceparent = (): string | undefined => {
  const context = trace.getActiveSpan()?.spanContext();
  return context && isSpanContextValid(context) ? toTraceparent(context) : undefined;
};

/** A span's context as W3C `traceparent`. */
export const toTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;

/** The span that a `traceparent` names, in another process or long gone; nothing if it names none. */
export const parseTraceparent = (text: string | undefined): SpanContext | undefined => {
  const [, traceId = "", spanId = "", flags = "00"] = form.exec(text ?? "") ?? [];
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(context) ? context : undefined;
};
