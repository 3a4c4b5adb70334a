import { classifyCause } from "../errors/classify.js";
import { failureOf } from "./failure-of.js";
import type { PipelineDeps } from "./pipeline.js";
import type { Policy } from "./policy.js";

/**
 * Turns a reply that means failure into a thrown ConnectorError, and whatever else is thrown too: above it there is no
 * other failure. Settles the journal when the exchange certainly had no effect.
 */
export const raiseErrors = (deps: Pick<PipelineDeps, "connector" | "clock">): Policy =>
  async function raiseErrors(call, next) {
    const { journal } = call;
    const unsettledBefore = journal.unsettled ?? false;
    try {
      const reply = await next(call);
      const failure = failureOf(deps, reply, call);
      if (failure === undefined) return reply;
      throw failure;
    } catch (cause) {
      const sent = call.operation.effect !== "read" && (journal.unsettled ?? false);
      const error = classifyCause(cause, { signal: call.signal, sent });
      if (error.outcome === "not_executed") journal.unsettled = unsettledBefore;
      throw error;
    }
  };
