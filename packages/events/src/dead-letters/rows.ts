import type { AttemptTable } from "@trunkline/store";
import type { Selectable } from "kysely";
import type { AttemptRecord, DeadLetter } from "./dead-letter.js";

/** What is selected of a dead letter and its event. */
export interface DeadRow {
  readonly id: number;
  readonly queue: string;
  readonly key: string;
  readonly attempts: number;
  readonly last_error: { readonly code: string; readonly message: string } | null;
  readonly finished_at: Date | null;
  readonly created_at: Date;
  readonly replay_id: number | null;
  readonly origin_id: number | null;
  readonly trace: string | null;
  readonly event_id: number | null;
  readonly connection: string | null;
  readonly type: string | null;
  readonly received_at: Date | null;
}

/** For people. */
export const toDeadLetter = (row: DeadRow): DeadLetter => ({
  id: row.id,
  queue: row.queue,
  key: row.key,
  attempts: row.attempts,
  diedAt: (row.finished_at ?? row.created_at).toISOString(),
  ...(row.last_error && { error: row.last_error }),
  ...(row.event_id !== null &&
    row.received_at && {
      event: {
        id: row.event_id,
        connection: row.connection ?? "",
        type: row.type ?? "",
        receivedAt: row.received_at.toISOString(),
      },
    }),
  ...(row.replay_id !== null && { replayId: row.replay_id }),
  ...(row.origin_id !== null && { originId: row.origin_id }),
  ...(row.trace !== null && { trace: row.trace }),
});

/** For people. */
export const toAttempt = (row: Selectable<AttemptTable>): AttemptRecord => ({
  attempt: row.attempt,
  worker: row.worker,
  startedAt: row.started_at.toISOString(),
  ...(row.finished_at && { finishedAt: row.finished_at.toISOString() }),
  ...(row.outcome !== null && { outcome: row.outcome }),
  ...(row.error && { error: row.error }),
});
