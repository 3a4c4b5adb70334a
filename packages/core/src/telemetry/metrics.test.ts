import { describe, expect, it } from "vitest";
import { type MetricName, type MetricSpec, metrics } from "./metrics.js";
import { noMetrics } from "./sink.js";

const specs = Object.entries(metrics) as [MetricName, MetricSpec][];
const closedSets = new Set(
  "connector connection operation outcome code lane bucket cache origin state queue table kind".split(" "),
);

describe("the table of metrics", () => {
  it.each(specs)("names %s as Prometheus wants it, in base units", (name, { type }) => {
    expect(name).toMatch(/^(connector|trunkline)_[a-z]+(_[a-z]+)*$/);
    expect(name).not.toMatch(/_(ms|milliseconds|count|sum|bucket|kb|mb)$/);
    expect(name.endsWith("_total")).toBe(type === "counter");
    if (type === "histogram") expect(name).toMatch(/_seconds$/);
  });

  it.each(specs)("labels %s from closed sets only, each once", (_name, { labels }) => {
    expect(labels.filter((label) => !closedSets.has(label))).toEqual([]);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it.each(specs)("has rising buckets for %s exactly when it is a histogram", (_name, { type, buckets }) => {
    expect(buckets !== undefined).toBe(type === "histogram");
    expect(buckets ?? []).toEqual([...new Set(buckets)].sort((one, other) => one - other));
  });
});

describe("no metrics", () => {
  it("take any observation without complaint", () => {
    expect(() => {
      noMetrics.count("connector_attempts_total", {});
      noMetrics.observe("connector_call_duration_seconds", {}, 1);
      noMetrics.set("connector_breaker_state", {}, 1);
      noMetrics.add("connector_calls_in_flight", {}, 1);
    }).not.toThrow();
  });
});
