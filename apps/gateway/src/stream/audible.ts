import type { Principal } from "../auth/principal.js";
import { holdsScope } from "../auth/scopes.js";
import type { Gateway } from "../gateway.js";

/**
 * Tells of which connectors this principal may hear events now: of those at which it may read something, by the same
 * decision as every call and list. A source that is no connector here, e.g. a generic webhook, is heard by its scope alone.
 */
export const audibleTo = (
  { registry, visible }: Pick<Gateway, "registry" | "visible">,
  principal: Principal,
): ((connector: string) => boolean) => {
  const readable = new Set(visible(principal, { readonly: true }).map(({ connector }) => connector));
  const known = new Set(registry.connectors.map(({ id }) => id));
  return (connector) => (known.has(connector) ? readable.has(connector) : holdsScope(principal, connector, "read"));
};

/** Whether there is anything at all that this principal may hear of. */
export const hearsAnything = (gateway: Pick<Gateway, "visible">, principal: Principal): boolean =>
  principal.scopes.length > 0 &&
  (gateway.visible(principal, { readonly: true }).length > 0 || holdsScope(principal, "*", "read"));
