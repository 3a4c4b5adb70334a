import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { createCallObserver } from "./call-observer.js";
import { createPrometheusSink } from "./prometheus.js";
import type { MetricsSink } from "./telemetry/sink.js";
import { noMetrics } from "./telemetry/sink.js";
import { createManualClock } from "./testing/manual-clock.js";

const labels = { connector: "fake", connection: "default" };
const observerOn = (metrics: MetricsSink) => createCallObserver({ labels, clock: createManualClock(), metrics });

describe("the gauge of calls in flight", () => {
  it("is looked up when the metrics are read, and told once more on close", async () => {
    const registry = new Registry();
    const observer = observerOn(createPrometheusSink(registry));
    const read = async () => {
      const text = await registry.metrics();
      return /^connector_calls_in_flight\{.*\} (\d+)$/m.exec(text)?.[1];
    };
    expect(await read()).toBe("0");
    observer.hooks.callStarted();
    observer.hooks.callStarted();
    expect(await read()).toBe("2");
    observer.close();
    expect(await read()).toBe("2");
    observer.hooks.callStarted();
    expect(await read()).toBe("3");
  });

  it("is told at every change to a sink that does not say when it is read", () => {
    const told: number[] = [];
    const observer = observerOn({ ...noMetrics, set: (_name, _labels, value) => void told.push(value) });
    observer.hooks.callStarted();
    observer.hooks.callStarted();
    expect(told).toEqual([1, 2]);
  });
});
