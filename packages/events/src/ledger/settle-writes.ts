import type { PastWrite, Verification, WriteResult } from "@trunkline/core";
import type { Database } from "@trunkline/store";
import { sql } from "kysely";
import { abandonWrites, endWrite } from "./statements.js";
import { toColumns, type WriteRow, writeColumns } from "./write-row.js";

/** What reading told of a write, with what is then recorded. */
export type Verified =
  | Extract<Verification, { readonly outcome: "unknown" }>
  | { readonly outcome: "settled"; readonly result: WriteResult };

/** Looks by reading whether a write of this connection and operation took effect. */
export type VerifyWrite = (
  write: Pick<WriteRow, "connection" | "operation"> & PastWrite,
  endedAgoMs: number,
) => Promise<Verified>;

/** What settling needs. */
export interface SettleDeps {
  readonly db: Database;
  readonly verify: VerifyWrite;
  onEnd(connection: string, state: WriteRow["state"]): void;
  onSettled(id: number): void;
}

const batchSize = 10;
/** Looks at one write, the first at once and the others over the next two hours; after that a person is asked. */
const maxChecks = 10;
const firstBackoffMs = 15_000;
const longestBackoffMs = 20 * 60_000;

/**
 * Makes unknown what was abandoned and looks at what is due, a few rows at a time. A row that is being looked at is not due
 * for another replica until the backoff is over. Answers how many it looked at.
 */
export const settleDue = async (deps: SettleDeps): Promise<number> => {
  for (const { connection } of await abandonWrites(deps.db)) deps.onEnd(connection, "unknown");
  const { rows } = await sql<WriteRow>`
    update write set checks = checks + 1, check_at = case when checks + 1 < ${maxChecks}
      then clock_timestamp()
        + least(${firstBackoffMs}::float8 * power(2, checks), ${longestBackoffMs}::float8) * interval '1 millisecond'
      end
    where id in (
      select id from write where state = 'unknown' and check_at <= clock_timestamp()
      order by check_at limit ${batchSize} for update skip locked)
    returning ${writeColumns}`.execute(deps.db);
  await Promise.all(rows.map((row) => settleOne(deps, row)));
  return rows.length;
};

const settleOne = async ({ db, verify, onEnd, onSettled }: SettleDeps, row: WriteRow): Promise<void> => {
  const found = await look(verify, row);
  if (found.outcome === "unknown") {
    // Nothing that time would mend: only a person can tell, or a repeat that has the whole input.
    if (found.retryAfterMs === undefined)
      await sql`update write set check_at = null where id = ${row.id} and attempts = ${row.attempts} and state = 'unknown'`.execute(
        db,
      );
    return;
  }
  const columns = toColumns(found.result);
  if (!(await endWrite(db, row, columns, { from: ["unknown"], settledBy: "reading" }))) return;
  onEnd(row.connection, columns.state);
  onSettled(row.id);
};

const look = async (verify: VerifyWrite, row: WriteRow): Promise<Verified> => {
  const { connection, operation, key, input, started_at, ended_ago_ms } = row;
  if (!input.complete) return { outcome: "unknown", reason: "its input was not kept as a whole" };
  try {
    return await verify(
      { connection, operation, key, input: input.value, startedAtMs: started_at.getTime() },
      ended_ago_ms,
    );
  } catch {
    return { outcome: "unknown", reason: "the reading failed", retryAfterMs: firstBackoffMs };
  }
};
