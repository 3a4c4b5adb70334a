import type { Database } from "@trunkline/store";

/** A queue that nothing is taken from. */
export interface PausedQueue {
  readonly queue: string;
  readonly by: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly since: string;
}

/** Takes nothing more from a queue, on any replica, until it is resumed; what is under way is finished. */
export const pauseQueue = async (db: Database, queue: string, by: string, reason = ""): Promise<void> => {
  await db
    .insertInto("paused_queue")
    .values({ queue, paused_by: by, reason })
    .onConflict((conflict) => conflict.column("queue").doNothing())
    .execute();
};

/** False: it was not paused. */
export const resumeQueue = async (db: Database, queue: string): Promise<boolean> => {
  const { numDeletedRows } = await db.deleteFrom("paused_queue").where("queue", "=", queue).executeTakeFirst();
  return numDeletedRows > 0n;
};

/** The queues that are paused, by name. */
export const listPaused = async (db: Database): Promise<readonly PausedQueue[]> => {
  const rows = await db.selectFrom("paused_queue").selectAll().orderBy("queue").execute();
  return rows.map(({ queue, paused_by, reason, paused_at }) => ({
    queue,
    by: paused_by,
    reason,
    since: paused_at.toISOString(),
  }));
};
