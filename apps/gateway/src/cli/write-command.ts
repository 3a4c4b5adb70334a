import type { AnyAdminAction } from "../admin/action.js";
import { type Flag, flagsOf } from "./flags.js";

/** An action with an input, as it is written on the command line. */
export const toCommand = (action: AnyAdminAction, input: Readonly<Record<string, unknown>>): string => {
  const { positional, named } = flagsOf(action);
  const words = [
    "trunkline",
    action.id.replace(".", " "),
    ...positional.flatMap((flag) => wordsOf(flag, input, false)),
    ...named.flatMap((flag) => wordsOf(flag, input, true)),
  ];
  return words.join(" ");
};

const wordsOf = ({ path, name, isList, kind }: Flag, input: Readonly<Record<string, unknown>>, isNamed: boolean) => {
  const value = path.reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], input);
  if (value === undefined || value === false) return [];
  if (isList && Array.isArray(value) && value.length === 0) return [`--${name}`];
  const values = isList ? (value as readonly unknown[]) : [value];
  return values.map((one) => {
    if (one === true) return `--${name}`;
    const text = kind === "json" ? JSON.stringify(one) : String(one);
    return isNamed ? `--${name} ${quoted(text)}` : quoted(text);
  });
};

/** As a shell reads it back. */
const quoted = (text: string): string => (/^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
