import { type ComposedCall, ConnectorError, defineComposedOperation, parseLosslessJson } from "@trunkline/core";
import { z } from "zod";
import type { BulkOperation } from "../schemas/bulk.js";
import { gid, present } from "../schemas/common.js";
import { refuseInput } from "../schemas/inputs.js";
import { readLines } from "../wire/jsonl.js";
import { getBulkOperation } from "./bulk.js";

const maxLineBytes = 8 * 1024 * 1024;

/** One row of a bulk result. */
export const BulkRow = z.object({
  line: z.number().describe("From 0"),
  type: z.string().optional().describe("From its id, e.g. ProductVariant; absent when the query selects no id"),
  parentId: z.string().optional().describe("Id of the row it belongs to"),
  data: z.record(z.string(), z.unknown()).describe("The fields selected; integers too large for a number are strings"),
});
/** One row of a bulk result. */
export type BulkRow = z.infer<typeof BulkRow>;

const Input = z.object({
  id: gid("BulkOperation"),
  limit: z.number().int().min(1).max(1_000).default(100).describe("Rows per page, 1–1000, default 100"),
  cursor: z.string().optional().describe("nextCursor of the page before, or a line number to begin at"),
});

/** Rows of a finished bulk operation. */
export const readBulkRows = defineComposedOperation({
  id: "shopify.bulk.rows",
  summary: "Read the rows of a finished bulk operation, page by page",
  description:
    "Children are rows of their own that name their parent. For all rows of a large result iterate items, which reads the file once in constant memory.",
  docs: "https://shopify.dev/docs/api/usage/bulk-operations/queries",
  effect: "read",
  input: Input,
  output: z.object({ rows: z.array(BulkRow), nextCursor: z.string().optional() }),
  pagination: { items: "rows" },
  keywords: ["export", "result", "jsonl", "download"],
  examples: [{ title: "The first rows", input: { id: "gid://shopify/BulkOperation/8001234567890", limit: 20 } }],
  deadlineMs: 30 * 60_000,
  run: async (call, { id, limit, cursor }) => {
    const rows: BulkRow[] = [];
    let place: string | undefined;
    for await (const { row, nextCursor } of rowsOf(call, id, cursor)) {
      if (rows.length === limit) return { rows, ...present({ nextCursor: place }) };
      rows.push(row);
      place = nextCursor;
    }
    return { rows };
  },
  stream: async function* (call, { id, cursor }) {
    for await (const { row } of rowsOf(call, id, cursor)) yield row;
  },
});

interface Place {
  readonly line: number;
  /** Where that line begins, where known. */
  readonly byte: number;
}

interface PlacedRow {
  readonly row: BulkRow;
  /** Line and byte behind the row, so that the next page can begin in mid-file. */
  readonly nextCursor: string;
}

async function* rowsOf(call: ComposedCall, id: string, cursor: string | undefined): AsyncGenerator<PlacedRow> {
  const place = parseCursor(cursor);
  const url = resultUrl(await call.run(getBulkOperation, { id }), call);
  if (url === undefined) return;
  const reply = await call.open({
    method: "GET",
    path: url,
    // Offsets count the file's own bytes, so it must not come compressed.
    headers: { accept: "*/*", "accept-encoding": "identity", ...(place.byte > 0 && { range: `bytes=${place.byte}-` }) },
  });
  if (reply.status >= 300) await letGo(reply.body);
  if (reply.status === 416) return; // the cursor stood at the very end
  if (reply.status >= 300) throw refusedDownload(reply.status);
  const origin = reply.status === 206 ? place : { line: 0, byte: 0 };
  for await (const { number, text, endByte } of readLines(reply.body, maxLineBytes)) {
    const line = origin.line + number;
    if (line < place.line || text.trim() === "") continue;
    yield { row: toRow(line, text), nextCursor: `${line + 1}@${origin.byte + endByte}` };
  }
}

const parseCursor = (cursor = "0"): Place => {
  const match = /^(\d{1,15})(?:@(\d{1,15}))?$/.exec(cursor);
  if (!match)
    throw refuseInput([{ path: "cursor", message: "Expected a nextCursor of this operation or a line number" }]);
  return { line: Number(match[1]), byte: Number(match[2] ?? 0) };
};

/** Where the rows are; nothing when there are none. */
const resultUrl = (operation: BulkOperation, call: Pick<ComposedCall, "warn">): string | undefined => {
  const { id, status, url, partialDataUrl, errorCode = "no reason given" } = operation;
  if (status === "COMPLETED") return url;
  if (partialDataUrl) {
    call.warn({
      code: "PARTIAL_RESULT",
      message: `The bulk operation ended as ${status} (${errorCode}); these are only the rows it had found by then.`,
    });
    return partialDataUrl;
  }
  const over = ["CANCELED", "FAILED", "EXPIRED"].includes(status);
  throw new ConnectorError("CONFLICT", {
    message: over
      ? `The bulk operation ${id} ended as ${status} (${errorCode}) and left no rows.`
      : `The bulk operation ${id} is still ${status}, with ${operation.objectCount} objects so far.`,
    help: over ? "Start it again with shopify.bulk.run." : "Ask shopify.bulk.get until its status is COMPLETED.",
  });
};

/** Ends an exchange whose body nobody reads. */
const letGo = async (body: AsyncIterable<Uint8Array>): Promise<void> => {
  await body[Symbol.asyncIterator]().return?.();
};

/** Signed addresses end after 7 days. */
const refusedDownload = (status: number): ConnectorError => {
  const gone = status < 500;
  return new ConnectorError(gone ? "NOT_FOUND" : "UPSTREAM_UNAVAILABLE", {
    message: gone
      ? `The result can no longer be downloaded (${status}): its address is good for 7 days.`
      : `The result could not be downloaded (${status}).`,
    status,
    ...(gone && { help: "Run the bulk operation again." }),
  });
};

const toRow = (line: number, text: string): BulkRow => {
  const { __parentId: parentId, ...data } = parseRow(line, text);
  const type = typeof data.id === "string" ? /^gid:\/\/shopify\/([^/]+)\//.exec(data.id)?.[1] : undefined;
  return { line, data, ...present({ type, parentId: typeof parentId === "string" ? parentId : undefined }) };
};

const parseRow = (line: number, text: string): Record<string, unknown> => {
  let row: unknown;
  try {
    row = parseLosslessJson(text);
  } catch (cause) {
    throw unreadable(line, cause);
  }
  if (typeof row !== "object" || row === null || Array.isArray(row)) throw unreadable(line);
  return row as Record<string, unknown>;
};

const unreadable = (line: number, cause?: unknown): ConnectorError =>
  new ConnectorError("CONTRACT_VIOLATION", {
    message: `Row ${line} of the result is no JSON object: the file is cut off or damaged.`,
    cause,
  });
