import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { type MetricName, type MetricSpec, metrics } from "./telemetry/metrics.js";
import type { MetricsSink } from "./telemetry/sink.js";

/**
 * A sink that writes every metric of the table to a prom-client registry. Metrics that the registry has already are
 * used on, so several sinks may share one registry.
 * @throws TypeError when the registry has a metric of that name and another type, or an observation does not fit its metric.
 */
export const createPrometheusSink = (registry: Registry): MetricsSink => {
  const counters = new Map<MetricName, Counter>();
  const gauges = new Map<MetricName, Gauge>();
  const histograms = new Map<MetricName, Histogram>();
  const samplers = new Set<() => void>();
  for (const [name, spec] of Object.entries(metrics) as [MetricName, MetricSpec][]) {
    const common = { name, help: spec.help, labelNames: spec.labels, registers: [registry] };
    if (spec.type === "counter") counters.set(name, registered(registry, name, Counter) ?? new Counter(common));
    else if (spec.type === "gauge") gauges.set(name, registered(registry, name, Gauge) ?? new Gauge(common));
    else histograms.set(name, registered(registry, name, Histogram) ?? new Histogram(withBuckets(common, spec)));
  }
  for (const name of sampledGauges)
    beforeEachRead(metricOf(gauges, name, "gauge"), () => {
      for (const sample of samplers) sample();
    });
  return {
    count: (name, labels, by = 1) => metricOf(counters, name, "counter").inc(labels, by),
    observe: (name, labels, value) => metricOf(histograms, name, "histogram").observe(labels, value),
    set: (name, labels, value) => metricOf(gauges, name, "gauge").set(labels, value),
    add: (name, labels, by) => metricOf(gauges, name, "gauge").inc(labels, by),
    beforeRead: (sample) => {
      samplers.add(sample);
      return () => void samplers.delete(sample);
    },
  };
};

/** Gauges that are looked up. Each asks for itself: a registry reads its metrics one after the other. */
const sampledGauges = ["connector_calls_in_flight", "connector_pool_sockets"] as const satisfies readonly MetricName[];

/** Has the registry call `sample` whenever it is read, after what earlier sinks on it asked for. */
const beforeEachRead = (gauge: Gauge & { collect?: () => void }, sample: () => void): void => {
  const { collect } = gauge;
  gauge.collect = () => {
    collect?.call(gauge);
    sample();
  };
};

const withBuckets = <Common extends object>(
  common: Common,
  { buckets }: MetricSpec,
): Common & { buckets?: number[] } => ({
  ...common,
  ...(buckets && { buckets: [...buckets] }),
});

const registered = <Kind>(
  registry: Registry,
  name: MetricName,
  kind: new (...args: never[]) => Kind,
): Kind | undefined => {
  const metric: unknown = registry.getSingleMetric(name);
  if (metric === undefined) return undefined;
  // By name, not instanceof: the registry may come from another copy of prom-client.
  if ((metric as object).constructor.name !== kind.name)
    throw new TypeError(`The registry has a metric ${name} that is no ${kind.name}`);
  return metric as Kind;
};

const metricOf = <Metric>(
  known: ReadonlyMap<MetricName, Metric>,
  name: MetricName,
  type: MetricSpec["type"],
): Metric => {
  const metric = known.get(name);
  if (metric === undefined) throw new TypeError(`${name} is no ${type}`);
  return metric;
};
