import { type MetricsSink, systemClock } from "@trunkline/core";
import { createPrometheusSink } from "@trunkline/core/prometheus";
import { collectDefaultMetrics, Histogram, Registry } from "prom-client";

/** Labels of the gateway's own HTTP metric, all from closed sets. */
export type RequestLabels = "method" | "route" | "status";

/** Measurements of this process. */
export interface GatewayMetrics {
  /** What `/metrics` shows. */
  readonly prometheus: Registry;
  /** Where connections report to. */
  readonly sink: MetricsSink;
  /** One observation for each HTTP request. */
  readonly requests: Histogram<RequestLabels>;
}

/** The metrics registry with the process's own metrics, the connectors' and the HTTP server's. */
export const createMetrics = ({
  processMetrics = true,
}: {
  readonly processMetrics?: boolean;
} = {}): GatewayMetrics => {
  const prometheus = new Registry();
  if (processMetrics) collectProcessMetrics(prometheus);
  const requests = new Histogram<RequestLabels>({
    name: "gateway_http_request_duration_seconds",
    help: "HTTP requests served, by method, route pattern and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [prometheus],
  });
  return { prometheus, sink: createPrometheusSink(prometheus), requests };
};

/** Gauges that prom-client names like counters, which promtool objects to; their parts by type are there besides. */
const misnamed = ["nodejs_active_handles_total", "nodejs_active_requests_total", "nodejs_active_resources_total"];

const collectProcessMetrics = (register: Registry): void => {
  collectDefaultMetrics({ register });
  for (const name of misnamed) register.removeSingleMetric(name);
};

/** Ends tracing, sending what is still held back. */
export type StopTracing = () => Promise<void>;

const flushTimeoutMs = 3_000;

/** Where traces go and as whose. */
export interface TracingOptions {
  /** Empty: nowhere. */
  readonly otlpEndpoint: string;
  readonly serviceName: string;
}

/**
 * Starts the OpenTelemetry SDK when there is somewhere to send traces to. It is large, so it is loaded only then.
 * The SDK reads the endpoint and the other `OTEL_*` variables from the process itself.
 */
export const startTracing = async ({ otlpEndpoint, serviceName }: TracingOptions): Promise<StopTracing> => {
  if (otlpEndpoint === "") return async () => undefined;
  const { NodeSDK } = await import("@opentelemetry/sdk-node");
  // Metrics are for Prometheus to fetch, logs go to standard error: only traces are sent.
  const sdk = new NodeSDK({ serviceName, instrumentations: [], metricReaders: [], logRecordProcessors: [] });
  sdk.start();
  // A collector that is gone must not hold up the end of the process.
  return async () => {
    const patience = new AbortController();
    const tooLong = systemClock.sleep(flushTimeoutMs, patience.signal).catch(() => undefined);
    await Promise.race([sdk.shutdown().catch(() => undefined), tooLong]);
    patience.abort();
  };
};
