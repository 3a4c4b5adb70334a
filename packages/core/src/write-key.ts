import type { RunningCall } from "./execute.js";
import { keyOfCaller, parseIdempotencyKey } from "./idempotency-key.js";
import type { Runtime } from "./runtime.js";

/** The key of a write, as ledger and upstream know it; none for a read. The caller's own form goes into the journal. */
export const writeKeyOf = (
  runtime: Pick<Runtime, "ids">,
  { operation, options, journal }: RunningCall,
): { readonly key: string | undefined; readonly supplied: boolean } => {
  if (operation.effect === "read") return { key: undefined, supplied: false };
  const supplied = options.idempotencyKey !== undefined;
  journal.idempotencyKey = supplied ? parseIdempotencyKey(options.idempotencyKey ?? "") : runtime.ids();
  return { key: keyOfCaller(options.caller ?? "", journal.idempotencyKey), supplied };
};
