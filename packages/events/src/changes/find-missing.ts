import type { InboundEvent } from "@trunkline/core";
import type { Database } from "@trunkline/store";
import { sql } from "kysely";

/** An upstream's clock and its record of the change may differ by this much. */
const toleranceMs = 2_000;

/**
 * Of changes found by asking, those that no stored event tells of: none about the same thing that happened at the time of
 * the change or later. A later event carries the state of the earlier ones.
 */
export const findMissing = async (
  db: Database,
  connection: string,
  changes: readonly InboundEvent[],
): Promise<readonly InboundEvent[]> => {
  const keyed = changes.filter((change) => change.orderingKey !== undefined && change.occurredAt !== undefined);
  if (keyed.length === 0) return [];
  const { rows } = await sql<{ at: number }>`
    select (given.at - 1)::int as at
      from unnest(${keyed.map(({ orderingKey }) => orderingKey)}::text[],
                  ${keyed.map(({ occurredAt }) => occurredAt)}::timestamptz[]) with ordinality as given (key, changed, at)
     where not exists (
       select 1 from event
        where event.connection = ${connection} and event.ordering_key = given.key
          and coalesce(event.occurred_at, event.received_at) >= given.changed - ${`${toleranceMs} ms`}::interval)`.execute(
    db,
  );
  return rows.flatMap(({ at }) => keyed[at] ?? []);
};
