import type { Database } from "@trunkline/store";
import { sql } from "kysely";

const batchSize = 1_000;

/** Removes writes that ended longer ago than this, a thousand at a time. Those that are unknown or running stay. */
export const pruneWrites = async (db: Database, olderThanMs: number): Promise<number> => {
  for (let removed = 0; ; ) {
    const { numAffectedRows = 0n } = await sql`
      delete from write where id in (
        select id from write
        where state in ('done', 'failed') and started_at < clock_timestamp() - ${olderThanMs}::float8 * interval '1 millisecond'
          and finished_at < clock_timestamp() - ${olderThanMs}::float8 * interval '1 millisecond'
        order by started_at limit ${batchSize})`.execute(db);
    removed += Number(numAffectedRows);
    if (numAffectedRows < BigInt(batchSize)) return removed;
  }
};
