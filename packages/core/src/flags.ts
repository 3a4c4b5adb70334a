import type { AnyOperation } from "./operation.js";
import type { Effect } from "./operation.js";

/** What a rule is matched against. */
export type FlagSubject = Pick<AnyOperation, "id"> & { readonly effect: Effect };

/** Which operations are switched off. Read at every call, so that a change takes effect at once. */
export interface FeatureFlags {
  /** The pattern that switches the operation off, or nothing when it is on. */
  offBecause(operation: FlagSubject): string | undefined;
}
