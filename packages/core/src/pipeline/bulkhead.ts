import type { PipelineDeps } from "./pipeline.js";
import type { Policy } from "./policy.js";
import { recordWait } from "./record-wait.js";

/** Holds one of the connection's slots while the wire is in use; refuses with `BULKHEAD_FULL` when too many wait. */
export const bulkhead = (deps: Pick<PipelineDeps, "bulkhead" | "metrics" | "labels">): Policy =>
  async function bulkhead(call, next) {
    const { value } = await deps.bulkhead.run(call, (waitedMs) => {
      recordWait(deps, call, waitedMs);
      return next(call);
    });
    return value;
  };
