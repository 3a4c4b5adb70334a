import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from "graphql";
import { maxQueryCost } from "../quotas.js";
import { refuseInput } from "../schemas/inputs.js";

/** Enough for any sensible query; keeps a hostile one from occupying the parser. */
const maxTokens = 20_000;

/** A caller's document that only reads. */
export interface ReadDocument {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Nothing when the query has no name. */
  readonly operationName: string | undefined;
}

/**
 * Parses a caller's document.
 * @throws ConnectorError `INVALID_INPUT` unless it holds exactly one operation, a query, beside fragments.
 */
export const parseReadDocument = (source: string): ReadDocument => {
  const document = parsed(source);
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const foreign = document.definitions.find(
    ({ kind }) => kind !== Kind.OPERATION_DEFINITION && kind !== Kind.FRAGMENT_DEFINITION,
  );
  const [operation] = operations;
  if (foreign) throw refused("Only a query and fragments are allowed");
  if (operation === undefined || operations.length > 1)
    throw refused(`Expected exactly one query, found ${operations.length}`);
  if (operation.operation !== "query") throw refused(`A ${operation.operation} is not allowed here, only a query`);
  return { document, operation, operationName: operation.name?.value };
};

const refused = (message: string) => refuseInput([{ path: "query", message }]);

const parsed = (source: string): DocumentNode => {
  try {
    return parse(source, { noLocation: true, maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw refused("The document cannot be parsed: it is nested too deeply");
    const [at] = error.locations ?? [];
    throw refused(`${error.message}${at ? ` at line ${at.line}, column ${at.column}` : ""}`);
  }
};

interface Scope {
  readonly fragments: ReadonlyMap<string, SelectionSetNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Costs of fragments met before: each is counted through once, and a cycle ends. */
  readonly known: Map<string, number>;
}

/**
 * Points a query will about ask for, by Shopify's documented rule: objects 1, scalars 0, connections by page size.
 * Never more than one query may cost: what would be dearer is left to Shopify to refuse.
 */
export const estimateCost = (source: string, variables: Readonly<Record<string, unknown>>): number => {
  const { document, operation } = parseReadDocument(source);
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node.selectionSet] as const] : [],
    ),
  );
  const defaults = Object.fromEntries(
    (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [],
    ),
  );
  const scope = { fragments, variables: { ...defaults, ...variables }, known: new Map<string, number>() };
  return Math.max(1, Math.min(maxQueryCost, Math.ceil(selectionCost(operation.selectionSet, scope))));
};

const selectionCost = (selection: SelectionSetNode, scope: Scope): number =>
  selection.selections.reduce((sum, node) => {
    if (node.kind === Kind.FIELD) return sum + fieldCost(node, scope);
    if (node.kind === Kind.INLINE_FRAGMENT) return sum + selectionCost(node.selectionSet, scope);
    return sum + fragmentCost(node.name.value, scope);
  }, 0);

const fragmentCost = (name: string, scope: Scope): number => {
  const known = scope.known.get(name);
  if (known !== undefined) return known;
  scope.known.set(name, 0);
  const fragment = scope.fragments.get(name);
  const cost = fragment ? selectionCost(fragment, scope) : 0;
  scope.known.set(name, cost);
  return cost;
};

/** Fields of a connection that cost nothing of their own: their page size is counted already. */
const free: ReadonlySet<string> = new Set(["nodes", "edges", "node", "pageInfo"]);

const fieldCost = (field: FieldNode, scope: Scope): number => {
  if (!field.selectionSet) return 0;
  const inner = selectionCost(field.selectionSet, scope);
  if (free.has(field.name.value)) return inner;
  const size = pageSize(field, scope.variables);
  return size === undefined ? 1 + inner : 2 + size * (1 + inner);
};

const pageSize = ({ arguments: given = [] }: FieldNode, variables: Scope["variables"]): number | undefined => {
  for (const { name, value } of given) {
    if (name.value !== "first" && name.value !== "last") continue;
    if (value.kind === Kind.INT) return Number(value.value);
    const supplied = value.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
    if (typeof supplied === "number") return Math.max(0, supplied);
  }
  return undefined;
};
