import type { ActionTable } from "../admin/action.js";
import { formatTable } from "./output.js";

type Row = Readonly<Record<string, unknown>>;

/** An answer as a person reads it: facts, then tables, then whatever is deep, as JSON. */
export const formatAnswer = (answer: unknown, table?: ActionTable): string => {
  if (!isRow(answer)) return show(JSON.stringify(answer, undefined, 2));
  const entries = Object.entries(answer).filter(
    ([name, value]) => value !== undefined && value !== null && name !== "nextCursor",
  );
  const main = entries.find(([name]) => name === table?.rows);
  const others = entries.filter((entry) => entry !== main);
  const facts = others.filter(([, value]) => !isDeep(value) && !isRows(value));
  const lists = others.filter((entry): entry is [string, readonly Row[]] => isRows(entry[1]) && entry[1].length > 0);
  const deep = others.filter(([, value]) => isDeep(value));
  const parts = [
    ...(facts.length > 0 ? [formatFacts(facts)] : []),
    ...(main && isRows(main[1]) ? [main[1].length === 0 ? "None." : tableOf(main[1], table?.columns)] : []),
    ...lists.map(([name, rows]) => `${toTitle(name)}\n${tableOf(rows)}`),
    ...deep.map(([name, value]) => `${toTitle(name)}\n${show(JSON.stringify(value, undefined, 2))}`),
  ];
  return parts.join("\n\n");
};

const formatFacts = (facts: readonly (readonly [string, unknown])[]): string => {
  const width = Math.max(...facts.map(([name]) => toTitle(name).length));
  return facts.map(([name, value]) => `${toTitle(name).padEnd(width)}  ${cellOf(value)}`.trimEnd()).join("\n");
};

const tableOf = (rows: readonly Row[], columns: readonly string[] = columnsOf(rows)): string =>
  formatTable(
    columns.map(toTitle),
    rows.map((row) => columns.map((column) => shortened(cellOf(fieldOf(row, column))))),
  );

const columnsOf = (rows: readonly Row[]): readonly string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))];

const fieldOf = (row: Row, column: string): unknown =>
  column.split(".").reduce<unknown>((node, step) => (isRow(node) ? node[step] : undefined), row);

const toTitle = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`).replaceAll(".", " ");

const longestCellChars = 72;

const shortened = (text: string): string =>
  text.length > longestCellChars ? `${text.slice(0, longestCellChars - 1)}…` : text;

const cellOf = (value: unknown): string => {
  if (value === undefined || value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return show(toShownTime(value)).replaceAll("\n", " ");
  if (Array.isArray(value)) return value.map(cellOf).join(", ");
  if (!isRow(value)) return String(value);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return entries.map(([name, one]) => `${toTitle(name)} ${cellOf(one)}`).join(", ");
};

/** Times are shown to the second, in UTC; they can be pasted into a flag as they are. */
const toShownTime = (text: string): string =>
  text.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?Z$/, (_, day, time) => `${day} ${time}Z`);

/** Text that strangers wrote may hold control sequences for terminals: they are shown as a dot. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const show = (text: string): string => text.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, "·");

const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null && !Array.isArray(value);

const isRows = (value: unknown): value is readonly Row[] => Array.isArray(value) && value.every(isRow);

/** Objects within objects, and lists of anything but plain values. */
const isDeep = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.some((one) => typeof one === "object") && !isRows(value);
  if (!isRow(value)) return false;
  if (Object.keys(value).length > mostInline) return true;
  return Object.values(value).some(isLarge);
};

const mostInline = 6;
const longestInlineChars = 200;

const isLarge = (value: unknown): boolean => {
  if (typeof value === "string") return value.length > longestInlineChars;
  return typeof value === "object" && value !== null && !isPlainList(value);
};

const isPlainList = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one !== "object");
