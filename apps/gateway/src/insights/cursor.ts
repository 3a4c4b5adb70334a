import { ConnectorError } from "@trunkline/core";
import { z } from "zod";

/** Input of a list that is made anew for each page. */
export const listInput = (defaultLimit: number, maxLimit: number) => ({
  limit: z.number().int().min(1).max(maxLimit).default(defaultLimit),
  cursor: z.string().min(1).max(100).optional().describe("nextCursor of the page before, with the same other input"),
});

/** Output of such a list beside its items. */
export const nextCursor = z.string().optional().describe("Absent on the last page");

const Place = z.strictObject({ v: z.literal(1), offset: z.number().int().min(0) });

/** One page of a list that is at hand as a whole. @throws ConnectorError `INVALID_INPUT` for a cursor of something else. */
export const pageOf = <T>(
  all: readonly T[],
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): { readonly items: readonly T[]; readonly next: { readonly nextCursor?: string } } => {
  const offset = cursor === undefined ? 0 : offsetOf(cursor);
  const end = offset + limit;
  return { items: all.slice(offset, end), next: end < all.length ? { nextCursor: toCursor(end) } : {} };
};

const toCursor = (offset: number): string => Buffer.from(JSON.stringify({ v: 1, offset })).toString("base64url");

const offsetOf = (cursor: string): number => {
  try {
    return Place.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))).offset;
  } catch {
    const issue = { path: "cursor", message: "is not a nextCursor of this operation" };
    throw new ConnectorError("INVALID_INPUT", { message: `cursor ${issue.message}.`, issues: [issue] });
  }
};
