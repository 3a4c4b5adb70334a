import type { MetricName } from "./metrics.js";

/** Label values of one observation, all from closed sets. */
export type Labels = Readonly<Record<string, string>>;

/** Where measurements go. `@trunkline/core/prometheus` has one for prom-client. */
export interface MetricsSink {
  /** Adds to a counter. */
  count(name: MetricName, labels: Labels, by?: number): void;
  /** Records one value of a histogram, in the metric's base unit. */
  observe(name: MetricName, labels: Labels, value: number): void;
  /** Sets a gauge. */
  set(name: MetricName, labels: Labels, value: number): void;
  /** Adds to a gauge. */
  add(name: MetricName, labels: Labels, by: number): void;
  /**
   * Calls `sample` each time the measurements are about to be read, for gauges that are looked up rather than told.
   * Returns how to stop that.
   */
  beforeRead?(sample: () => void): () => void;
}

const ignore = () => {};

/** Measures nothing. */
export const noMetrics: MetricsSink = { count: ignore, observe: ignore, set: ignore, add: ignore };
