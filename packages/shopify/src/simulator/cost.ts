import {
  type FieldNode,
  type GraphQLNamedType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  type SelectionSetNode,
} from "graphql";
import { branchesOf, type CostQuestion, fieldsOf, selectionsOf, sizeAsked } from "./selections.js";

const freeTypes: ReadonlySet<string> = new Set([
  "PageInfo",
  "MoneyV2",
  "MoneyBag",
  "CustomerPhoneNumber",
  "SEO",
  "Weight",
  "InventoryItemMeasurement",
  "Count",
  "UserError",
]);

/** Costs set by hand on the service. */
const rootCosts: Readonly<Record<string, number>> = { refundCreate: 20 };

const mutationCost = 10;

const countCost = 10;

const perNode = (size: number): number => (size <= 0 ? 0 : Math.max(1, Math.floor(2 * Math.log(size))));

type Data = unknown;

/** Points that an operation asks for before it runs; with `data`, what it really took. */
export const costOf = (question: CostQuestion, data?: Data): number => {
  const { operation, schema } = question;
  const measured = data !== undefined;
  const root = operation.operation === "mutation" ? schema.getMutationType() : schema.getQueryType();
  if (!root) return 0;
  if (operation.operation !== "mutation")
    return selectionCost(question, [operation.selectionSet], root, data, measured);
  return fieldsOf(question, [operation.selectionSet]).reduce((sum, { key, nodes }) => {
    const [node] = nodes;
    if (!node) return sum;
    const field = root.getFields()[node.name.value];
    const payload = field && getNamedType(field.type);
    if (!payload) return sum;
    const below = payloadCost(question, nodes, payload, pick(data, key), measured);
    return sum + (rootCosts[node.name.value] ?? mutationCost) + below;
  }, 0);
};

/** What a mutation returns directly is in its own price. */
const payloadCost = (
  question: CostQuestion,
  nodes: readonly FieldNode[],
  payload: GraphQLNamedType,
  data: Data,
  measured: boolean,
): number =>
  fieldsOf(question, selectionsOf(nodes)).reduce((sum, { key, nodes: [node, ...more] }) => {
    const field = node && "getFields" in payload ? payload.getFields()[node.name.value] : undefined;
    const type = field && getNamedType(field.type);
    if (!node || !type || !isCompositeType(type)) return sum;
    const value = pick(data, key);
    if (measured && value == null) return sum;
    return (
      sum +
      Math.max(
        0,
        ...each(value, measured).map((one) =>
          selectionCost(question, selectionsOf([node, ...more]), type, one, measured),
        ),
      )
    );
  }, 0);

const each = (value: Data, measured: boolean): readonly Data[] =>
  measured && Array.isArray(value) ? value.filter((one) => one != null) : [value];

const selectionCost = (
  question: CostQuestion,
  sets: readonly SelectionSetNode[],
  type: GraphQLNamedType,
  data: Data,
  measured: boolean,
): number => {
  const own = fieldsOf(question, sets, type);
  const sum = own.reduce(
    (total, { key, nodes }) => total + fieldCost(question, nodes, type, pick(data, key), measured),
    0,
  );
  if (!isAbstractType(type)) return sum;
  const branches = branchesOf(question, sets, type).map(([branch, branchSets]) =>
    selectionCost(question, branchSets, branch, data, measured),
  );
  return sum + Math.max(0, ...branches);
};

const fieldCost = (
  question: CostQuestion,
  nodes: readonly FieldNode[],
  parent: GraphQLNamedType,
  data: Data,
  measured: boolean,
): number => {
  const [node] = nodes;
  const field = node && "getFields" in parent ? parent.getFields()[node.name.value] : undefined;
  const type = field && getNamedType(field.type);
  if (!node || !type || !isCompositeType(type)) return 0;
  if (measured && data == null) return 0;
  const sets = selectionsOf(nodes);
  if (type.name.endsWith("Connection")) return connectionCost(question, node, sets, type, data, measured);
  if (type.name === "Count") return parent.name === "QueryRoot" ? countCost : 0;
  const below = Math.max(0, ...each(data, measured).map((one) => selectionCost(question, sets, type, one, measured)));
  const isFree = freeTypes.has(type.name) || type.name.endsWith("Edge") || type.name.endsWith("UserError");
  return (isFree ? 0 : 1) + below;
};

const connectionCost = (
  question: CostQuestion,
  node: FieldNode,
  sets: readonly SelectionSetNode[],
  type: GraphQLNamedType,
  data: Data,
  measured: boolean,
): number => {
  if (!measured) return 2 + perNode(sizeAsked(question, node)) * selectionCost(question, sets, type, data, false);
  const rows = (pick(data, "nodes") ?? pick(data, "edges")) as readonly unknown[] | undefined;
  return 2 + perNode(rows?.length ?? sizeAsked(question, node)) * selectionCost(question, sets, type, data, true);
};

const pick = (data: Data, key: string): Data =>
  typeof data === "object" && data !== null ? (data as Readonly<Record<string, unknown>>)[key] : undefined;
