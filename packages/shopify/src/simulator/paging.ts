import { GraphQLError } from "graphql";
import { numericId } from "./gid.js";

/** Arguments every connection has. */
export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly reverse?: boolean | null;
}

/** A value a list is sorted by. */
export type SortValue = string | number | bigint;

/** What a resolver gives for a connection. */
export interface Connection<R> {
  readonly nodes: readonly R[];
  readonly edges: readonly { readonly cursor: string; readonly node: R }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** Rows before paging, for counts. */
  readonly total: number;
}

/** A page size that no request can ask for: everything. */
export const wholeList = Number.POSITIVE_INFINITY;

const refuse = (message: string): GraphQLError => new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });

/**
 * One page of rows that are already in order. `keyOf` gives what the rows are sorted by; cursors hold it.
 * @throws GraphQLError `BAD_REQUEST` without exactly one of `first` and `last`, for more than 250, and for cursors of another sort.
 */
export const toConnection = <R extends { readonly id: string }>(
  rows: readonly R[],
  { first, last, after, before, reverse }: PageArguments,
  keyOf: (row: R) => SortValue = (row) => BigInt(numericId(row.id) || "0"),
): Connection<R> => {
  if (first == null && last == null) throw refuse("you must provide one of first or last");
  if (first != null && last != null) throw refuse("providing both first and last is not supported");
  const size = first ?? last ?? 0;
  if (size < 0) throw refuse(`${first != null ? "first" : "last"} must not be negative`);
  if (size > 250 && size !== wholeList) throw refuse(`${first != null ? "first" : "last"} cannot exceed 250`);

  const descending = isDescending(rows, keyOf, reverse === true);
  const from = after == null ? 0 : positionAfter(rows, readCursor(after), keyOf, descending);
  const to = before == null ? rows.length : positionOf(rows, readCursor(before), keyOf, descending);
  const start = first != null ? from : Math.max(from, to - size);
  const end = first != null ? Math.min(to, from + size) : to;
  const nodes = rows.slice(start, end);
  const cursorOf = (node: R | undefined) => (node === undefined ? null : writeCursor(node.id, keyOf(node)));
  return {
    nodes,
    get edges() {
      return nodes.map((node) => ({ cursor: writeCursor(node.id, keyOf(node)), node }));
    },
    pageInfo: {
      hasNextPage: end < rows.length,
      hasPreviousPage: start > 0 && nodes.length > 0,
      startCursor: cursorOf(nodes[0]),
      endCursor: cursorOf(nodes.at(-1)),
    },
    total: rows.length,
  };
};

/** The same page with what resolvers give for its rows; edges are only built when asked for. */
export const mapConnection = <R, T>(page: Connection<R>, map: (row: R) => T): Connection<T> => ({
  nodes: page.nodes.map(map),
  get edges() {
    return page.edges.map(({ cursor, node }) => ({ cursor, node: map(node) }));
  },
  pageInfo: page.pageInfo,
  total: page.total,
});

/** Compares sort values of one kind. */
export const compareValues = (a: SortValue, b: SortValue): number => (a < b ? -1 : a > b ? 1 : 0);

const isDescending = <R>(rows: readonly R[], keyOf: (row: R) => SortValue, reversed: boolean): boolean => {
  const [head] = rows;
  const tail = rows.at(-1);
  if (head === undefined || tail === undefined) return reversed;
  const order = compareValues(keyOf(head), keyOf(tail));
  return order === 0 ? reversed : order > 0;
};

interface Cursor {
  readonly id: bigint;
  readonly value: SortValue;
}

// Ids may be beyond 2^53, so the JSON is written and read as text.
const writeCursor = (gid: string, value: SortValue): string => {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return Buffer.from(`{"last_id":${numericId(gid)},"last_value":${text}}`).toString("base64");
};

const readCursor = (cursor: string): Cursor => {
  const text = Buffer.from(cursor, "base64").toString("utf8");
  const [, id, value] = /^\{"last_id":(\d+),"last_value":(.*)\}$/s.exec(text) ?? [];
  if (id === undefined || value === undefined) throw refuse("Malformed cursor");
  if (value.startsWith('"')) return { id: BigInt(id), value: String(JSON.parse(value)) };
  if (!/^-?\d+$/.test(value)) throw refuse("Malformed cursor");
  return { id: BigInt(id), value: BigInt(value) };
};

/** Sign of the row's place relative to the cursor's. */
const place = <R extends { readonly id: string }>(
  row: R,
  cursor: Cursor,
  value: SortValue,
  descending: boolean,
): number => {
  if ((typeof value === "string") !== (typeof cursor.value === "string"))
    throw refuse("Invalid cursor for current pagination sort.");
  const order = compareValues(value, cursor.value) || compareValues(BigInt(numericId(row.id) || "0"), cursor.id);
  return descending ? -order : order;
};

const positionAfter = <R extends { readonly id: string }>(
  rows: readonly R[],
  cursor: Cursor,
  keyOf: (row: R) => SortValue,
  descending: boolean,
): number => {
  const index = rows.findIndex((row) => place(row, cursor, keyOf(row), descending) > 0);
  return index === -1 ? rows.length : index;
};

const positionOf = <R extends { readonly id: string }>(
  rows: readonly R[],
  cursor: Cursor,
  keyOf: (row: R) => SortValue,
  descending: boolean,
): number => {
  const index = rows.findIndex((row) => place(row, cursor, keyOf(row), descending) >= 0);
  return index === -1 ? rows.length : index;
};
