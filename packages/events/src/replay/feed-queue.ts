import type { ReplayTable, StoreTransaction } from "@trunkline/store";
import type { Selectable } from "kysely";
import { sql } from "kysely";
import { z } from "zod";
import type { Plan } from "../handlers/plan.js";
import { toEvent } from "../inbox/stored-event.js";
import { enqueue } from "../queue/enqueue.js";
import { conditionsOf, parseFilter } from "./filter.js";
import { takeUpDeadLetters } from "./take-up-dead-letters.js";

/** How often a replay puts events into the queue. Milliseconds. */
export const stepMs = 250;

/** Most events of one step, whatever the rate. */
const mostPerStep = 500;

/** Where a replay of stored events goes on: up to `last`, the newest event when it was started. */
export const ReplayCursor = z.object({ after: z.number(), last: z.number() });

/**
 * Puts the next events of a replay into the queue and moves its cursor, in one transaction: a crash repeats nothing and
 * skips nothing. Says whether it was the last step.
 */
export const replayStep = async (tx: StoreTransaction, row: Selectable<ReplayTable>, plan: Plan): Promise<boolean> => {
  const cursor = ReplayCursor.parse(row.cursor);
  const filter = parseFilter(row.filter);
  const limit = Math.max(1, Math.min(mostPerStep, Math.ceil((row.per_second * stepMs) / 1_000)));
  const found = await tx
    .selectFrom("event")
    .selectAll()
    .where(conditionsOf(filter))
    .where("id", ">", cursor.after)
    .where("id", "<=", cursor.last)
    .orderBy("id")
    .limit(limit)
    .execute();
  const events = found.map(toEvent);
  const works = events.flatMap((event) =>
    plan
      .workFor(event)
      .filter(({ queue }) => row.queues === null || row.queues.includes(queue))
      .map((work) => ({ ...work, replayId: row.id })),
  );
  await enqueue(tx, filter.deadIn ? await takeUpDeadLetters(tx, works) : works);
  const after = events.at(-1)?.id ?? cursor.last;
  await tx
    .updateTable("replay")
    .set({ cursor: JSON.stringify({ ...cursor, after }), enqueued: sql`enqueued + ${events.length}` })
    .where("id", "=", row.id)
    .execute();
  return events.length < limit;
};
