import type { ErrorEnvelope, Warning, WriteResult } from "@trunkline/core";
import type { Database, WriteState } from "@trunkline/store";
import { sql } from "kysely";

/** A row of the ledger as statements of this folder read it. Spans are by the database's clock, in milliseconds. */
export interface WriteRow {
  readonly id: number;
  readonly connection: string;
  readonly operation: string;
  readonly key: string;
  readonly input_hash: string;
  readonly input: KeptInput;
  readonly state: WriteState;
  /** The fence: counts the times it was begun. */
  readonly attempts: number;
  readonly reply_status: number | null;
  readonly reply_headers: Record<string, string> | null;
  readonly reply_body: Buffer | null;
  readonly error: ErrorEnvelope | null;
  readonly started_at: Date;
  readonly started_ago_ms: number;
  readonly ended_ago_ms: number;
  /** The one who ran it has not been heard of for too long. */
  readonly abandoned: boolean;
  readonly checks: number;
}

/** What is kept of an input. */
export interface KeptInput {
  /** False: something is missing or hidden. */
  readonly complete: boolean;
  readonly value?: unknown;
  /** Present when it was too large to keep. */
  readonly omittedBytes?: number;
}

/** The columns of a {@link WriteRow}. */
export const writeColumns = sql`id, connection, operation, key, input_hash, input, state, attempts, reply_status, reply_headers,
  reply_body, error, started_at, checks,
  (extract(epoch from clock_timestamp() - started_at) * 1000)::float8 as started_ago_ms,
  (extract(epoch from clock_timestamp() - coalesce(finished_at, clock_timestamp())) * 1000)::float8 as ended_ago_ms,
  state = 'running' and lease_until < clock_timestamp() as abandoned`;

/** One row by its id. */
export const readWrite = async (db: Database, id: number): Promise<WriteRow | undefined> =>
  (await sql<WriteRow>`select ${writeColumns} from write where id = ${id}`.execute(db)).rows[0];

/** How a write ended that has ended. Nothing while it runs or is unknown. */
export const resultOf = (row: WriteRow): WriteResult | undefined => {
  if (row.state === "failed" && row.error) return { kind: "failure", error: row.error };
  if (row.state !== "done" || row.reply_body === null) return undefined;
  if (row.reply_status === null) {
    const { data, warnings } = JSON.parse(row.reply_body.toString("utf8")) as { data: unknown; warnings: Warning[] };
    return { kind: "data", data, warnings };
  }
  return {
    kind: "reply",
    reply: { status: row.reply_status, headers: row.reply_headers ?? {}, bytes: row.reply_body },
  };
};

/** The columns in which a result is kept. */
export interface ResultColumns {
  readonly state: WriteState;
  readonly status: number | null;
  /** JSON text. */
  readonly headers: string | null;
  readonly body: Buffer | null;
  /** JSON text. */
  readonly error: string | null;
}

/** Headers of a reply that are for a browser alone, or could let somebody in. */
const droppedHeaders = new Set(["set-cookie", "www-authenticate", "authorization", "proxy-authenticate"]);

/** A result as it is kept. Data are kept as bytes: `jsonb` cannot hold all that JSON can. */
export const toColumns = (result: WriteResult): ResultColumns => {
  const nothing = { status: null, headers: null, body: null, error: null };
  if (result.kind === "data") {
    const { data, warnings } = result;
    return { ...nothing, state: "done", body: Buffer.from(JSON.stringify({ data, warnings })) };
  }
  if (result.kind === "failure")
    return {
      ...nothing,
      state: result.error.outcome === "unknown" ? "unknown" : "failed",
      error: toJsonb(result.error),
    };
  const { status, headers, bytes } = result.reply;
  const kept = Object.entries(headers).filter(([name]) => !droppedHeaders.has(name));
  return { ...nothing, state: "done", status, headers: toJsonb(Object.fromEntries(kept)), body: Buffer.from(bytes) };
};

const largestInputChars = 64 * 1024;

/** What of an input goes into its row, as JSON text. */
export const toKeptInput = (input: unknown, complete: boolean): string => {
  const text = JSON.stringify(input) ?? "null";
  if (text.length > largestInputChars)
    return JSON.stringify({ complete: false, omittedBytes: Buffer.byteLength(text) } satisfies KeptInput);
  const isPlain = !unstorable.test(text);
  return toJsonb({ complete: complete && isPlain, value: input } satisfies KeptInput);
};

/** Escapes that `jsonb` refuses: U+0000 and halves of surrogate pairs. */
const unstorable = /\\u(?:0000|d[89a-f])/i;

const toJsonb = (value: unknown): string => {
  const text = JSON.stringify(value);
  return unstorable.test(text) ? JSON.stringify(mended(value)) : text;
};

const mended = (value: unknown): unknown => {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\0", "\uFFFD");
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(mended);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [mended(name), mended(part)]));
};
