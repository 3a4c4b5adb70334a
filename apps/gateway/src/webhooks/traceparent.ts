import type { IncomingHttpHeaders } from "node:http";
import { context, isSpanContextValid, trace } from "@opentelemetry/api";

const form = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** W3C `traceparent` of the request being served: our own span where it is traced, else the sender's. */
export const traceparentOf = ({ traceparent }: IncomingHttpHeaders): string | undefined => {
  const span = trace.getSpanContext(context.active());
  if (span && isSpanContextValid(span))
    return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, "0")}`;
  return typeof traceparent === "string" && form.test(traceparent) ? traceparent : undefined;
};
