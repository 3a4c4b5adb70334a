import type { Warning } from "@trunkline/core";

/** How large an answer may be, and what the caller can do to see the rest. */
export interface ShrinkOptions {
  /** Longest JSON text of the data, in characters. */
  readonly maxChars: number;
  /** Key of the page's items, where the data is a page. */
  readonly pageItems?: string;
  /** Name of the input that sets the page size, where there is one. */
  readonly pageSizeInput?: string;
}

/** Data that fits, and what was left out to make it fit. */
export interface Shrunk {
  readonly data: unknown;
  readonly warnings: readonly Warning[];
}

/**
 * Data short enough to read: whole items of the list are left out first, and the cursor with them, because it would
 * skip them. Only when one item alone is too large are its long texts and lists cut.
 */
export const shrink = (data: unknown, options: ShrinkOptions): Shrunk => {
  const length = lengthOf(data);
  if (length <= options.maxChars) return { data, warnings: [] };
  const key = listKey(data, options.pageItems);
  if (key === undefined || !isObject(data)) return trim(data, length, options);
  const items = data[key] as readonly unknown[];
  const { nextCursor, ...rest } = data;
  const shell = { ...rest, [key]: [] };
  const kept = fitting(items, options.maxChars - lengthOf(shell));
  if (kept === 0 && items.length > 0) return trim(data, length, options);
  return {
    data: { ...rest, [key]: items.slice(0, kept) },
    warnings: [leftOut(key, kept, items.length, nextCursor !== undefined, options)],
  };
};

const lengthOf = (value: unknown): number => JSON.stringify(value)?.length ?? 0;

const fitting = (items: readonly unknown[], room: number): number => {
  let used = 0;
  for (const [index, item] of items.entries()) {
    used += lengthOf(item) + 1;
    if (used > room) return index;
  }
  return items.length;
};

const listKey = (data: unknown, pageItems: string | undefined): string | undefined => {
  if (!isObject(data)) return undefined;
  if (pageItems !== undefined && Array.isArray(data[pageItems])) return pageItems;
  const lists = Object.keys(data).filter((key) => Array.isArray(data[key]));
  const rest = lengthOf(Object.fromEntries(Object.entries(data).filter(([key]) => !lists.includes(key))));
  // A list is worth cutting only where it is what makes the data large.
  return lists.filter((key) => lengthOf(data[key]) > rest).sort((a, b) => lengthOf(data[b]) - lengthOf(data[a]))[0];
};

const leftOut = (
  key: string,
  kept: number,
  total: number,
  hadMore: boolean,
  { pageSizeInput }: ShrinkOptions,
): Warning => {
  const smaller = pageSizeInput ? `with ${pageSizeInput}: ${kept}` : "for fewer items";
  const onwards = hadMore ? " and go on with the nextCursor of that answer" : "";
  return {
    code: "TRUNCATED",
    message: `Only the first ${kept} of ${total} ${key} are shown, to keep the answer readable. To see all, name the \`fields\` you need, or ask again ${smaller}${onwards}.`,
    path: key,
  };
};

const trim = (data: unknown, length: number, { maxChars }: ShrinkOptions): Shrunk => {
  for (let chars = 4_096, items = 64; ; chars = chars >> 1, items = Math.max(1, items >> 1)) {
    const cut = new Set<string>();
    const trimmed = cutLong(data, { chars, items, path: "", cut });
    if (lengthOf(trimmed) > maxChars && chars > 16) continue;
    const paths = [...cut];
    const named = paths.slice(0, 5).join(", ") + (paths.length > 5 ? ` and ${paths.length - 5} more` : "");
    const message = `The data is ${length} characters long, so long texts and lists were cut at ${named}. Name the \`fields\` you need to see them whole.`;
    return {
      data: trimmed,
      warnings: [{ code: "TRUNCATED", message, ...(paths[0] !== undefined && { path: paths[0] }) }],
    };
  }
};

interface Cut {
  readonly chars: number;
  readonly items: number;
  readonly path: string;
  readonly cut: Set<string>;
}

const cutLong = (value: unknown, limit: Cut): unknown => {
  const at = (name: string): Cut => ({ ...limit, path: limit.path ? `${limit.path}.${name}` : name });
  if (typeof value === "string" && value.length > limit.chars) {
    limit.cut.add(limit.path);
    return `${value.slice(0, limit.chars)}…`;
  }
  if (Array.isArray(value)) {
    if (value.length > limit.items) limit.cut.add(limit.path);
    return value.slice(0, limit.items).map((item) => cutLong(item, limit));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, cutLong(child, at(key))]));
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
