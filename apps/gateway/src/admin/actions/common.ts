import { ConnectorError } from "@trunkline/core";
import { z } from "zod";

/** A page, newest first. */
export const pageInput = {
  limit: z.number().int().min(1).max(200).default(50).describe("Rows at most"),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, "Expected nextCursor of the page before")
    .optional()
    .describe("nextCursor of the page before"),
};

/** The rows of a page and where the next begins, of one row more than the page has. */
export const toPage = <R extends { readonly id: number }>(
  rows: readonly R[],
  limit: number,
): { readonly rows: readonly R[]; readonly nextCursor?: string } => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, ...(rows.length > limit && last && { nextCursor: String(last.id) }) };
};

/** `tenant/connector/name`. */
export const connectionKey = z
  .string()
  .regex(/^[\w.-]+\/[\w.-]+\/[\w.-]+$/, "Expected tenant/connector/name, e.g. default/shopify/default");

/** Number of a row. */
export const rowId = z.number().int().min(1);

/** ISO 8601 of a time in the database. */
export const toIso = (at: Date): string => at.toISOString();

/** A row that is not there. */
export const missing = (what: string, id: number | string): ConnectorError =>
  new ConnectorError("NOT_FOUND", { message: `There is no ${what} ${id}.` });
