import type { Effect } from "@trunkline/core";
import type { ConnectionMode } from "@trunkline/registry";

/** Which operations are offered at all, whoever asks. */
export interface Exposure {
  /** As configured, for error messages. */
  readonly text: string;
  admits(operation: { readonly id: string; readonly effect: Effect }, mode: ConnectionMode): boolean;
}

const patternForm = /^(\*|(\*|[a-z][a-z0-9-]*)\.(read|write|destroy)|[a-z][a-z0-9-]*(\.[A-Za-z][A-Za-z0-9]*)*)$/;
const effects: ReadonlySet<string> = new Set<Effect>(["read", "write", "destroy"]);

/**
 * Reads patterns: `*`, `*.read`, `shopify`, `shopify.write`, `shopify.orders` or a full id, separated by commas.
 * `auto` offers everything on simulators, where nothing can be harmed, and reads alone on live connections.
 * Throws an Error that names the bad part.
 */
export const parseExposure = (text: string): Exposure => {
  if (text === "auto") return { text, admits: ({ effect }, mode) => mode === "mock" || effect === "read" };
  const patterns = text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  const bad = patterns.find((pattern) => !patternForm.test(pattern));
  if (bad !== undefined)
    throw new Error(
      `has "${bad}"; write patterns such as *, *.read, shopify.write, shopify.orders or shopify.orders.list`,
    );
  return { text, admits: (operation) => patterns.some((pattern) => matches(pattern, operation)) };
};

const matches = (pattern: string, { id, effect }: { readonly id: string; readonly effect: Effect }): boolean => {
  if (pattern === "*") return true;
  const dot = pattern.lastIndexOf(".");
  const last = pattern.slice(dot + 1);
  if (dot > 0 && effects.has(last) && pattern.indexOf(".") === dot) {
    const connector = pattern.slice(0, dot);
    return effect === last && (connector === "*" || id.startsWith(`${connector}.`));
  }
  return id === pattern || id.startsWith(`${pattern}.`);
};
