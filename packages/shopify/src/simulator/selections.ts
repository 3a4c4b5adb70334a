import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

/**
 * Points by the documented rules (scalar 0, object 1, interface the dearest branch, mutation 10), with the parts that are only
 * known from recorded costs: a connection asks 2 + max(1, floor(2 ln n)) × its node, money and a mutation's direct results are
 * free, and a count at the root is 10. This meets nine of ten recorded answers of 2025-01 to 2026-07 exactly.
 */
export interface CostQuestion {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** How many rows a connection is asked for; 0 when neither `first` nor `last` is there. */
export const sizeAsked = ({ variables }: CostQuestion, node: FieldNode): number => {
  for (const name of ["first", "last"]) {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    if (value?.kind === Kind.INT) return Number(value.value);
    if (value?.kind === Kind.VARIABLE && typeof variables[value.name.value] === "number")
      return Number(variables[value.name.value]);
  }
  return 0;
};

/** What fields of one response key select together. */
export const selectionsOf = (nodes: readonly FieldNode[]): readonly SelectionSetNode[] =>
  nodes.flatMap(({ selectionSet }) => selectionSet ?? []);

interface Group {
  readonly key: string;
  readonly nodes: FieldNode[];
}

/** Fields by response key; fragments on another type are left out where the type is abstract. */
export const fieldsOf = (
  question: CostQuestion,
  sets: readonly SelectionSetNode[],
  type?: GraphQLNamedType,
): readonly Group[] => {
  const groups = new Map<string, Group>();
  const collect = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const group = groups.get(key);
        if (group) group.nodes.push(selection);
        else groups.set(key, { key, nodes: [selection] });
      } else {
        const fragment =
          selection.kind === Kind.FRAGMENT_SPREAD ? question.fragments.get(selection.name.value) : selection;
        const on = fragment?.typeCondition?.name.value;
        if (fragment && !(type && isAbstractType(type) && on !== undefined && on !== type.name))
          collect(fragment.selectionSet);
      }
    }
  };
  for (const set of sets) collect(set);
  return [...groups.values()];
};

/** Selections that hold for one concrete type of an abstract one. */
export const branchesOf = (
  question: CostQuestion,
  sets: readonly SelectionSetNode[],
  type: GraphQLNamedType,
): readonly (readonly [GraphQLNamedType, readonly SelectionSetNode[]])[] => {
  const branches = new Map<string, SelectionSetNode[]>();
  for (const selection of sets.flatMap(({ selections }) => selections)) {
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD
        ? question.fragments.get(selection.name.value)
        : selection.kind === Kind.INLINE_FRAGMENT
          ? selection
          : undefined;
    const on = fragment?.typeCondition?.name.value;
    if (!fragment || on === undefined || on === type.name) continue;
    branches.set(on, [...(branches.get(on) ?? []), fragment.selectionSet]);
  }
  return [...branches].flatMap(([name, branchSets]) => {
    const branch = question.schema.getType(name);
    return branch ? [[branch, branchSets] as const] : [];
  });
};
