import type { WriteIntent } from "@trunkline/core";
import type { Database, StoreTransaction } from "@trunkline/store";
import { sql } from "kysely";
import { type ResultColumns, toKeptInput, type WriteRow, writeColumns } from "./write-row.js";

/** Channel on which the ends of writes are told, by row id. */
export const writeChannel = "trunkline_write";

/** Who runs writes, and for how long it is believed to without being heard of. */
export interface Owner {
  readonly replicaId: string;
  readonly leaseMs: number;
}

/** A write that is held: its row and its fence. */
export interface Hold {
  readonly id: number;
  readonly attempts: number;
}

const inMs = (ms: number) => sql`(${ms}::float8 * interval '1 millisecond')`;

/** Makes the row of a write. Nothing: the key has one. */
export const insertWrite = async (db: Database, owner: Owner, intent: WriteIntent): Promise<Hold | undefined> => {
  const { connection, operation, key, keySupplied, inputHash, caller, requestId, trace = null } = intent;
  const { rows } = await sql<Hold>`
    insert into write (connection, operation, key, key_supplied, input_hash, input, caller, state, owner, lease_until,
      request_id, trace)
    values (${connection}, ${operation}, ${key}, ${keySupplied}, ${inputHash},
      ${toKeptInput(intent.input, intent.inputComplete)}, ${caller}, 'running', ${owner.replicaId},
      clock_timestamp() + ${inMs(owner.leaseMs)}, ${requestId}, ${trace})
    on conflict (connection, operation, key) do nothing
    returning id, attempts`.execute(db);
  return rows[0];
};

/** The row of a key. */
export const findWrite = async (
  db: Database,
  { connection, operation, key }: Pick<WriteIntent, "connection" | "operation" | "key">,
): Promise<WriteRow | undefined> => {
  const { rows } = await sql<WriteRow>`
    select ${writeColumns} from write
    where connection = ${connection} and operation = ${operation} and key = ${key}`.execute(db);
  return rows[0];
};

/** Begins anew what certainly was not carried out, as if its key had not been used. Nothing: somebody else was faster. */
export const restartWrite = async (
  db: Database,
  owner: Owner,
  intent: WriteIntent,
  { id, attempts }: Hold,
): Promise<Hold | undefined> => {
  const { rows } = await sql<Hold>`
    update write set state = 'running', owner = ${owner.replicaId}, attempts = attempts + 1, error = null,
      lease_until = clock_timestamp() + ${inMs(owner.leaseMs)}, input_hash = ${intent.inputHash},
      input = ${toKeptInput(intent.input, intent.inputComplete)}, caller = ${intent.caller},
      request_id = ${intent.requestId}, trace = ${intent.trace ?? null}, started_at = clock_timestamp(),
      finished_at = null, settled_by = null, check_at = null, checks = 0
    where id = ${id} and attempts = ${attempts} and state = 'failed'
    returning id, attempts`.execute(db);
  return rows[0];
};

/** Takes up an unknown write once more, keeping when it first left. Nothing: somebody else was faster. */
export const repeatWrite = async (db: Database, owner: Owner, { id, attempts }: Hold): Promise<Hold | undefined> => {
  const { rows } = await sql<Hold>`
    update write set state = 'running', owner = ${owner.replicaId}, attempts = attempts + 1,
      lease_until = clock_timestamp() + ${inMs(owner.leaseMs)}, finished_at = null, check_at = null
    where id = ${id} and attempts = ${attempts} and state = 'unknown'
    returning id, attempts`.execute(db);
  return rows[0];
};

/** How an end is recorded. */
export interface EndOptions {
  /** States in which the row may be. */
  readonly from: readonly ("running" | "unknown")[];
  readonly settledBy?: "reading" | "person" | "repeat";
}

/**
 * Records how a write ended and tells those who wait for it. False: it is no longer this one's to say. A call that took less
 * than the shortest pauses of those who wait need not be told of: a notification makes its commit wait for all others.
 */
export const endWrite = async (
  db: Database | StoreTransaction,
  { id, attempts }: Hold,
  { state, status, headers, body, error }: ResultColumns,
  { from, settledBy }: EndOptions,
): Promise<boolean> => {
  const { rows } = await sql<{ told: unknown }>`
    with ended as (
      update write set state = ${state}, reply_status = ${status}, reply_headers = ${headers}, reply_body = ${body},
        error = ${error}, settled_by = ${settledBy ?? null}, owner = null, lease_until = null,
        finished_at = clock_timestamp(),
        check_at = case when ${state} = 'unknown' then clock_timestamp() end
      where id = ${id} and attempts = ${attempts} and state = any(${from})
      returning id, started_at
    )
    select case when clock_timestamp() - started_at > interval '250 milliseconds'
      then pg_notify(${writeChannel}, id::text) end as told from ended`.execute(db);
  return rows.length > 0;
};

/** Makes unknown what nobody has been heard of for too long. Answers the rows. */
export const abandonWrites = async (
  db: Database,
  id?: number,
): Promise<readonly Pick<WriteRow, "id" | "connection">[]> => {
  const { rows } = await sql<Pick<WriteRow, "id" | "connection">>`
    update write set state = 'unknown', owner = null, finished_at = clock_timestamp(), check_at = clock_timestamp()
    where state = 'running' and lease_until < clock_timestamp() and ${id === undefined ? sql`true` : sql`id = ${id}`}
    returning id, connection`.execute(db);
  return rows;
};

/** Says that these writes are still under way. */
export const renewLeases = async (db: Database, owner: Owner, ids: readonly number[]): Promise<void> => {
  await sql`
    update write set lease_until = clock_timestamp() + ${inMs(owner.leaseMs)}
    where state = 'running' and owner = ${owner.replicaId} and id = any(${ids})`.execute(db);
};
