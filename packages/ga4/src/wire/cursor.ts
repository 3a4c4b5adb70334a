import { z } from "zod";
import { invalidInput } from "../schemas/common.js";

const Cursor = z.strictObject({ v: z.literal(1), offset: z.number().int().min(0) });

/** An opaque cursor for an upstream that pages by row number. */
const encodeOffset = (offset: number): string => Buffer.from(JSON.stringify({ v: 1, offset })).toString("base64url");

/**
 * The row that a page begins at; 0 without a cursor.
 * @throws ConnectorError `INVALID_INPUT` for a text that is no cursor of ours.
 */
export const decodeOffset = (cursor: string | undefined): number => {
  if (cursor === undefined) return 0;
  const parsed = Cursor.safeParse(readJson(Buffer.from(cursor, "base64url").toString("utf8")));
  if (!parsed.success) throw invalidInput("cursor", "Not a cursor of this list: pass nextCursor unchanged");
  return parsed.data.offset;
};

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * The cursor of the following page. It counts rows received, not rows asked for: Google cuts large pages without a word.
 * `rowCount` counts the whole report; without it there is no further page.
 */
export const nextOffset = (offset: number, received: number, rowCount: number): { readonly nextCursor?: string } =>
  received > 0 && offset + received < rowCount ? { nextCursor: encodeOffset(offset + received) } : {};

/** Input of a list that Google pages by row number. */
export const offsetCursor = z.string().min(1).max(200).optional().describe("nextCursor of the previous page");
