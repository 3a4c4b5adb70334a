import type { EventTable } from "@trunkline/store";
import type { Selectable } from "kysely";
import type { EventSource, StoredEvent } from "../event.js";

type EventRow = Selectable<EventTable>;
type Times = "received_at" | "occurred_at" | "erased_at";

/** A row of the table `event` as `to_jsonb` gives it: its times are text. */
export type EventJson = Omit<EventRow, Times> & { readonly [Time in Times]: string | null };

/** A row of the table `event` as handlers know it. */
export const toEvent = (row: EventRow | EventJson): StoredEvent => ({
  id: row.id,
  connection: row.connection,
  connector: row.connector,
  type: row.type,
  source: row.source as EventSource,
  dedupeKey: row.dedupe_key,
  orderingKey: row.ordering_key,
  subjects: row.subjects,
  headers: row.headers,
  payload: row.payload,
  receivedAt: toIso(row.received_at ?? 0),
  ...(row.occurred_at !== null && { occurredAt: toIso(row.occurred_at) }),
  ...(row.trace !== null && { trace: row.trace }),
});

const toIso = (time: Date | string | number): string => new Date(time).toISOString();
