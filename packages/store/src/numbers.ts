import { types } from "pg";

/** `bigint` columns are row ids and counts: numbers, or a `bigint` beyond what a number holds exactly. */
const parseInt8 = (text: string): number | bigint => {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
};

/** The driver's type parsers, with `bigint` as above, for one pool alone. */
export const columnTypes = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === types.builtins.INT8 && format !== "binary"
      ? parseInt8
      : types.getTypeParser(oid, format as "text")) as typeof types.getTypeParser,
};
