import { execute, type GraphQLSchema, parse } from "graphql";
import type { Context } from "./context.js";

/** One line of a result file. */
export type BulkRow = Readonly<Record<string, unknown>>;

/** What a bulk query found. */
interface BulkRows {
  readonly rows: readonly BulkRow[];
  readonly rootCount: number;
  /** `ACCESS_DENIED` or `INTERNAL_SERVER_ERROR` when it failed. */
  readonly errorCode: string | undefined;
}

/** Runs a bulk query: every connection to its end, flattened into one row per node, children with `__parentId`. */
export const runBulkQuery = async (
  schema: GraphQLSchema,
  text: string,
  context: Context,
  groupObjects: boolean,
): Promise<BulkRows> => {
  // `first`, cursors and `pageInfo` of a bulk query are ignored: all rows are wanted.
  const parents: BulkRow[] = [];
  const children: BulkRow[] = [];
  const result = await execute({ schema, document: parse(text), contextValue: { ...context, wholeLists: true } });
  if (result.errors?.length) {
    const denied = result.errors.some(({ extensions }) => extensions.code === "ACCESS_DENIED");
    return { rows: [], rootCount: 0, errorCode: denied ? "ACCESS_DENIED" : "INTERNAL_SERVER_ERROR" };
  }
  let rootCount = 0;
  for (const value of Object.values(result.data ?? {})) {
    for (const node of edgesOf(value) ?? []) {
      rootCount += 1;
      flatten(node, undefined, parents, groupObjects ? parents : children);
    }
  }
  return { rows: [...parents, ...children], rootCount, errorCode: undefined };
};

const edgesOf = (value: unknown): readonly Record<string, unknown>[] | undefined => {
  if (typeof value !== "object" || value === null || !("edges" in value) || !Array.isArray(value.edges))
    return undefined;
  return value.edges.map((edge: { node: Record<string, unknown> }) => edge.node);
};

const flatten = (node: Record<string, unknown>, parentId: unknown, own: BulkRow[], below: BulkRow[]): void => {
  const row: Record<string, unknown> = {};
  const nested: (readonly Record<string, unknown>[])[] = [];
  for (const [name, value] of Object.entries(node)) {
    const edges = edgesOf(value);
    if (edges) nested.push(edges);
    else row[name] = value;
  }
  own.push(parentId === undefined ? row : { ...row, __parentId: parentId });
  for (const edges of nested) for (const child of edges) flatten(child, node.id, below, below);
};
