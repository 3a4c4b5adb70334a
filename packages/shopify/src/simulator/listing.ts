import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "./context.js";
import { type Connection, compareValues, type PageArguments, type SortValue, toConnection } from "./paging.js";
import { compileSearch } from "./search.js";
import type { SearchFields } from "./search-terms.js";

/** How one kind of record is listed. */
export interface Listing<R extends { readonly id: string; readonly seq: number }> {
  readonly search: SearchFields<R>;
  /** Fields searched word by word. */
  readonly words?: readonly string[];
  /** By enum value of `sortKey`. `ID` and `RELEVANCE` need no entry. */
  readonly sort: Readonly<Record<string, (record: R) => SortValue>>;
}

/** Arguments of a searchable list. */
export interface ListArguments extends PageArguments {
  readonly query?: string | null;
  readonly sortKey?: string | null;
}

/** Where the answer to a field goes, for warnings. */
const responsePath = ({ path }: GraphQLResolveInfo): (string | number)[] => {
  const keys: (string | number)[] = [];
  for (let step: GraphQLResolveInfo["path"] | undefined = path; step; step = step.prev) keys.unshift(step.key);
  return keys;
};

/** The rows that a filter lets through; its warnings go into the answer's extensions. */
export const searchRows = <R extends { readonly id: string; readonly seq: number }>(
  rows: readonly R[],
  listing: Pick<Listing<R>, "search" | "words">,
  query: string | null | undefined,
  context: Context,
  info: GraphQLResolveInfo,
): readonly R[] => {
  if (query == null || query.trim() === "") return rows;
  const { test, report } = compileSearch({
    list: `${info.parentType.name}.${info.fieldName}`,
    fields: listing.search,
    words: listing.words,
    query,
    path: responsePath(info),
    now: context.store.clock.now(),
  });
  if (report) context.searchReports.push(report);
  return test ? rows.filter(test) : rows;
};

/** A page of a list, filtered and sorted as the arguments say. Rows come in order of creation. */
export const toListing = <R extends { readonly id: string; readonly seq: number }>(
  rows: readonly R[],
  listing: Listing<R>,
  args: ListArguments,
  context: Context,
  info: GraphQLResolveInfo,
): Connection<R> => {
  const found = searchRows(rows, listing, args.query, context, info);
  const keyOf = args.sortKey == null ? undefined : listing.sort[args.sortKey];
  const sorted =
    keyOf === undefined
      ? [...found]
      : found
          .map((row) => ({ row, value: keyOf(row) }))
          .sort((a, b) => compareValues(a.value, b.value) || a.row.seq - b.row.seq)
          .map(({ row }) => row);
  if (args.reverse === true) sorted.reverse();
  return toConnection(sorted, args, keyOf);
};

/** A count as the service caps it: exact up to `limit`, default 10,000; `null` lifts the cap. */
export const toCount = (
  total: number,
  limit: number | null | undefined = 10_000,
): { readonly count: number; readonly precision: string } =>
  limit != null && total > limit ? { count: limit, precision: "AT_LEAST" } : { count: total, precision: "EXACT" };

/** Texts sort without regard to case. */
export const textKey = (text: string | null | undefined): string => (text ?? "").toLowerCase();
