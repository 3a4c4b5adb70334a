import type { ChangeSource, MetricsSink } from "@trunkline/core";
import type { Store, StoreTransaction } from "@trunkline/store";
import { sql } from "kysely";
import { z } from "zod";
import type { Accepted, NewEvent } from "../event.js";
import type { EventLog } from "../event-log.js";
import { type ChangeFeed, toNewEvent } from "./change-feed.js";
import { findMissing } from "./find-missing.js";

/** How far back and how close to now a check looks. Milliseconds. */
export interface GapWindow {
  /** An event may still be on its way for so long. Default 5 min. */
  readonly graceMs: number;
  /** Each check looks again at the end of the one before. Default 10 min. */
  readonly overlapMs: number;
  /** How far the first check of a source looks back. Default 24 h. */
  readonly firstMs: number;
}

/** What one check found. */
export interface GapReport {
  readonly connection: string;
  readonly source: string;
  readonly from: string;
  readonly to: string;
  /** Changes that the upstream told of. */
  readonly checked: number;
  /** Of these, those that no event had told of: now stored as events of source `gap`. */
  readonly healed: number;
  /** What they were about; the first few. */
  readonly examples: readonly string[];
}

/** What a gap check is built on. */
export interface GapCheckDeps {
  readonly store: Store;
  feeds(): readonly ChangeFeed[];
  acceptIn(tx: StoreTransaction, events: readonly NewEvent[]): Promise<readonly Accepted[]>;
  wake(): void;
  readonly metrics: MetricsSink;
  readonly log: EventLog;
  readonly window?: Partial<GapWindow>;
}

/** Compares what upstreams say has changed with what arrived, and stores what did not. */
export interface GapCheck {
  /** Checks every source of every connection; one that fails is reported and stops no other. */
  runAll(): Promise<{ readonly reports: readonly GapReport[]; readonly failures: readonly GapFailure[] }>;
}

/** A source that could not be checked. */
export interface GapFailure {
  readonly connection: string;
  readonly source: string;
  readonly error: unknown;
}

const defaultWindow: GapWindow = { graceMs: 5 * 60_000, overlapMs: 10 * 60_000, firstMs: 24 * 3_600_000 };
const Checkpoint = z.object({ until: z.iso.datetime() });
const shownExamples = 5;

/** Gap checks on the tables `event` and `checkpoint`. */
export const createGapCheck = (deps: GapCheckDeps): GapCheck => {
  const window = { ...defaultWindow, ...deps.window };
  return {
    runAll: async () => {
      const reports: GapReport[] = [];
      const failures: GapFailure[] = [];
      for (const feed of deps.feeds())
        for (const source of feed.sources.filter(({ sendsEach }) => sendsEach))
          try {
            const report = await checkOne(deps, window, feed, source);
            tell(deps, report);
            reports.push(report);
          } catch (error) {
            failures.push({ connection: feed.connection, source: source.name, error });
            deps.metrics.count("trunkline_gap_checks_failed_total", { connector: connectorOf(feed) });
            deps.log.warn({ connection: feed.connection, source: source.name, err: error }, "gap check failed");
          }
      return { reports, failures };
    },
  };
};

const connectorOf = ({ connection }: Pick<ChangeFeed, "connection">): string => connection.split("/")[1] ?? "";

const tell = ({ metrics, log }: GapCheckDeps, report: GapReport): void => {
  const connector = connectorOf(report);
  metrics.count("trunkline_gap_changes_checked_total", { connector }, report.checked);
  metrics.count("trunkline_gaps_healed_total", { connector }, report.healed);
  // An upstream that leaves out events is what an operator must hear of, even though the hole is mended.
  if (report.healed > 0) log.warn(report, "events had not arrived and were fetched");
};

const checkOne = async (
  { store, acceptIn, wake }: GapCheckDeps,
  window: GapWindow,
  feed: ChangeFeed,
  source: ChangeSource,
): Promise<GapReport> => {
  const { connection } = feed;
  const { name } = source;
  const { from, to } = await intervalOf(store, connection, name, window);
  let checked = 0;
  const healed: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await source.page(feed.call, { from, to, ...(cursor !== undefined && { cursor }) });
    checked += page.events.length;
    healed.push(
      ...(await store.transaction(async (tx) => {
        const missing = await findMissing(tx, connection, page.events);
        const events = missing.map((event) => toNewEvent(connection, "gap", event));
        const accepted = await acceptIn(tx, events);
        return events
          .filter((_, at) => accepted[at]?.duplicate === false)
          .map((event) => event.orderingKey ?? event.type);
      })),
    );
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  await keepCheckpoint(store, connection, name, to);
  if (healed.length > 0) wake();
  return {
    connection,
    source: name,
    from,
    to,
    checked,
    healed: healed.length,
    examples: healed.slice(0, shownExamples),
  };
};

const checkpointName = (source: string): string => `gaps:${source}`;

/** From where the last check ended to shortly before now, by the database's clock. */
const intervalOf = async (store: Store, connection: string, source: string, window: GapWindow) => {
  const row = await store.db
    .selectFrom("checkpoint")
    .select("value")
    .where("connection", "=", connection)
    .where("name", "=", checkpointName(source))
    .executeTakeFirst();
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(store.db);
  const toMs = (rows[0] as { now: Date }).now.getTime() - window.graceMs;
  const known = Checkpoint.safeParse(row?.value);
  const fromMs = known.success ? Date.parse(known.data.until) - window.overlapMs : toMs - window.firstMs;
  return { from: new Date(Math.min(fromMs, toMs)).toISOString(), to: new Date(toMs).toISOString() };
};

const keepCheckpoint = (store: Store, connection: string, source: string, until: string) =>
  store.db
    .insertInto("checkpoint")
    .values({ connection, name: checkpointName(source), value: JSON.stringify({ until }) })
    .onConflict((conflict) =>
      conflict.columns(["connection", "name"]).doUpdateSet({
        value: JSON.stringify({ until }),
        updated_at: sql<Date>`clock_timestamp()`,
      }),
    )
    .execute();
