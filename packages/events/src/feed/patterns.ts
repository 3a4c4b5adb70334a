import { type RawBuilder, sql } from "kysely";
import { z } from "zod";

/** A pattern of names, with `*` for any run of characters. `:` and `/` count as `.`. */
export const Pattern = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\w.:/*-]+$/, "may have letters, digits, `_ . : / -` and `*`");

/**
 * Patterns of event types, e.g. `shopify.orders.*`, which may also be written as handlers write them, `shopify:orders/*`.
 * Empty: all.
 */
export const TypePatterns = z
  .array(Pattern)
  .max(50)
  .describe("Event types, e.g. `shopify.orders.*`; `*` stands for any characters. Empty: all");

/** Patterns of connections, e.g. `acme/shopify/*`. Empty: all. */
export const ConnectionPatterns = z
  .array(Pattern)
  .max(50)
  .describe("Connections, e.g. `acme/shopify/*`; `*` stands for any characters. Empty: all");

/** Name under which an event is known outside: `shopify.orders.create` for `orders/create` of `shopify`. */
export const publicTypeOf = ({ connector, type }: { readonly connector: string; readonly type: string }): string =>
  dotted(`${connector}.${type}`);

const dotted = (text: string): string => text.replace(/[:/]/g, ".");

/** Tells whether a name matches one of the patterns; without patterns every name does. */
export const toMatcher = (patterns: readonly string[]): ((name: string) => boolean) => {
  if (patterns.length === 0) return () => true;
  const source = patterns.map((pattern) => dotted(pattern).split("*").map(escaped).join(".*")).join("|");
  const expression = new RegExp(`^(?:${source})$`, "s");
  return (name) => expression.test(dotted(name));
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The same in SQL, for patterns in a `text[]`: `%` and `\` cannot be in a pattern, `_` means itself. */
export const matchesSql = (name: RawBuilder<string>, patterns: RawBuilder<string[]>): RawBuilder<boolean> =>
  sql<boolean>`(cardinality(${patterns}) = 0 or exists (
    select from unnest(${patterns}) as p(pattern)
    where translate(${name}, ':/', '..') like replace(replace(translate(p.pattern, ':/', '..'), '_', '\\_'), '*', '%')
  ))`;
