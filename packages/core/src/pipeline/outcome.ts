import type { Outcome } from "../envelope.js";
import type { Call } from "./policy.js";

/** What is known of a call that ends before its exchange does: a write that may have left is `unknown`. */
export const interruptedOutcome = ({ operation, journal }: Call): Outcome =>
  operation.effect !== "read" && journal.unsettled ? "unknown" : "not_executed";
