import type { Database } from "@trunkline/store";
import { sql } from "kysely";
import type { Accepted } from "../event.js";
import type { EventRow } from "./to-event-row.js";

/**
 * Stores events in the order given, in one statement; a repeat is recognised and stores nothing. The answers are as
 * durable as the transaction that `db` belongs to.
 */
export const insertEvents = async (db: Database, rows: readonly EventRow[]): Promise<readonly Accepted[]> => {
  const known = new Map<string, Accepted>();
  // Rounds: what was in the way of an insert may be removed (by retention) before it is looked up.
  for (let left = rows, round = 0; left.length > 0 && round < 3; round += 1) {
    for (const row of await insertNew(db, left)) known.set(keyOf(row), { id: row.id, duplicate: false });
    const repeated = left.filter((row) => !known.has(keyOf(row)));
    if (repeated.length === 0) break;
    for (const row of await findStored(db, repeated)) known.set(keyOf(row), { id: row.id, duplicate: true });
    left = repeated.filter((row) => !known.has(keyOf(row)));
  }
  const told = new Set<string>();
  return rows.map((row) => {
    const key = keyOf(row);
    const accepted = known.get(key);
    if (accepted === undefined) throw new Error("An event was neither stored nor found.");
    const again = told.has(key);
    told.add(key);
    return again ? { ...accepted, duplicate: true } : accepted;
  });
};

interface Identified {
  readonly id: number;
  readonly connection: string;
  readonly dedupeKey: string;
}

const keyOf = ({ connection, dedupeKey }: Omit<Identified, "id">): string => `${connection}\n${dedupeKey}`;

const insertNew = async (db: Database, rows: readonly EventRow[]): Promise<readonly Identified[]> => {
  const { rows: inserted } = await sql<Identified>`
    insert into event (connection, connector, type, source, dedupe_key, ordering_key, subjects, headers, payload, trace,
                       occurred_at)
    select connection, connector, type, source, dedupe_key, ordering_key, subjects, headers,
           coalesce(payload, 'null'::jsonb), trace,
           -- Nothing has happened later than now, whatever the clock of an upstream says.
           case when occurred_at is not null then least(occurred_at, clock_timestamp()) end
      from json_to_recordset(${`[${rows.map(({ json }) => json).join(",")}]`}::json) as given (
           connection text, connector text, type text, source text, dedupe_key text, ordering_key text, subjects text[],
           headers jsonb, payload jsonb, trace text, occurred_at timestamptz)
        on conflict (connection, dedupe_key) do nothing
    returning id, connection, dedupe_key as "dedupeKey"`.execute(db);
  return inserted;
};

const findStored = async (db: Database, rows: readonly EventRow[]): Promise<readonly Identified[]> => {
  const { rows: found } = await sql<Identified>`
    select event.id, event.connection, event.dedupe_key as "dedupeKey"
      from unnest(${rows.map(({ connection }) => connection)}::text[],
                  ${rows.map(({ dedupeKey }) => dedupeKey)}::text[]) as given (connection, dedupe_key)
      join event using (connection, dedupe_key)`.execute(db);
  return found;
};
