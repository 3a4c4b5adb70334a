import { createHash } from "node:crypto";
import { ConnectorError } from "@trunkline/core";
import { z } from "zod";
import type { SearchQuery } from "../schemas/search-input.js";

const version = 1;
const CursorWire = z.object({ v: z.literal(version), o: z.number().int().positive(), q: z.string() });

/** Stands for what the rows of a query depend on. */
const fingerprint = (query: SearchQuery): string => {
  const { siteUrl, startDate, endDate, dimensions, type, filters, dataState, aggregationType } = query;
  const facts = [siteUrl, startDate, endDate, dimensions, type, filters, dataState, aggregationType];
  return createHash("sha256").update(JSON.stringify(facts)).digest("base64url").slice(0, 8);
};

/** A cursor to a row of this query. */
export const toCursor = (query: SearchQuery, startRow: number): string =>
  Buffer.from(JSON.stringify({ v: version, o: startRow, q: fingerprint(query) })).toString("base64url");

/**
 * The row that a cursor points to; the first without one.
 * @throws ConnectorError `INVALID_INPUT` for a cursor of another query, or none of ours.
 */
export const fromCursor = (query: SearchQuery, cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  const parsed = CursorWire.safeParse(parse(cursor));
  if (!parsed.success) throw invalid("Expected nextCursor of the page before");
  if (parsed.data.q !== fingerprint(query))
    throw invalid("Belongs to another query: repeat all of its input, or leave the cursor out");
  return parsed.data.o;
};

const parse = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
};

const invalid = (message: string): ConnectorError =>
  new ConnectorError("INVALID_INPUT", { message: `cursor: ${message}.`, issues: [{ path: "cursor", message }] });
