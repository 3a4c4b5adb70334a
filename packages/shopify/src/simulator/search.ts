import { GraphQLError } from "graphql";
import { searchFilters } from "./schema.generated.js";
import { describeSearch, parseSearch, type SearchNode, type SearchTerm } from "./search-syntax.js";
import { isPresent, none, type Searchable, type SearchRequest, testFor, type Warn } from "./search-terms.js";

/** A filter that was not followed, as told in `extensions.search`. */
export interface SearchReport {
  readonly path: readonly (string | number)[];
  readonly query: string;
  readonly parsed: unknown;
  readonly warnings: readonly { readonly field: string; readonly message: string; readonly code: string }[];
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
