import type { PipelineDeps } from "./pipeline.js";
import type { Call } from "./policy.js";

/** Notes time spent waiting for quota or a slot. */
export const recordWait = (
  { metrics, labels }: Pick<PipelineDeps, "metrics" | "labels">,
  { journal, lane }: Call,
  waitedMs: number,
): void => {
  if (waitedMs <= 0) return;
  journal.queuedMs += waitedMs;
  metrics.observe("connector_queue_wait_seconds", { ...labels, lane }, waitedMs / 1000);
};
