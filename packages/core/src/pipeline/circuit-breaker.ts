import type { PipelineDeps } from "./pipeline.js";
import type { Policy } from "./policy.js";

/** Refuses attempts with `CIRCUIT_OPEN` while the connection's upstream is down, and tells its breaker how the others end. */
export const circuitBreaker = ({ breaker }: Pick<PipelineDeps, "breaker">): Policy =>
  function circuitBreaker(call, next) {
    return breaker.run(() => next(call));
  };
