import type { Database } from "@trunkline/store";
import { sql } from "kysely";

/** What is stored about a person, for whoever has to answer them. */
export interface PrivacyReport {
  /** Under what they are known here, e.g. `customer:17`. */
  readonly subjects: readonly string[];
  /** ISO 8601. */
  readonly gatheredAt: string;
  readonly events: readonly unknown[];
  readonly writes: readonly unknown[];
  readonly feed: readonly unknown[];
  /** True: there is more than a report holds. */
  readonly truncated: boolean;
}

const most = 2_000;

/**
 * Gathers what is stored about a person within one connection: events about them, writes whose input or answer names them,
 * what was told of those events to others.
 */
export const gatherReport = async (
  db: Database,
  connection: string,
  subjects: readonly string[],
): Promise<PrivacyReport> => {
  const { rows: events } = await sql<{ id: number }>`
    select id, type, source, received_at as "receivedAt", occurred_at as "occurredAt", payload from event
     where connection = ${connection} and subjects && ${subjects}::text[] and erased_at is null
     order by id limit ${most + 1}`.execute(db);
  const ids = events.slice(0, most).map(({ id }) => id);
  const needles = subjects.flatMap(namesInWrites);
  const { rows: writes } = await sql`
    select id, operation, state, started_at as "startedAt", input from write
     where connection = ${connection} and exists (
       select from unnest(${needles}::text[]) needle where strpos(lower(input::text), needle) > 0)
     order by id limit ${most + 1}`.execute(db);
  const { rows: feed } = await sql`
    select id, type, at, data from feed where event_id = any(${ids}::bigint[]) order by id limit ${most + 1}`.execute(
    db,
  );
  const parts = [events, writes, feed];
  return {
    subjects,
    gatheredAt: new Date().toISOString(),
    events: events.slice(0, most),
    writes: writes.slice(0, most),
    feed: feed.slice(0, most),
    truncated: parts.some((rows) => rows.length > most),
  };
};

/** How a write names them, in lower case: an address as it is; an id as the upstream writes it, in full. */
export const namesInWrites = (subject: string): readonly string[] => {
  const [kind = "", ...rest] = subject.split(":");
  const value = rest.join(":").toLowerCase();
  return kind === "email" ? [value] : [`gid://shopify/${kind}/${value}"`];
};
