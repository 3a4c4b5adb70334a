import type { Database, ReplayTable } from "@trunkline/store";
import type { Selectable } from "kysely";
import type { Replay } from "./replay.js";

const noWork = { waiting: 0, running: 0, done: 0, dead: 0 };
const columnOf = { ready: "waiting", running: "running", done: "done", dead: "dead", discarded: "done" } as const;

/** Rows of the table `replay` with what became of their work. */
export const withProgress = async (
  db: Database,
  rows: readonly Selectable<ReplayTable>[],
): Promise<readonly Replay[]> => {
  if (rows.length === 0) return [];
  const counts = await db
    .selectFrom("work")
    .where(
      "replay_id",
      "in",
      rows.map(({ id }) => id),
    )
    .groupBy(["replay_id", "state"])
    .select(({ fn }) => ["replay_id", "state", fn.countAll<number>().as("count")])
    .execute();
  return rows.map((row) => {
    const work = { ...noWork };
    for (const { replay_id, state, count } of counts) if (replay_id === row.id) work[columnOf[state]] += Number(count);
    return toReplay(row, work);
  });
};

const toReplay = (row: Selectable<ReplayTable>, work: Replay["work"]): Replay => {
  const left = row.total === null ? undefined : Math.max(0, row.total - row.enqueued);
  return {
    id: row.id,
    kind: row.kind as Replay["kind"],
    state: row.state,
    filter: row.filter,
    handlers: row.queues,
    perSecond: row.per_second,
    enqueued: row.enqueued,
    work,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    ...(row.total !== null && { total: row.total }),
    ...(row.state === "running" && left !== undefined && { etaSeconds: Math.ceil(left / row.per_second) }),
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.finished_at && { finishedAt: row.finished_at.toISOString() }),
    ...(row.last_error && { error: row.last_error }),
  };
};
