import type { EventTable } from "@trunkline/store";
import type { Selectable } from "kysely";
import type { EventSource, StoredEvent } from "../event.js";

/** A row of the table `event` as handlers see it. */
export const toStoredEvent = (row: Selectable<EventTable>): StoredEvent => ({
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
  receivedAt: row.received_at.toISOString(),
  ...(row.occurred_at && { occurredAt: row.occurred_at.toISOString() }),
  ...(row.trace !== null && { trace: row.trace }),
});
