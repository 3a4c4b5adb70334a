import type { RequestSpec } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { readScopes, siteUrl } from "../schemas/common.js";
import { checkDayRange, dayRangeInput, withinDays } from "../schemas/stats.js";
import { decodeList } from "../wire/envelope.js";
import { getList, pageInput, slice } from "../wire/paging.js";

/** How long statistics are fresh: Bing adds to them once a day or week. */
const sixHoursMs = 6 * 3_600_000;

/** What all statistics by day or week have in common. */
export const rowsFacts = {
  effect: "read",
  scopes: readScopes,
  quota: { bucket: callsBucket },
  cache: { ttlMs: sixHoursMs },
} as const;

/** Input of all statistics by day or week. */
export const rowsInput = { siteUrl, ...dayRangeInput, ...pageInput };

interface RowsInput {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The request for rows. The calls take no dates and no paging: only the site and what the method asks beside it. */
export const rowsRequest = (
  method: string,
  input: RowsInput & { readonly siteUrl: string },
  parameters: Readonly<Record<string, string>> = {},
): RequestSpec => {
  checkDayRange(input);
  return getList(method, input.cursor, { siteUrl: input.siteUrl, ...parameters });
};

/** A page of rows under the key `rows`. */
export const decodeRows = <W extends z.ZodType, Row extends { readonly day?: string | undefined }>(
  wire: W,
  toRow: (row: z.output<W>) => Row,
) =>
  decodeList(wire, (all, { input }: { readonly input: RowsInput }) => {
    const rows = withinDays(all.map(toRow), input);
    const { items, next } = slice(rows, input);
    return { rows: [...items], totalRows: rows.length, ...next };
  });

/** Output of rows. */
export const totalRows = z.number().int().describe("Rows on all pages");
