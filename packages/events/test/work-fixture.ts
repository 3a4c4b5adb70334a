import { isConnectorError } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { sql } from "kysely";
import type { Consumer, Work } from "../src/queue/consumer.js";

/** What became of one piece of work: `done`, or the code of the failure. */
export interface Tried {
  readonly workId: number;
  readonly outcome: string;
  readonly message?: string;
  readonly retryAfterMs?: number;
}

/**
 * Claims the first piece of work that is ready, of those whose key has none before it, and does it as the queue would:
 * its transaction commits with the mark "done", or not at all. Failed work stays ready. Nothing when there is none.
 */
export const doNext = async (store: Store, consumer: Consumer): Promise<Tried | undefined> => {
  const { rows } = await sql<Row>`
    update work set attempts = attempts + 1, state = 'running' where id = (
      select id from work w where state = 'ready' and not exists (
        select from work b where b.queue = w.queue and b.key = w.key and b.id < w.id and b.state in ('ready', 'running'))
      order by run_at, id limit 1 for update skip locked)
    returning id, queue, key, payload, attempts, spared, max_attempts`.execute(store.db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const work = toWork(row);
  const { signal } = new AbortController();
  try {
    const prepared = await consumer.prepare?.({ work, signal });
    await store.transaction(async (tx) => {
      await consumer.run({ work, tx, signal, prepared });
      await sql`update work set state = 'done' where id = ${work.id}`.execute(tx);
    });
    return { workId: work.id, outcome: "done" };
  } catch (error) {
    if (!isConnectorError(error)) throw error;
    const { code, message, retryAfterMs, retryable } = error;
    const isSpared = ["RATE_LIMITED", "BULKHEAD_FULL", "CIRCUIT_OPEN"].includes(code);
    await sql`update work set state = ${isSpared || retryable ? "ready" : "dead"}, spared = spared + ${isSpared ? 1 : 0},
      run_at = clock_timestamp() where id = ${work.id}`.execute(store.db);
    return { workId: work.id, outcome: code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
};

/** Does everything that is ready, each once in its turn; the outcomes in order. Ends when nothing is left. */
export const doAll = async (store: Store, consumer: Consumer): Promise<readonly string[]> => {
  const outcomes: string[] = [];
  for (let tried = await doNext(store, consumer); tried; tried = await doNext(store, consumer))
    outcomes.push(tried.outcome);
  return outcomes;
};

interface Row {
  readonly id: number;
  readonly queue: string;
  readonly key: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly spared: number;
  readonly max_attempts: number;
}

const toWork = ({ id, queue, key, payload, attempts, spared, max_attempts: maxAttempts }: Row): Work => ({
  id,
  queue,
  key,
  payload,
  attempt: attempts,
  tries: attempts - spared,
  maxAttempts,
  waitedSeconds: 0,
});
