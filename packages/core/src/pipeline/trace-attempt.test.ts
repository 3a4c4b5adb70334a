import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { describe, expect, it } from "vitest";
import { createCall, createDeps, createThing, failure, testConnector } from "../../test/pipeline-fixture.js";
import { createReply } from "../http/reply.js";
import type { Call, Next } from "./policy.js";
import { traceAttempt } from "./trace-attempt.js";

const setUp = () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const connector = {
    ...testConnector,
    mapError: (reply: { text(): string }) => (reply.text() === "throttled" ? failure("RATE_LIMITED") : undefined),
  };
  const deps = createDeps({ tracer: provider.getTracer("test"), connector });
  const policy = traceAttempt(deps);
  const run = async (next: Next, overrides: Partial<Call> = {}) => {
    const call = createCall({ attempt: 1, ...overrides });
    const result = await policy(call, next).catch((error: unknown) => error);
    const [span] = exporter.getFinishedSpans();
    return { call, result, span };
  };
  return { ...deps, run };
};

const request = {
  method: "GET" as const,
  url: "https://u:CANARY@api.example.com:8443/things/1?limit=5&apikey=CANARY",
  headers: {},
};

describe("traceAttempt", () => {
  it("gives the exchange a client span without anything secret", async () => {
    const { run } = setUp();
    const { span } = await run(async () => createReply({ status: 201 }), {
      request: {
        ...request,
        headers: { cookie: "CANARY" },
        auth: { headers: { authorization: "CANARY" } },
        body: "CANARY",
      },
    });
    expect(span).toMatchObject({
      name: "GET test.things.get",
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
    });
    expect(span?.attributes).toEqual({
      "http.request.method": "GET",
      "http.response.status_code": 201,
      "server.address": "api.example.com",
      "server.port": 8443,
      "trunkline.attempt": 1,
      "trunkline.operation": "test.things.get",
      "url.full": "https://api.example.com:8443/things/1?limit=5&apikey=REDACTED",
    });
  });

  it("says of a repeat which one it is", async () => {
    const { run } = setUp();
    const { span } = await run(async () => createReply(), { attempt: 3 });
    expect(span?.attributes).toMatchObject({
      "trunkline.attempt": 3,
      "http.request.resend_count": 2,
      "server.port": 443,
    });
  });

  it.each([
    ["a failed status", async () => createReply({ status: 503 }), "UPSTREAM_UNAVAILABLE", 503],
    ["a failure inside a 200", async () => createReply({ body: "throttled" }), "RATE_LIMITED", 200],
    ["a failure of the network", () => Promise.reject(failure("NETWORK")), "NETWORK", undefined],
    ["a bug", () => Promise.reject(new TypeError("CANARY")), "INTERNAL", undefined],
  ] as const)("names %s by its code", async (_, next, code, status) => {
    const { metrics, run } = setUp();
    const { span } = await run(next);
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: code });
    expect(span?.attributes).toMatchObject({
      "error.type": code,
      ...(status && { "http.response.status_code": status }),
    });
    expect(metrics.lines[0]).toBe(
      `connector_attempts_total{connector=test,connection=default,operation=test.things.get,outcome=${code}} 1`,
    );
  });

  it("passes the reply on, failed or not: raising is done above", async () => {
    const { run } = setUp();
    const reply = createReply({ status: 503 });
    expect((await run(async () => reply)).result).toBe(reply);
  });

  it("counts and measures the exchange", async () => {
    const { clock, metrics, run } = setUp();
    const { call } = await run(async () => {
      await clock.advance(120);
      return createReply();
    });
    expect(call.journal.attempts).toBe(1);
    expect(metrics.lines).toEqual([
      "connector_attempts_total{connector=test,connection=default,operation=test.things.get,outcome=ok} 1",
      "connector_attempt_duration_seconds{connector=test,connection=default,operation=test.things.get,outcome=ok} 0.12",
    ]);
  });

  it("notes in the journal that a write has left", async () => {
    const { run } = setUp();
    expect((await run(async () => createReply(), { operation: createThing })).call.journal.unsettled).toBe(true);
    expect((await run(async () => createReply())).call.journal.unsettled).toBeUndefined();
  });
});
