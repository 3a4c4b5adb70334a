import type { Clock, MetricsSink } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { defineSchedule, type Schedule } from "../schedules/schedule.js";
import { type Erased, type Erasure, eraseSubject } from "./erase.js";
import { expiries } from "./expired.js";
import { defaultRetention, type RetentionWindows } from "./windows.js";

/** What retention is built on. */
export interface RetentionDeps {
  readonly store: Store;
  readonly clock: Pick<Clock, "sleep">;
  readonly metrics: MetricsSink;
  readonly windows?: Partial<RetentionWindows>;
  /** Rows of one statement. Default 1,000. */
  readonly batchSize?: number;
  /** Pause between two statements, for everybody else. Milliseconds; default 50. */
  readonly pauseMs?: number;
}

/** Keeps tables from growing without end, and forgets people who ask for it. */
export interface Retention {
  readonly windows: RetentionWindows;
  /** Removes what is over, in bounded steps, until nothing is or the signal aborts. Rows removed by table. */
  sweep(signal?: AbortSignal): Promise<Readonly<Record<string, number>>>;
  /** Sweeps every hour. */
  readonly schedule: Schedule;
  /** Forgets a subject such as `customer:17` or `email:a@b.example`. */
  erase(erasure: Erasure): Promise<Erased>;
}

/**
 * Retention by windows.
 * @throws TypeError when a window is no positive number of days
 */
export const createRetention = ({
  store,
  clock,
  metrics,
  batchSize = 1_000,
  pauseMs = 50,
  ...deps
}: RetentionDeps): Retention => {
  const windows: RetentionWindows = { ...defaultRetention, ...deps.windows };
  for (const [name, days] of Object.entries(windows))
    if (!(days > 0 && days < 36_500))
      throw new TypeError(`${name} must be more than 0 and less than 36500 days, not ${days}.`);

  const sweep = async (signal?: AbortSignal): Promise<Readonly<Record<string, number>>> => {
    const removed: Record<string, number> = {};
    for (const { table, window, remove } of expiries) {
      removed[table] = 0;
      for (let count = batchSize; count > 0; ) {
        signal?.throwIfAborted();
        count = await remove(store, windows[window], batchSize);
        removed[table] += count;
        if (count > 0) metrics.count("trunkline_retention_removed_total", { table }, count);
        if (count > 0) await clock.sleep(pauseMs, signal);
      }
    }
    return removed;
  };

  return {
    windows,
    sweep,
    schedule: defineSchedule({
      name: "retention",
      summary: "Removes events, work, writes and deliveries whose time is over",
      cron: "17 * * * *",
      run: async ({ signal }) => {
        await sweep(signal);
      },
    }),
    erase: (erasure) => eraseSubject(store, erasure, batchSize),
  };
};
