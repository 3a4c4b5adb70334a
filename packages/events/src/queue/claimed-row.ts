import type { WorkTable } from "@trunkline/store";
import type { Selectable } from "kysely";
import { type EventJson, toEvent } from "../inbox/stored-event.js";
import type { Work } from "./consumer.js";

/** A row of the table `work`, with its event where it was asked for. */
export type ClaimedRow = Selectable<WorkTable> & { readonly event?: EventJson | null; readonly waited?: number };

/** A claimed row as consumers know it. */
export const toWork = (row: ClaimedRow): Work => ({
  id: row.id,
  queue: row.queue,
  key: row.key,
  attempt: row.attempts,
  tries: row.attempts - row.spared,
  maxAttempts: row.max_attempts,
  waitedSeconds: Math.max(0, row.waited ?? 0),
  ...(row.event_id !== null && { eventId: row.event_id }),
  ...(row.event && { event: toEvent(row.event) }),
  ...(row.payload !== null && { payload: row.payload }),
  ...(row.replay_id !== null && { replayId: row.replay_id }),
  ...(row.origin_id !== null && { originId: row.origin_id }),
  ...(row.trace !== null && { trace: row.trace }),
});
