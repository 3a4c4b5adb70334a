import type { Warning } from "@trunkline/core";
import { z } from "zod";
import { refuseInput } from "./refuse.js";

const Place = z.strictObject({
  v: z.literal(1),
  /** The upstream's own offset. */
  at: z.number().int().min(0),
  /** Ids at the end of the page before, newest last. */
  seen: z.array(z.string()).optional(),
});

/** Where a page begins. */
export interface Place {
  readonly at: number;
  readonly seen: readonly string[];
}

/** A place as an opaque text. */
export const writeCursor = ({ at, seen }: { readonly at: number; readonly seen?: readonly string[] }): string =>
  Buffer.from(JSON.stringify({ v: 1, at, ...(seen && seen.length > 0 && { seen }) })).toString("base64url");

/**
 * The place that a cursor of ours names; without one, the family's first offset.
 * @throws ConnectorError `INVALID_INPUT`
 */
export const readCursor = (cursor: string | undefined, first: number): Place => {
  if (cursor === undefined) return { at: first, seen: [] };
  const parsed = Place.safeParse(parseQuietly(cursor));
  if (!parsed.success) throw refuseInput([{ path: "cursor", message: "Expected a nextCursor of this operation" }]);
  return { at: parsed.data.at, seen: parsed.data.seen ?? [] };
};

const parseQuietly = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
};

/** Input of a list that is read page by page. */
export const pageInput = (defaultLimit: number, maxLimit: number) => ({
  limit: z
    .number()
    .int()
    .min(1)
    .max(maxLimit)
    .default(defaultLimit)
    .describe(`Items per page, 1–${maxLimit}, default ${defaultLimit}`),
  cursor: z.string().min(1).optional().describe("nextCursor of the page before; valid only with the same filters"),
});

/** Rows that a page repeats of the one before. */
const overlapRows = 3;
/** Rows of the page before that are recognised when the list moved down between two pages. */
const rememberedRows = 10;

interface MovingPage<T> {
  readonly rows: readonly T[];
  readonly place: Place;
  readonly limit: number;
  idOf(row: T): string;
  warn(warning: Warning): void;
}

/**
 * One page of a list that has no totals and moves while it is read: pages overlap by a few rows and rows seen at the end
 * of the page before are left out. Where none of them comes again, rows have probably been skipped, and a warning says so.
 */
export const movingPage = <T>({ rows, place, limit, idOf, warn }: MovingPage<T>) => {
  const seen = new Set(place.seen);
  const unique = new Map(rows.map((row) => [idOf(row), row]));
  const items = [...unique].filter(([id]) => !seen.has(id)).map(([, row]) => row);
  if (seen.size > 0 && rows.length > 0 && items.length === unique.size)
    warn({
      code: "LIST_MOVED",
      message: "Rows left the list since the page before, so some may have been skipped; list again from the start.",
    });
  if (rows.length < limit) return { items };
  const overlap = Math.min(overlapRows, limit - 1);
  const ids = rows.map(idOf);
  return {
    items,
    nextCursor: writeCursor({
      at: place.at + rows.length - overlap,
      seen: overlap > 0 ? ids.slice(-rememberedRows) : [],
    }),
  };
};

interface LinkedPage {
  /** What the reply says of the next page: a path or an address. Only the offset in it is used, its host never. */
  readonly next: string | undefined;
  /** Name of the offset. */
  readonly parameter: string;
  readonly at: number;
  readonly rows: number;
  warn(warning: Warning): void;
}

/** The cursor of the next page where the reply names one, told by its presence and not by the number of rows. */
export const linkedCursor = ({ next, parameter, at, rows, warn }: LinkedPage): { readonly nextCursor?: string } => {
  if (next === undefined || next === "") return {};
  const stated = URL.parse(next, "https://next.invalid/")?.searchParams.get(parameter) ?? "";
  const offset = /^\d{1,15}$/.test(stated) ? Number(stated) : 0;
  if (offset > at) return { nextCursor: writeCursor({ at: offset }) };
  if (rows > 0) return { nextCursor: writeCursor({ at: at + rows }) };
  warn({ code: "NEXT_PAGE_UNREADABLE", message: "Zoho announced a further page without saying where it begins." });
  return {};
};
