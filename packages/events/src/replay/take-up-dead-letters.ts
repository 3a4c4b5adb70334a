import type { StoreTransaction } from "@trunkline/store";
import { sql } from "kysely";
import type { NewWork } from "../queue/consumer.js";

/**
 * A replay of dead letters repeats them: they leave the list as after a retry, and each repeat names the newest that it
 * repeats. One that fails once more is a dead letter of its own.
 */
export const takeUpDeadLetters = async (
  tx: StoreTransaction,
  works: readonly NewWork[],
): Promise<readonly NewWork[]> => {
  if (works.length === 0) return works;
  const queues = works.map(({ queue }) => queue);
  const events = works.map(({ eventId }) => eventId);
  const { rows } = await sql<{ id: number; queue: string; event_id: number }>`
    update work set state = 'discarded'
      from unnest(${sql.val(queues)}::text[], ${sql.val(events)}::bigint[]) as again (queue, event_id)
     where work.queue = again.queue and work.event_id = again.event_id and work.state = 'dead'
    returning work.id, work.queue, work.event_id`.execute(tx);
  const newest = new Map<string, number>();
  for (const { id, queue, event_id } of rows) {
    const key = `${queue} ${event_id}`;
    newest.set(key, Math.max(id, newest.get(key) ?? 0));
  }
  return works.map((work) => {
    const originId = newest.get(`${work.queue} ${work.eventId}`);
    return originId === undefined ? work : { ...work, originId };
  });
};

/** Discards what a cancelled replay has not begun; what it would have repeated is a dead letter again. */
export const giveBackDeadLetters = async (tx: StoreTransaction, replayId: number): Promise<void> => {
  await sql`
    with given_up as (
      update work set state = 'discarded', finished_at = clock_timestamp()
       where replay_id = ${replayId} and state = 'ready'
      returning origin_id
    )
    update work set state = 'dead' from given_up where work.id = given_up.origin_id and work.state = 'discarded'`.execute(
    tx,
  );
};
