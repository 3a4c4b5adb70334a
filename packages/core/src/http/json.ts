/** Parses JSON text, tolerating a byte order mark. @throws SyntaxError */
export const parseJson = (text: string): unknown => JSON.parse(withoutMark(text));

/**
 * Parses JSON text without corrupting large ids: an integer beyond ±(2^53 − 1) becomes a string of its digits,
 * everything else is as {@link parseJson} gives it.
 * @throws SyntaxError
 */
export const parseLosslessJson = (text: string): unknown => {
  // A reviver costs several times a plain parse, and an unsafe integer has at least sixteen digits.
  if (!/\d{16}/.test(text)) return parseJson(text);
  return JSON.parse(withoutMark(text), keepDigits as (this: unknown, key: string, value: unknown) => unknown);
};

const keepDigits = (_key: string, value: unknown, context: { readonly source?: string }): unknown =>
  typeof value === "number" &&
  !Number.isSafeInteger(value) &&
  context.source !== undefined &&
  /^-?\d+$/.test(context.source)
    ? context.source
    : value;

const withoutMark = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);

/** Why a text is not JSON, as far as a reader can tell. */
export type JsonDefect = "empty" | "HTML" | "XML" | "cut off" | "not JSON";

/** Names what is wrong with a text that did not parse. */
export const jsonDefectOf = (text: string, cause: unknown): JsonDefect => {
  const start = text.trimStart();
  if (start === "" || start === "\ufeff") return "empty";
  if (start.startsWith("<")) return start.startsWith("<?xml") ? "XML" : "HTML";
  return isCutOff(text, cause) ? "cut off" : "not JSON";
};

/** V8 either says that the input ended, or names a position at its very end. */
const isCutOff = (text: string, cause: unknown): boolean => {
  const message = cause instanceof Error ? cause.message : "";
  if (message.startsWith("Unexpected end of JSON") || message.startsWith("Unterminated string")) return true;
  const position = /position (\d+)/.exec(message)?.[1];
  return position !== undefined && Number(position) >= withoutMark(text).trimEnd().length;
};
