/**
 * JSON text that `jsonb` takes: what it cannot hold, U+0000 and halves of surrogate pairs, becomes U+FFFD.
 * `undefined` where the value has no JSON at all, or cannot be written (cycles, `bigint`, nesting without end).
 */
export const toStorableJson = (value: unknown): string | undefined => {
  try {
    const text = JSON.stringify(value);
    // `stringify` writes both as escapes, so that text without these has neither.
    return text !== undefined && refused.test(text) ? JSON.stringify(replaced(value)) : text;
  } catch {
    return undefined;
  }
};

const refused = /\\u(?:0000|d[89a-f])/;

/** Text that PostgreSQL takes. */
export const toStorableText = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");

const replaced = (value: unknown): unknown => {
  if (typeof value === "string") return toStorableText(value);
  if (typeof value !== "object" || value === null) return value;
  if ("toJSON" in value && typeof value.toJSON === "function") return replaced(value.toJSON(""));
  if (Array.isArray(value)) return value.map(replaced);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [toStorableText(key), replaced(item)]));
};

/** Levels of arrays and objects in JSON text. */
export const depthOfJson = (text: string): number => {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === backslash) at += 1;
      else if (code === quote) quoted = false;
    } else if (code === quote) quoted = true;
    else if (code === openBracket || code === openBrace) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (code === closeBracket || code === closeBrace) depth -= 1;
  }
  return deepest;
};

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
