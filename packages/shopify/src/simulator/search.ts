import { GraphQLError } from "graphql";
import { parseCents } from "./money.js";
import { searchFilters } from "./schema.generated.js";
import { describeSearch, parseSearch, type SearchNode, type SearchTerm } from "./search-syntax.js";

/** What a search field may look at. Times are milliseconds, ids global or bare. */
export type Searchable = string | number | boolean | null | undefined | readonly (string | number)[];

/** Search fields of one kind of record. */
export type SearchFields<R> = Readonly<Record<string, (record: R) => Searchable>>;

/** A filter that was not followed, as told in `extensions.search`. */
export interface SearchReport {
  readonly path: readonly (string | number)[];
  readonly query: string;
  readonly parsed: unknown;
  readonly warnings: readonly { readonly field: string; readonly message: string; readonly code: string }[];
}

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

type Test<R> = (record: R) => boolean;

/**
 * A test for the filter, and what was wrong with it: an unknown field matches everything, a bad value nothing.
 * @throws GraphQLError when a comparator has no value, as the service fails then.
 */
export const compileSearch = <R>(
  request: SearchRequest<R>,
): { readonly test: Test<R> | undefined; readonly report: SearchReport | undefined } => {
  const node = parseSearch(request.query);
  if (!node) return { test: undefined, report: undefined };
  const warnings: { field: string; message: string; code: string }[] = [];
  const test = compile(node, request, (field, code, message) => warnings.push({ field, message, code }));
  const report =
    warnings.length > 0
      ? { path: request.path, query: request.query, parsed: describeSearch(node), warnings }
      : undefined;
  return { test, report };
};

type Warn = (field: string, code: string, message: string) => void;

const compile = <R>(node: SearchNode, request: SearchRequest<R>, warn: Warn): Test<R> => {
  if (node.kind === "term") return compileTerm(node, request, warn);
  if (node.kind === "not") {
    const test = compile(node.node, request, warn);
    return (record) => !test(record);
  }
  const tests = node.nodes.map((each) => compile(each, request, warn));
  return node.kind === "and"
    ? (record) => tests.every((test) => test(record))
    : (record) => tests.some((test) => test(record));
};

const all = () => true;
const none = () => false;

const compileTerm = <R>(term: SearchTerm, request: SearchRequest<R>, warn: Warn): Test<R> => {
  const valid = searchFilters[request.list] ?? {};
  const [type, ...accepted] = valid[term.field] ?? [];
  const read = request.fields[term.field];
  if (term.field === "default" && !type) {
    warn("default", "missing_named_field", "Input must use named search fields in this query.");
    return all;
  }
  if (type === undefined && !(term.field.startsWith("metafields.") && request.fields.metafields)) {
    warn(term.field, "invalid_field", "Invalid search field for this query.");
    return all;
  }
  if (term.comparator !== ":" && term.value === "")
    throw new GraphQLError("Something went wrong", { extensions: { code: "INTERNAL_SERVER_ERROR" } });
  if (term.field.startsWith("metafields.")) return compileMetafield(term, request);
  if (accepted.length > 0 && !accepted.includes(term.value.toLowerCase()) && term.value !== "*") {
    warn(term.field, "invalid_value", `Input \`${term.value}\` is not an accepted value.`);
    return none;
  }
  if (!read) {
    warn(term.field, "invalid_field", "The simulator keeps nothing that this field could search.");
    return all;
  }
  return compileValue(type ?? "string", term, read, request, warn);
};

const compileValue = <R>(
  type: string,
  term: SearchTerm,
  read: (record: R) => Searchable,
  request: SearchRequest<R>,
  warn: Warn,
): Test<R> => {
  if (term.value === "*" && term.comparator === ":") return (record) => isPresent(read(record));
  const test = testFor(type, term, request, warn);
  return (record) => {
    const value = read(record);
    return Array.isArray(value) ? value.some(test) : isPresent(value) && test(value as string | number | boolean);
  };
};

const isPresent = (value: Searchable): boolean =>
  value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);

type ValueTest = (value: string | number | boolean) => boolean;

const testFor = <R>(type: string, term: SearchTerm, request: SearchRequest<R>, warn: Warn): ValueTest => {
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

const compileMetafield = <R>(term: SearchTerm, { fields }: SearchRequest<R>): Test<R> => {
  const name = term.field.slice("metafields.".length);
  return (record) => {
    const values = fields.metafields?.(record);
    return (
      Array.isArray(values) &&
      values.some(
        (entry) =>
          String(entry) === `${name}=${term.value}` || (term.value === "*" && String(entry).startsWith(`${name}=`)),
      )
    );
  };
};
