import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  validate,
} from "graphql";
import { type UserError, userError } from "./resolvers/fields.js";

/** A bulk query that may run. */
interface BulkQuery {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

interface Found {
  connections: number;
  readonly withNodes: string[];
  readonly withoutId: string[];
  tooDeep: boolean;
}

/** Checks a bulk query by the documented rules. */
export const checkBulkQuery = (schema: GraphQLSchema, text: string): BulkQuery | readonly UserError[] => {
  const refuse = (message: string) => [userError(["query"], message, "INVALID")];
  let document: ReturnType<typeof parse>;
  try {
    document = parse(text);
  } catch (error) {
    return refuse(`Invalid bulk query: ${error instanceof GraphQLError ? error.message : "unreadable"}`);
  }
  const [problem] = validate(schema, document);
  if (problem) return refuse(`Invalid bulk query: ${problem.message}`);
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (operation?.operation !== "query") return refuse("Invalid bulk query: only queries are accepted.");
  const fragments = new Map(
    document.definitions
      .filter((each) => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  );
  const query = { operation, fragments };
  const found: Found = { connections: 0, withNodes: [], withoutId: [], tooDeep: false };
  const root = schema.getQueryType();
  if (root) inspect(query, root, operation.selectionSet, 0, undefined, found);
  const roots = fieldsIn(query, operation.selectionSet).map(({ name }) => name.value);
  if (roots.some((name) => name === "node" || name === "nodes"))
    return refuse("Bulk queries cannot contain a top level `node` or `nodes` field.");
  if (found.connections === 0) return refuse("Bulk queries must contain at least one connection.");
  if (found.connections > 5) return refuse("Bulk queries cannot contain more than 5 connections.");
  if (found.tooDeep) return refuse("Bulk queries cannot contain connections with a nesting depth greater than 2.");
  if (found.withNodes.length > 0)
    return refuse(
      `All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: 'products { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: '${found.withNodes.join("', '")}'.`,
    );
  if (found.withoutId.length > 0)
    return refuse(
      `The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': ${found.withoutId.join(", ")}.`,
    );
  return query;
};

/** Fields of a selection, those of fragments included. */
const fieldsIn = ({ fragments }: BulkQuery, set: SelectionSetNode): readonly FieldNode[] =>
  set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    return fragment ? fieldsIn({ fragments } as BulkQuery, fragment.selectionSet) : [];
  });

const inspect = (
  query: BulkQuery,
  type: GraphQLObjectType,
  set: SelectionSetNode,
  depth: number,
  parent: { readonly name: string; readonly hasId: boolean } | undefined,
  found: Found,
): void => {
  for (const node of fieldsIn(query, set)) {
    const field = type.getFields()[node.name.value];
    const inner = field && getNamedType(field.type);
    if (!node.selectionSet || !inner || !isObjectType(inner)) continue;
    if (!inner.name.endsWith("Connection")) {
      inspect(query, inner, node.selectionSet, depth, parent, found);
      continue;
    }
    found.connections += 1;
    if (depth >= 2) found.tooDeep = true;
    if (parent && !parent.hasId && !found.withoutId.includes(parent.name)) found.withoutId.push(parent.name);
    const below = fieldsIn(query, node.selectionSet);
    if (below.some(({ name }) => name.value === "nodes")) found.withNodes.push(node.name.value);
    for (const edge of below.filter(({ name }) => name.value === "edges")) {
      for (const one of edge.selectionSet ? fieldsIn(query, edge.selectionSet) : []) {
        const nodeType = getNamedType(inner.getFields().nodes?.type ?? inner);
        if (one.name.value !== "node" || !one.selectionSet || !isObjectType(nodeType)) continue;
        const hasId = fieldsIn(query, one.selectionSet).some(({ name, alias }) => name.value === "id" && !alias);
        inspect(query, nodeType, one.selectionSet, depth + 1, { name: node.name.value, hasId }, found);
      }
    }
  }
};
