import { ConnectorError, type ErrorEnvelope, toErrorEnvelope, type WriteResult } from "@trunkline/core";
import type { Store, WriteState } from "@trunkline/store";
import { sql } from "kysely";
import { abandonWrites, endWrite } from "./statements.js";
import { readWrite, toColumns, type WriteRow } from "./write-row.js";
import { ListWritesInput, ResolveWriteInput, type WriteDetail, type WritePage, type WriteView } from "./write-views.js";

/** What people do with the ledger. Unknown ids throw `NOT_FOUND`. */
export interface WriteDesk {
  list(input?: ListWritesInput): Promise<WritePage>;
  get(id: number): Promise<WriteDetail>;
  /**
   * Records what a person has found out about a write whose outcome is unknown, with an audit row.
   * @throws ConnectorError `CONFLICT` when it is not unknown any more
   */
  resolve(input: ResolveWriteInput & { readonly by: string }): Promise<WriteDetail>;
}

interface SeenRow {
  readonly id: number;
  readonly connection: string;
  readonly operation: string;
  readonly key: string;
  readonly key_supplied: boolean;
  readonly caller: string;
  readonly state: WriteState;
  readonly attempts: number;
  readonly started_at: Date;
  readonly finished_at: Date | null;
  readonly settled_by: string | null;
  readonly error: ErrorEnvelope | null;
  readonly request_id: string;
  readonly trace: string | null;
  readonly checks: number;
  readonly check_at: Date | null;
}

const seenColumns = sql`id, connection, operation, key, key_supplied, caller, state, attempts, started_at, finished_at,
  settled_by, error, request_id, trace, checks, check_at`;

/** The ledger as people use it. `onEnd` is told of each write that a person settles. */
export const createWriteDesk = (
  store: Store,
  onEnd: (write: Pick<WriteRow, "id" | "connection" | "state">) => void,
): WriteDesk => {
  const get = async (id: number): Promise<WriteDetail> => {
    const { rows } = await sql<SeenRow>`select ${seenColumns} from write where id = ${id}`.execute(store.db);
    const row = await readWrite(store.db, id);
    const [seen] = rows;
    if (!seen || !row) throw notFound(id);
    const { complete, value } = row.input;
    return { ...toView(seen), input: value, inputComplete: complete, ...answerOf(row) };
  };

  return {
    list: async (input = {}) => {
      const { limit, cursor, ...wanted } = ListWritesInput.parse(input);
      const conditions = Object.entries(wanted)
        .filter(([, value]) => value !== undefined)
        .map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
      if (cursor !== undefined) conditions.push(sql`id < ${cursor}::bigint`);
      const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
      const { rows } = await sql<SeenRow>`
        select ${seenColumns} from write ${where} order by id desc limit ${limit + 1}`.execute(store.db);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return { writes: page.map(toView), ...(rows.length > limit && last && { nextCursor: String(last.id) }) };
    },
    get,
    resolve: async ({ by, ...input }) => {
      const { id, outcome, note, data } = ResolveWriteInput.parse(input);
      await abandonWrites(store.db, id);
      const row = await readWrite(store.db, id);
      if (!row) throw notFound(id);
      const columns = toColumns(toResult(row, { outcome, note, data, by }));
      const isSettled = await store.transaction(async (tx) => {
        const ended = await endWrite(tx, row, columns, { from: ["unknown"], settledBy: "person" });
        if (ended)
          await tx
            .insertInto("audit")
            .values({
              actor: by,
              action: "write.resolve",
              subject: `write:${id}`,
              details: JSON.stringify({ outcome, note, operation: row.operation, connection: row.connection }),
            })
            .execute();
        return ended;
      });
      if (!isSettled) throw notUnknown(row);
      onEnd({ id, connection: row.connection, state: columns.state });
      return get(id);
    },
  };
};

interface Finding {
  readonly outcome: "executed" | "not_executed";
  readonly note: string;
  readonly data: unknown;
  readonly by: string;
}

const toResult = ({ operation }: WriteRow, { outcome, note, data, by }: Finding): WriteResult => {
  const said = `${by} says: ${note}`;
  if (outcome === "executed" && data !== undefined)
    return { kind: "data", data, warnings: [{ code: "SETTLED_BY_PERSON", message: said }] };
  const message =
    outcome === "executed"
      ? `This ${operation} was carried out, but its answer is lost. ${said}`
      : `This ${operation} was not carried out. ${said}`;
  const isRepeatable = outcome === "not_executed";
  const error = new ConnectorError(isRepeatable ? "NOT_FOUND" : "CONFLICT", {
    message,
    outcome,
    retryable: isRepeatable,
  });
  return { kind: "failure", error: toErrorEnvelope(error) };
};

const notFound = (id: number): ConnectorError =>
  new ConnectorError("NOT_FOUND", { message: `The ledger has no write ${id}.` });

const notUnknown = ({ id, state }: WriteRow): ConnectorError =>
  new ConnectorError("CONFLICT", {
    message: `Write ${id} is ${state === "unknown" ? "being taken up again" : state}; only one whose outcome is unknown can be resolved.`,
  });

const toView = (row: SeenRow): WriteView => ({
  id: row.id,
  connection: row.connection,
  operation: row.operation,
  key: row.key,
  keySupplied: row.key_supplied,
  caller: row.caller,
  state: row.state,
  attempts: row.attempts,
  startedAt: row.started_at.toISOString(),
  ...(row.finished_at && { finishedAt: row.finished_at.toISOString() }),
  ...(row.settled_by !== null && { settledBy: row.settled_by }),
  ...(row.error && { error: { code: row.error.code, message: row.error.message, outcome: row.error.outcome } }),
  requestId: row.request_id,
  ...(row.trace !== null && { trace: row.trace }),
  checks: row.checks,
  ...(row.check_at && { nextCheckAt: row.check_at.toISOString() }),
});

const shownChars = 20_000;

const answerOf = ({ reply_body: body, reply_status: status }: WriteRow): Pick<WriteDetail, "answer"> => {
  if (body === null) return {};
  const text = body.toString("utf8");
  return {
    answer: {
      ...(status !== null && { status }),
      text: text.slice(0, shownChars),
      truncated: text.length > shownChars,
    },
  };
};
