import type { Parse } from "./parsers.js";

/** One environment variable of the gateway. */
export interface Variable<T> {
  readonly name: string;
  /** As it would be written; empty: unset. */
  readonly default: string;
  /** What it decides; becomes the docs row. */
  readonly meaning: string;
  readonly parse: Parse<T>;
  /** True: its value is never enumerable, so that a configuration can be printed. */
  readonly isSecret?: true;
}

/** States a variable. */
export const variable = <T>(name: string, fallback: string, parse: Parse<T>, meaning: string): Variable<T> => ({
  name,
  default: fallback,
  meaning,
  parse,
});

/** States a variable whose value is never printed. */
export const secret = <T>(...given: Parameters<typeof variable<T>>): Variable<T> => ({
  ...variable(...given),
  isSecret: true,
});
