/** How a search term compares. */
type Comparator = ":" | ":<" | ":<=" | ":>" | ":>=";

/** A search filter, parsed. */
export type SearchNode =
  | { readonly kind: "and"; readonly nodes: readonly SearchNode[] }
  | { readonly kind: "or"; readonly nodes: readonly SearchNode[] }
  | { readonly kind: "not"; readonly node: SearchNode }
  | SearchTerm;

/** One `field:value`, or a value alone with field `default`. */
export interface SearchTerm {
  readonly kind: "term";
  readonly field: string;
  readonly comparator: Comparator;
  readonly value: string;
  readonly quoted: boolean;
}

type Token = { readonly kind: "(" | ")" | "AND" | "OR" | "NOT" } | { readonly kind: "term"; readonly term: SearchTerm };

/** Parses the vendor's search syntax; an empty text is nothing. Without parentheses AND binds tighter than OR. */
export const parseSearch = (text: string): SearchNode | undefined => {
  const tokens = tokenize(text);
  let position = 0;
  const peek = () => tokens[position]?.kind;

  const parseOr = (): SearchNode | undefined => {
    const nodes = [parseAnd()];
    while (peek() === "OR") {
      position += 1;
      nodes.push(parseAnd());
    }
    return combine("or", nodes);
  };
  const parseAnd = (): SearchNode | undefined => {
    const nodes: (SearchNode | undefined)[] = [];
    while (position < tokens.length && peek() !== "OR" && peek() !== ")") {
      if (peek() === "AND") position += 1;
      else nodes.push(parseUnary());
    }
    return combine("and", nodes);
  };
  const parseUnary = (): SearchNode | undefined => {
    const token = tokens[position];
    position += 1;
    if (token?.kind === "term") return token.term;
    if (token?.kind === "NOT") {
      const node = parseUnary();
      return node && { kind: "not", node };
    }
    if (token?.kind === "(") {
      const node = parseOr();
      if (peek() === ")") position += 1;
      return node;
    }
    return undefined;
  };

  const parts: (SearchNode | undefined)[] = [];
  while (position < tokens.length) {
    parts.push(parseOr());
    if (peek() === ")") position += 1;
  }
  return combine("and", parts);
};

const combine = (kind: "and" | "or", nodes: readonly (SearchNode | undefined)[]): SearchNode | undefined => {
  const present = nodes.filter((node) => node !== undefined);
  return present.length > 1 ? { kind, nodes: present } : present[0];
};

const termPattern =
  /\s*(?:(?<paren>[()])|(?<minus>-)?(?:(?<field>[A-Za-z_][\w.-]*)(?<comparator>:[<>]=?|:))?(?:"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^'\\]|\\.)*)'|(?<bare>[^\s()]+))?)/y;

const tokenize = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  termPattern.lastIndex = 0;
  while (termPattern.lastIndex < text.length) {
    const groups = termPattern.exec(text)?.groups;
    if (!groups) break;
    const { paren, minus, field, comparator, double, single, bare } = groups;
    if (paren === "(" || paren === ")") {
      tokens.push({ kind: paren });
      continue;
    }
    const value = double ?? single ?? bare;
    if (field === undefined && value === undefined) {
      if (minus === undefined) break;
      continue;
    }
    if (minus !== undefined) tokens.push({ kind: "NOT" });
    const isWord = field === undefined && bare !== undefined && minus === undefined;
    if (isWord && (bare === "AND" || bare === "OR" || bare === "NOT")) tokens.push({ kind: bare });
    else
      tokens.push({ kind: "term", term: toTerm(field, comparator, value, bare === undefined && value !== undefined) });
  }
  return tokens;
};

const toTerm = (field = "default", comparator = ":", value = "", quoted = false): SearchTerm => ({
  kind: "term",
  field,
  comparator: comparator as Comparator,
  value: quoted ? value.replaceAll(/\\(.)/g, "$1") : value,
  quoted,
});

/** How the service echoes a filter beside its warnings. */
export const describeSearch = (node: SearchNode): unknown => {
  if (node.kind === "and" || node.kind === "or") return { [node.kind]: node.nodes.map(describeSearch) };
  if (node.kind === "not") return { not: describeSearch(node.node) };
  const { field, comparator, value } = node;
  const ranges = { ":<": "lt", ":<=": "lte", ":>": "gt", ":>=": "gte" };
  return comparator === ":" ? { field, match_all: value } : { field, range: { [ranges[comparator]]: value } };
};
