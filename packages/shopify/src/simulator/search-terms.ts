import { parseCents } from "./money.js";
import type { SearchTerm } from "./search-syntax.js";

/** What a search field may look at. Times are milliseconds, ids global or bare. */
export type Searchable = string | number | boolean | null | undefined | readonly (string | number)[];

/** Search fields of one kind of record. */
export type SearchFields<R> = Readonly<Record<string, (record: R) => Searchable>>;

/** A list that can be searched. */
export interface SearchRequest<R> {
  /** `Type.field` of the list in the schema; decides which fields are valid. */
  readonly list: string;
  readonly fields: SearchFields<R>;
  /** Fields whose value is searched word by word; others are compared whole. */
  readonly words?: readonly string[];
  readonly query: string;
  readonly path: readonly (string | number)[];
  readonly now: number;
}

/** Notes that a term was not followed. */
export type Warn = (field: string, code: string, message: string) => void;

/** Lets nothing through. */
export const none = () => false;

/** Whether a field has a value. */
export const isPresent = (value: Searchable): boolean =>
  value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);

type ValueTest = (value: string | number | boolean) => boolean;

/** The test that a term means for a field of this type; a bad value lets nothing through and is noted. */
export const testFor = <R>(type: string, term: SearchTerm, request: SearchRequest<R>, warn: Warn): ValueTest => {
  const reject = () => {
    warn(term.field, "invalid_value", `Input \`${term.value}\` is not an accepted value.`);
    return none;
  };
  switch (type) {
    case "time":
    case "date":
      return timeTest(term, request.now) ?? reject();
    case "id":
      return idTest(term) ?? reject();
    case "integer":
    case "float":
    case "bigdecimal": {
      const wanted = parseCents(term.value);
      return wanted === undefined
        ? reject()
        : (value) => compare(Math.round(Number(value) * 100) - wanted, term.comparator);
    }
    case "boolean":
      return /^(true|false)$/i.test(term.value) ? (value) => String(value) === term.value.toLowerCase() : reject();
    default:
      return textTest(term, term.field === "default" || (request.words?.includes(term.field) ?? false));
  }
};

const compare = (difference: number, comparator: SearchTerm["comparator"]): boolean =>
  comparator === ":"
    ? difference === 0
    : comparator === ":<"
      ? difference < 0
      : comparator === ":<="
        ? difference <= 0
        : comparator === ":>"
          ? difference > 0
          : difference >= 0;

const dayMs = 86_400_000;

/** Bounds are inclusive, as seen on the service. An unquoted time ends at its first colon and so finds nothing. */
const timeTest = ({ value, quoted, comparator }: SearchTerm, now: number): ValueTest | undefined => {
  if (value === "now") return (time) => (comparator.startsWith(":<") ? Number(time) <= now : Number(time) >= now);
  if (!quoted && value.includes(":")) return none;
  const start = Date.parse(value);
  if (Number.isNaN(start)) return undefined;
  const end = /^\d{4}-\d\d-\d\d$/.test(value) ? start + dayMs - 1 : start + 999;
  if (comparator === ":") return (time) => Number(time) >= start && Number(time) <= end;
  return comparator.startsWith(":<")
    ? (time) => Number(time) <= (comparator === ":<" ? start : end)
    : (time) => Number(time) >= start;
};

const idTest = ({ value, comparator }: SearchTerm): ValueTest | undefined => {
  const text = value.slice(value.lastIndexOf("/") + 1);
  if (!/^\d+$/.test(text)) return undefined;
  const wanted = BigInt(text);
  return (id) => {
    const digits = String(id).split("/").at(-1)?.split("?")[0] ?? "";
    if (!/^\d+$/.test(digits)) return false;
    const own = BigInt(digits);
    return compare(own < wanted ? -1 : own > wanted ? 1 : 0, comparator);
  };
};

const textTest = ({ value, comparator, quoted }: SearchTerm, byWord: boolean): ValueTest => {
  const wanted = value.toLowerCase();
  if (comparator !== ":")
    return (text) =>
      compare(String(text).toLowerCase() < wanted ? -1 : String(text).toLowerCase() > wanted ? 1 : 0, comparator);
  const isPrefix = !quoted && wanted.endsWith("*");
  const stem = isPrefix ? wanted.slice(0, -1) : wanted;
  if (!byWord)
    return (text) => (isPrefix ? String(text).toLowerCase().startsWith(stem) : String(text).toLowerCase() === stem);
  if (quoted || /\W/.test(stem.replaceAll(/[äöüßéè@.#-]/g, "")))
    return (text) => String(text).toLowerCase().includes(stem);
  return (text) => words(String(text)).some((word) => (isPrefix ? word.startsWith(stem) : word === stem));
};

const words = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .flatMap((word) => [word, word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""), ...word.split(/[-_/,.]+/)]);
