import { parseSearch, type SearchNode } from "./search-syntax.js";

/** Whether a body passes the filter of a subscription, which names REST fields: `status:active`, `variants.sku:A*`. */
export const passes = (filter: string | null, body: Readonly<Record<string, unknown>>): boolean => {
  const node = filter ? parseSearch(filter) : undefined;
  return node === undefined || matches(node, body);
};

const matches = (node: SearchNode, body: Readonly<Record<string, unknown>>): boolean => {
  if (node.kind === "and") return node.nodes.every((each) => matches(each, body));
  if (node.kind === "or") return node.nodes.some((each) => matches(each, body));
  if (node.kind === "not") return !matches(node.node, body);
  const values = valuesAt(body, node.field.split("."));
  if (node.value === "*") return values.some((value) => value !== null && value !== undefined);
  if (node.comparator === ":") return values.some((value) => String(value).toLowerCase() === node.value.toLowerCase());
  const order = (value: unknown) => Number(value) - Number(node.value);
  return values.some((value) =>
    node.comparator.startsWith(":<")
      ? order(value) < 0 || (node.comparator === ":<=" && order(value) === 0)
      : order(value) > 0 || (node.comparator === ":>=" && order(value) === 0),
  );
};

const valuesAt = (value: unknown, [name, ...rest]: readonly string[]): readonly unknown[] => {
  if (Array.isArray(value)) return value.flatMap((each) => valuesAt(each, name === undefined ? [] : [name, ...rest]));
  if (name === undefined) return [value];
  return typeof value === "object" && value !== null
    ? valuesAt((value as Readonly<Record<string, unknown>>)[name], rest)
    : [];
};
