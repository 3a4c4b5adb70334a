import type { BegunWrite, StartedWrite, UnknownWrite, WriteIntent, WriteResult } from "@trunkline/core";
import type { Database } from "@trunkline/store";
import type { EndWatch } from "./await-end.js";
import type { HeldWrites } from "./hold-writes.js";
import {
  abandonWrites,
  endWrite,
  findWrite,
  type Hold,
  insertWrite,
  type Owner,
  repeatWrite,
  restartWrite,
} from "./statements.js";
import { resultOf, toColumns, type WriteRow } from "./write-row.js";

/** What beginning a write needs. */
export interface BeginDeps {
  readonly db: Database;
  readonly owner: Owner;
  readonly held: HeldWrites;
  readonly watch: EndWatch;
  /** Told of each end that this process records. */
  onEnd(connection: string, state: WriteRow["state"]): void;
}

/** Makes the row of a write, or says what the row of its key says. One statement for a new key. */
export const beginWrite = async (deps: BeginDeps, intent: WriteIntent): Promise<BegunWrite> => {
  const { db, owner } = deps;
  for (;;) {
    const fresh = await insertWrite(db, owner, intent);
    if (fresh) return { state: "started", write: hold(deps, intent, fresh) };
    const row = await findWrite(db, intent);
    const begun = row && (await beginFrom(deps, intent, row));
    if (begun) return begun;
  }
};

/** Nothing: the row has changed meanwhile. */
const beginFrom = async (deps: BeginDeps, intent: WriteIntent, row: WriteRow): Promise<BegunWrite | undefined> => {
  const result = resultOf(row);
  if (result?.kind === "failure" && result.error.outcome === "not_executed") {
    const again = await restartWrite(deps.db, deps.owner, intent, row);
    return again && { state: "started", write: hold(deps, intent, again) };
  }
  if (row.input_hash !== intent.inputHash) return { state: "mismatch" };
  if (result) return { state: "ended", result };
  if (row.state === "unknown") return { state: "unknown", write: toUnknown(deps, intent, row) };
  if (!row.abandoned) return { state: "running", ended: (signal) => deps.watch.ended(row.id, signal) };
  await abandonWrites(deps.db, row.id);
  return undefined;
};

const hold = ({ held, watch, onEnd }: BeginDeps, { connection }: WriteIntent, own: Hold): StartedWrite => {
  held.add(own);
  return {
    finish: async (result) => {
      onEnd(connection, toColumns(result).state);
      await held.end(own, result);
      watch.wake(own.id);
    },
  };
};

const toUnknown = (deps: BeginDeps, intent: WriteIntent, row: WriteRow): UnknownWrite => ({
  startedAtMs: row.started_at.getTime(),
  startedAgoMs: row.started_ago_ms,
  endedAgoMs: row.ended_ago_ms,
  ...(row.error && { error: row.error }),
  repeat: async () => {
    const again = await repeatWrite(deps.db, deps.owner, row);
    return again && hold(deps, intent, again);
  },
  settle: (result: WriteResult) =>
    endWrite(deps.db, row, toColumns(result), { from: ["unknown"], settledBy: "reading" }),
});
