import { ConnectorError, type Effect } from "@trunkline/core";
import type { Principal } from "./principal.js";

const scopePattern = /^(admin|(\*|[a-z][a-z0-9-]*):(read|write|destroy))$/;
const rank: Readonly<Record<Effect, number>> = { read: 0, write: 1, destroy: 2 };

/** The scope that an operation needs, as written in keys and messages. */
export const scopeOf = ({ connector, effect }: { readonly connector: string; readonly effect: Effect }): string =>
  `${connector}:${effect}`;

/** Everything that the operation needs: its own scope, and to read at each connector whose operations it runs. */
export const scopesOf = (entry: {
  readonly connector: string;
  readonly effect: Effect;
  readonly uses: readonly string[];
}): readonly { readonly connector: string; readonly effect: Effect }[] => [
  { connector: entry.connector, effect: entry.effect },
  ...[...new Set(entry.uses.map((id) => id.slice(0, id.indexOf("."))))].map((connector) => ({
    connector,
    effect: "read" as const,
  })),
];

/** Whether a principal may use operations of this connector and effect. `write` holds `read`, `destroy` holds both, `admin` all. */
export const holdsScope = (principal: Principal, connector: string, effect: Effect): boolean =>
  principal.scopes.some((scope) => {
    if (scope === "admin") return true;
    const [owner, granted] = scope.split(":");
    return (owner === "*" || owner === connector) && isEffect(granted) && rank[granted] >= rank[effect];
  });

/** Whether a principal may operate the gateway itself. */
export const isAdmin = (principal: Principal): boolean => principal.scopes.includes("admin");

/**
 * Scopes as a person writes them.
 * @throws ConnectorError `INVALID_INPUT` naming every bad one, and when there is none.
 */
export const parseScopes = (scopes: readonly string[]): readonly string[] => {
  const issues = scopes.flatMap((scope, index) =>
    scopePattern.test(scope)
      ? []
      : [
          {
            path: `scopes.${index}`,
            message: `"${scope}" is not admin, {connector}:{read|write|destroy} or *:{read|write|destroy}`,
          },
        ],
  );
  if (scopes.length === 0) issues.push({ path: "scopes", message: "at least one scope is needed, e.g. *:read" });
  if (issues.length === 0) return [...new Set(scopes)];
  throw new ConnectorError("INVALID_INPUT", { message: issues.map(({ message }) => message).join("; "), issues });
};

const isEffect = (value: string | undefined): value is Effect => value !== undefined && Object.hasOwn(rank, value);
