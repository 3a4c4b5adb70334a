import type { RequestSpec } from "@trunkline/core";
import { z } from "zod";
import { invalidInput } from "./invalid-input.js";
import { getMethod, type QueryValue } from "./method-call.js";

/** Where to continue: rows of Bing's page number `page` from `offset` on. What Bing does not page is all on page 0. */
export interface Place {
  readonly page: number;
  readonly offset: number;
}

const PlaceWire = z.strictObject({
  v: z.literal(1),
  page: z.number().int().min(0).max(1_000_000),
  offset: z.number().int().min(0).max(100_000_000),
});

const start: Place = { page: 0, offset: 0 };

const toCursor = ({ page, offset }: Place): string =>
  Buffer.from(JSON.stringify({ v: 1, page, offset })).toString("base64url");

/**
 * Where a cursor points to; without one the beginning.
 * @throws ConnectorError `INVALID_INPUT` for a text that is none of our cursors.
 */
export const placeOf = (cursor: string | undefined): Place => {
  if (cursor === undefined) return start;
  try {
    const { page, offset } = PlaceWire.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    return { page, offset };
  } catch {
    throw invalidInput({ path: "cursor", message: "is not a nextCursor of this operation" });
  }
};

/**
 * A method whose list is cut into pages on our side. A cursor that is none is refused before anything is sent.
 * @throws ConnectorError `INVALID_INPUT`
 */
export const getList = (
  method: string,
  cursor: string | undefined,
  parameters: Readonly<Record<string, QueryValue>> = {},
): RequestSpec => {
  placeOf(cursor);
  return getMethod(method, parameters);
};

/** Input of a list. */
export const pageInput = {
  limit: z.number().int().min(1).max(10_000).default(100).describe("Items per page, 1–10000, default 100"),
  cursor: z.string().min(1).optional().describe("nextCursor of the page before; valid only with the same other fields"),
};

/** What a list's output has beside its items. */
export const pageOutput = { nextCursor: z.string().optional().describe("Absent on the last page") };

interface PageInput {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface Sliced<T> {
  readonly items: readonly T[];
  readonly next: { readonly nextCursor?: string };
}

/** A page of ours out of a list that Bing gives whole. */
export const slice = <T>(all: readonly T[], { limit, cursor }: PageInput): Sliced<T> =>
  slicePage(all, { limit, cursor }, false);

/** A page of ours out of one of Bing's pages, `hasMore` saying whether Bing has another. */
export const slicePage = <T>(rows: readonly T[], { limit, cursor }: PageInput, hasMore: boolean): Sliced<T> => {
  const { page, offset } = placeOf(cursor);
  const end = offset + limit;
  const next = end < rows.length ? { page, offset: end } : hasMore ? { page: page + 1, offset: 0 } : undefined;
  return { items: rows.slice(offset, end), next: next ? { nextCursor: toCursor(next) } : {} };
};
