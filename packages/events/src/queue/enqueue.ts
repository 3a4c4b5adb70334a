import type { Database } from "@trunkline/store";
import { sql } from "kysely";
import { toStorableJson } from "../inbox/storable-json.js";
import type { NewWork } from "./consumer.js";

/** Channel that says: there is work. */
export const workChannel = "trunkline_work";

/**
 * Puts work into queues in the order given, in one statement; what is there already (the same event for the same queue,
 * replay and origin) is left as it is. The ids of what is new, in order. Within a transaction it exists if that commits.
 */
export const enqueue = async (db: Database, works: readonly NewWork[]): Promise<readonly number[]> => {
  if (works.length === 0) return [];
  const { rows } = await sql<{ id: number }>`
    with given as (
      select * from json_to_recordset(${JSON.stringify(works.map(toRow))}::json) as row (
        queue text, key text, event_id bigint, payload text, max_attempts int, priority smallint, delay_ms double precision,
        replay_id bigint, origin_id bigint, trace text)
    ), put as (
      insert into work (queue, key, event_id, payload, max_attempts, priority, run_at, replay_id, origin_id, trace)
      select queue, key, event_id, payload::jsonb, max_attempts, priority,
             clock_timestamp() + delay_ms * interval '1 millisecond', replay_id, origin_id, trace
        from given
          on conflict do nothing
      returning id
    ), told as (
      select pg_notify(${workChannel}, '') from put limit 1
    )
    select put.id from put left join told on true order by put.id`.execute(db);
  return rows.map(({ id }) => id);
};

const toRow = ({ priority = 0, delayMs = 0, ...work }: NewWork) => ({
  queue: work.queue,
  key: work.key,
  event_id: work.eventId ?? null,
  payload: work.payload === undefined ? null : payloadText(work),
  max_attempts: work.maxAttempts,
  priority,
  delay_ms: delayMs,
  replay_id: work.replayId ?? null,
  origin_id: work.originId ?? null,
  trace: work.trace ?? null,
});

const payloadText = ({ queue, payload }: NewWork): string => {
  const text = toStorableJson(payload);
  if (text === undefined) throw new TypeError(`The payload of work for ${queue} cannot be written as JSON.`);
  return text;
};
