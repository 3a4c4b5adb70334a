import type { MetricsSink } from "@trunkline/core";
import type { Database, WriteState } from "@trunkline/store";
import { sql } from "kysely";

/** What the ledger measures. */
export interface LedgerMetrics {
  /** A write of the connection came to this state. */
  count(connection: string, state: WriteState): void;
  /** Looks how many are unknown, and since when. */
  sample(): Promise<void>;
}

/** Measures the ledger, by connection. */
export const createLedgerMetrics = (db: Database, metrics: MetricsSink): LedgerMetrics => {
  const seen = new Set<string>();
  return {
    count: (connection, state) => metrics.count("trunkline_writes_total", { ...labelsOf(connection), state }),
    sample: async () => {
      const { rows } = await sql<{ connection: string; unknown: number; oldest_seconds: number }>`
        select connection, count(*)::float8 as unknown,
          extract(epoch from clock_timestamp() - min(started_at))::float8 as oldest_seconds
        from write where state = 'unknown' group by connection`.execute(db);
      const found = new Map(rows.map((row) => [row.connection, row]));
      for (const connection of found.keys()) seen.add(connection);
      for (const connection of seen) {
        const { unknown = 0, oldest_seconds = 0 } = found.get(connection) ?? {};
        metrics.set("trunkline_writes_unknown", labelsOf(connection), unknown);
        metrics.set("trunkline_writes_unknown_oldest_seconds", labelsOf(connection), oldest_seconds);
      }
    },
  };
};

const labelsOf = (key: string) => {
  const [, connector = "", connection = ""] = key.split("/");
  return { connector, connection };
};
