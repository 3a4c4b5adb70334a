import { Counter, Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { createPrometheusSink } from "./prometheus.js";
import { type MetricName, type MetricSpec, metrics } from "./telemetry/metrics.js";
import type { MetricsSink } from "./telemetry/sink.js";

const specs = Object.entries(metrics) as [MetricName, MetricSpec][];
const call = { connector: "shopify", connection: "default", operation: "shopify.products.list" };

const record = (sink: MetricsSink, name: MetricName, { type, labels }: MetricSpec): void => {
  const values = Object.fromEntries(labels.map((label) => [label, `some-${label}`]));
  if (type === "counter") sink.count(name, values);
  else if (type === "gauge") sink.set(name, values, 1);
  else sink.observe(name, values, 1);
};

describe("a Prometheus sink", () => {
  it("registers every metric of the table with its help, type and labels", async () => {
    const registry = new Registry();
    const sink = createPrometheusSink(registry);
    for (const [name, spec] of specs) record(sink, name, spec);
    const text = await registry.metrics();
    for (const [name, { help, type, labels }] of specs) {
      expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`);
      for (const label of labels) expect(text).toContain(`${label}="some-${label}"`);
    }
  });

  it("counts, observes and sets", async () => {
    const registry = new Registry();
    const sink = createPrometheusSink(registry);
    const gauge = { connector: "shopify", connection: "default" };
    sink.count("connector_attempts_total", { ...call, outcome: "ok" });
    sink.count("connector_attempts_total", { ...call, outcome: "ok" }, 2);
    sink.observe("connector_call_duration_seconds", { ...call, outcome: "ok" }, 0.3);
    sink.set("connector_calls_in_flight", gauge, 5);
    sink.add("connector_calls_in_flight", gauge, -2);
    const text = await registry.metrics();
    expect(text).toMatch(/connector_attempts_total\{[^}]*outcome="ok"\} 3\n/);
    expect(text).toMatch(/connector_call_duration_seconds_bucket\{le="0.25"[^}]*\} 0\n/);
    expect(text).toMatch(/connector_call_duration_seconds_bucket\{le="0.5"[^}]*\} 1\n/);
    expect(text).toMatch(/connector_calls_in_flight\{[^}]*\} 3\n/);
  });

  it("shares the metrics of a registry with other sinks on it, and not with other registries", async () => {
    const registry = new Registry();
    const other = new Registry();
    const labels = { ...call, outcome: "ok" };
    createPrometheusSink(registry).count("connector_attempts_total", labels);
    createPrometheusSink(registry).count("connector_attempts_total", labels);
    createPrometheusSink(other).count("connector_attempts_total", labels);
    expect(await registry.getSingleMetricAsString("connector_attempts_total")).toMatch(/ 2$/);
    expect(await other.getSingleMetricAsString("connector_attempts_total")).toMatch(/ 1$/);
  });

  it("refuses a registry that has something else under one of its names", () => {
    const registry = new Registry();
    const taken = { name: "connector_breaker_state", help: "mine", registers: [registry] };
    expect(new Counter(taken)).toBeDefined();
    expect(() => createPrometheusSink(registry)).toThrow(/connector_breaker_state/);
  });

  it("refuses an observation that does not fit its metric", () => {
    const sink = createPrometheusSink(new Registry());
    expect(() => sink.count("connector_breaker_state", {})).toThrow(TypeError);
    expect(() => sink.observe("connector_attempts_total", {}, 1)).toThrow(TypeError);
    expect(() => sink.set("connector_call_duration_seconds", {}, 1)).toThrow(TypeError);
  });
});
