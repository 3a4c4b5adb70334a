import { failure, objectOf, objectsOf } from "../failure.js";

/** Reads a field's value; nothing for one that there is not. */
export type ReadField = (field: string) => string | number | undefined;

type Predicate = (read: ReadField) => boolean;

const leaves = ["filter", "funnelFieldFilter"];

/** A filter expression as a predicate, and the fields that it looks at. @throws GoogleFailure */
export const readFilter = (value: unknown): { readonly test: Predicate; readonly fields: readonly string[] } => {
  const fields: string[] = [];
  const expression = objectOf(value);
  return { test: expression ? compile(expression, fields) : () => true, fields };
};

const compile = (expression: Record<string, unknown>, fields: string[]): Predicate => {
  const group = (name: string): Predicate[] | undefined => {
    const list = objectOf(expression[name]);
    return list && objectsOf(list.expressions).map((one) => compile(one, fields));
  };
  const all = group("andGroup");
  if (all) return (read) => all.every((test) => test(read));
  const any = group("orGroup");
  if (any) return (read) => any.some((test) => test(read));
  const inner = objectOf(expression.notExpression);
  if (inner) {
    const test = compile(inner, fields);
    return (read) => !test(read);
  }
  const leaf = leaves.map((name) => objectOf(expression[name])).find(Boolean);
  if (!leaf || typeof leaf.fieldName !== "string") throw failure(400, "A filter expression is empty.");
  const { fieldName } = leaf;
  fields.push(fieldName);
  const test = compileLeaf(leaf);
  return (read) => test(read(fieldName) ?? "");
};

const compileLeaf = (leaf: Record<string, unknown>): ((value: string | number) => boolean) => {
  const string = objectOf(leaf.stringFilter);
  if (string) return stringTest(string);
  const list = objectOf(leaf.inListFilter);
  if (list) {
    const fold = folding(list.caseSensitive);
    const values = new Set((Array.isArray(list.values) ? list.values : []).map((one) => fold(String(one))));
    return (value) => values.has(fold(String(value)));
  }
  const numeric = objectOf(leaf.numericFilter);
  if (numeric) return numberTest(String(numeric.operation), numberOf(numeric.value));
  const between = objectOf(leaf.betweenFilter);
  if (between) {
    const [from, to] = [numberOf(between.fromValue), numberOf(between.toValue)];
    return (value) => Number(value) >= from && Number(value) <= to;
  }
  if (leaf.emptyFilter) return (value) => value === "" || value === "(not set)";
  throw failure(400, "A filter has no condition.");
};

const folding = (caseSensitive: unknown) => (text: string) => (caseSensitive === true ? text : text.toLowerCase());

const stringTest = (filter: Record<string, unknown>): ((value: string | number) => boolean) => {
  const fold = folding(filter.caseSensitive);
  const wanted = fold(String(filter.value ?? ""));
  switch (filter.matchType ?? "EXACT") {
    case "BEGINS_WITH":
      return (value) => fold(String(value)).startsWith(wanted);
    case "ENDS_WITH":
      return (value) => fold(String(value)).endsWith(wanted);
    case "CONTAINS":
      return (value) => fold(String(value)).includes(wanted);
    case "FULL_REGEXP":
      return regexTest(`^(?:${String(filter.value)})$`, filter.caseSensitive);
    case "PARTIAL_REGEXP":
      return regexTest(String(filter.value), filter.caseSensitive);
    default:
      return (value) => fold(String(value)) === wanted;
  }
};

const regexTest = (source: string, caseSensitive: unknown): ((value: string | number) => boolean) => {
  try {
    const pattern = new RegExp(source, caseSensitive === true ? "" : "i");
    return (value) => pattern.test(String(value));
  } catch {
    throw failure(400, `The regular expression ${source} is not valid.`);
  }
};

const numberOf = (value: unknown): number => {
  const { int64Value, doubleValue } = objectOf(value) ?? {};
  return Number(int64Value ?? doubleValue ?? 0);
};

const numberTest = (operation: string, wanted: number): ((value: string | number) => boolean) => {
  switch (operation) {
    case "LESS_THAN":
      return (value) => Number(value) < wanted;
    case "LESS_THAN_OR_EQUAL":
      return (value) => Number(value) <= wanted;
    case "GREATER_THAN":
      return (value) => Number(value) > wanted;
    case "GREATER_THAN_OR_EQUAL":
      return (value) => Number(value) >= wanted;
    default:
      return (value) => Number(value) === wanted;
  }
};
