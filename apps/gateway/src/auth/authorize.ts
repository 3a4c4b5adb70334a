import { ConnectorError, type FeatureFlags } from "@trunkline/core";
import type { ConnectionMode, OperationEntry } from "@trunkline/registry";
import type { Exposure } from "../exposure.js";
import type { Principal } from "./principal.js";
import { holdsScope, scopeOf, scopesOf } from "./scopes.js";

/** What decides beside the principal. */
export interface AuthorizationRules {
  readonly exposure: Exposure;
  readonly flags: FeatureFlags;
}

/**
 * The one decision behind every list and every call: nothing when the principal may use the operation, else the refusal.
 * Flags come last, so that a caller without the scope does not learn what is switched off.
 */
export const refusalOf = (
  { exposure, flags }: AuthorizationRules,
  principal: Principal,
  entry: OperationEntry,
  mode: ConnectionMode,
): ConnectorError | undefined => {
  const lacking = scopesOf(entry).filter(({ connector, effect }) => !holdsScope(principal, connector, effect));
  if (lacking.length > 0)
    return new ConnectorError("FORBIDDEN", {
      message: `${entry.id} needs the scope ${lacking.map(scopeOf).join(" and ")}, which the key "${principal.name}" does not hold.`,
    });
  if (!exposure.admits(entry, mode))
    return new ConnectorError("DISABLED", {
      message: `${entry.id} is not offered on ${mode} connections.`,
      help: `Ask the operator to add it to TRUNKLINE_EXPOSE, e.g. \`TRUNKLINE_EXPOSE=*.read,${entry.id}\`.`,
    });
  const flag = flags.offBecause(entry);
  return flag === undefined
    ? undefined
    : new ConnectorError("DISABLED", { message: `${entry.id} is switched off by the feature flag "${flag}".` });
};
