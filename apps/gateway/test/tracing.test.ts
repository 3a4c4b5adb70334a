import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { context, propagation, trace } from "@opentelemetry/api";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { afterEach, describe, expect, it, vi } from "vitest";
import { startTracing } from "../src/telemetry.js";
import { createTestApp } from "./test-app.js";

const traceId = "0af7651916cd43dd8448eb211c80319c";

interface FinishedSpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly parentSpanContext?: { readonly spanId: string };
  spanContext(): { readonly traceId: string; readonly spanId: string };
}

afterEach(() => {
  trace.disable();
  context.disable();
  propagation.disable();
});

describe("a traced request", () => {
  it("continues the caller's trace into the operation, also where there is a body", async () => {
    const spans: FinishedSpan[] = [];
    const collector = {
      onStart: () => undefined,
      onEnd: (span: FinishedSpan) => void spans.push(span),
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
    };
    const sdk = new NodeSDK({
      spanProcessors: [collector as never],
      instrumentations: [],
      metricReaders: [],
      autoDetectResources: false,
    });
    sdk.start();
    const { app, logs } = await createTestApp({ auth: "off" });
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    const answer = await app.inject({ method: "POST", url: "/v1/shop/items/get", headers, payload: { id: "a" } });
    expect(answer.json().meta.traceId).toBe(traceId);
    const request = spans.find(({ name }) => name === "POST /v1/shop/items/get");
    expect(request?.attributes["http.response.status_code"]).toBe(200);
    expect(spans.some((span) => span.parentSpanContext?.spanId === request?.spanContext().spanId)).toBe(true);
    expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
    expect(logs.map((line) => JSON.parse(line).traceId)).toEqual([traceId]);
    await sdk.shutdown();
  });
});

describe("startTracing", () => {
  it("does nothing without an endpoint", async () => {
    const stop = await startTracing({ otlpEndpoint: "", serviceName: "x" });
    expect(trace.getTracer("t").startSpan("s").isRecording()).toBe(false);
    await stop();
  });

  it("sends traces, and nothing else, to the endpoint before it stops", async () => {
    const paths: string[] = [];
    const collector = createServer((request, response) => {
      paths.push(request.url ?? "");
      request.resume().on("end", () => response.end());
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => collector.once("listening", resolve));
    const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    const stop = await startTracing({ otlpEndpoint: endpoint, serviceName: "x" });
    trace.getTracer("t").startSpan("s").end();
    await stop();
    collector.close();
    expect(paths).toEqual(["/v1/traces"]);
  });
});
