import type { MetricsSink } from "../telemetry/sink.js";

const socketStates = ["connected", "free", "pending", "running", "queued"] as const;

/** Sockets by state, by origin. A pool that is gone is left out; one of a single socket says only whether it is connected. */
export type PoolStats = Readonly<
  Record<string, { readonly [state in (typeof socketStates)[number]]?: number | boolean }>
>;

/** A function that sets the gauges of the pools' sockets, to zero for pools that are gone. */
export const createPoolSampler = (stats: () => PoolStats, metrics: MetricsSink): (() => void) => {
  const seen = new Set<string>();
  return function sample() {
    const now = stats();
    for (const origin of Object.keys(now)) seen.add(origin);
    for (const origin of seen)
      for (const state of socketStates)
        metrics.set("connector_pool_sockets", { origin, state }, Number(now[origin]?.[state] ?? 0));
  };
};
