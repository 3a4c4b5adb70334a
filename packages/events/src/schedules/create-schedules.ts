import type { Clock, Random } from "@trunkline/core";
import type { Store, StoreTransaction } from "@trunkline/store";
import { sql } from "kysely";
import { type EventLog, silentLog } from "../event-log.js";
import type { Consumer } from "../queue/consumer.js";
import { enqueue } from "../queue/enqueue.js";
import { repeat } from "../repeat.js";
import { nextTime, type Schedule } from "./schedule.js";

/** What schedules are built on. */
export interface SchedulesDeps {
  readonly store: Store;
  readonly schedules: readonly Schedule[];
  readonly clock: Clock;
  readonly random: Random;
  readonly log?: EventLog;
  /** Told after a run was put into the queue. */
  onDue?(): void;
}

/** A schedule and how it stands. */
export interface ScheduleState {
  readonly name: string;
  readonly summary: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly enabled: boolean;
  /** ISO 8601. */
  readonly nextAt?: string;
  readonly lastAt?: string;
}

/** The recurring tasks. */
export interface Schedules {
  /** Does the runs, as the work of the queue `schedules`. */
  readonly consumer: Consumer;
  /** Writes the schedules down; one whose times have changed begins anew. */
  declare(): Promise<void>;
  /** Puts a run of each schedule that is due into the queue; the names of those. */
  fireDue(): Promise<readonly string[]>;
  list(): Promise<readonly ScheduleState[]>;
  /** Switches a schedule on or off on every replica. False: there is no such schedule. */
  enable(name: string, enabled: boolean): Promise<boolean>;
  start(): void;
  stop(): Promise<void>;
}

/** The queue that runs of schedules are the work of. */
export const scheduleQueue = "schedules";

const tries = 5;
const timeoutMs = 15 * 60_000;
const longestBackoffMs = 5 * 60_000;

/**
 * Schedules on the table `schedule`: the row's lock and its move to the next time in one transaction see to it that one
 * replica puts in a run for each due time. Times come from the database's clock.
 * @throws TypeError when two schedules have one name
 */
export const createSchedules = ({
  store,
  schedules,
  clock,
  random,
  onDue = () => {},
  ...deps
}: SchedulesDeps): Schedules => {
  const log = deps.log ?? silentLog;
  const byName = new Map(schedules.map((schedule) => [schedule.name, schedule]));
  if (byName.size < schedules.length) throw new TypeError("name: two schedules have the same name.");
  const stopped = new AbortController();
  let declared = false;
  let running: Promise<void> | undefined;

  const declare = async (): Promise<void> => {
    await store.transaction(async (tx) => {
      const now = await databaseNow(tx);
      for (const schedule of schedules) await declareOne(tx, schedule, now);
    });
    declared = true;
  };

  const fireDue = async (): Promise<readonly string[]> => {
    const fired = await store.transaction(async (tx) => {
      const due = await takeDue(tx, [...byName.keys()]);
      for (const row of due) await fire(tx, byName.get(row.name) as Schedule, row);
      return due.map(({ name }) => name);
    });
    if (fired.length > 0) onDue();
    return fired;
  };

  return {
    consumer: {
      name: scheduleQueue,
      concurrency: 2,
      timeoutMs,
      backoffMs: (tried) => random() * Math.min(longestBackoffMs, 1_000 * 2 ** tried),
      run: async ({ work, tx, signal }) => {
        const schedule = byName.get(work.key);
        // Of a newer or older version that runs beside this one, or that is gone.
        if (schedule === undefined) throw new Error(`This process has no schedule ${work.key}.`);
        await schedule.run({ dueAt: (work.payload as { dueAt: string }).dueAt, tx, signal });
      },
    },
    declare,
    fireDue,
    list: async () => {
      const rows = await store.db.selectFrom("schedule").selectAll().orderBy("name").execute();
      return rows.map((row) => ({
        name: row.name,
        summary: byName.get(row.name)?.summary ?? "",
        cron: row.cron,
        timeZone: row.time_zone,
        enabled: row.enabled,
        ...(row.next_at && { nextAt: row.next_at.toISOString() }),
        ...(row.last_at && { lastAt: row.last_at.toISOString() }),
      }));
    },
    enable: async (name, enabled) => {
      const { numUpdatedRows } = await store.db
        .updateTable("schedule")
        .set({ enabled })
        .where("name", "=", name)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    start: () => {
      running ??= repeat({
        clock,
        random,
        log,
        failure: "Schedules could not be looked at",
        pauseMs: [500, 1_000],
        signal: stopped.signal,
        turn: async () => {
          if (!declared) await declare();
          await fireDue();
          return false;
        },
      });
    },
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
};

interface DueRow {
  readonly name: string;
  readonly next_at: Date;
  readonly now: Date;
}

const databaseNow = async (tx: StoreTransaction): Promise<Date> =>
  ((await sql<{ now: Date }>`select clock_timestamp() as now`.execute(tx)).rows[0] as { now: Date }).now;

const declareOne = async (tx: StoreTransaction, schedule: Schedule, now: Date): Promise<void> => {
  const { name, cron, timeZone = "UTC" } = schedule;
  await sql`
    insert into schedule (name, cron, time_zone, next_at) values (${name}, ${cron}, ${timeZone}, ${nextTime(schedule, now)})
        on conflict (name) do update
       set cron = excluded.cron, time_zone = excluded.time_zone, next_at = excluded.next_at
     where (schedule.cron, schedule.time_zone) is distinct from (excluded.cron, excluded.time_zone)`.execute(tx);
};

const takeDue = async (tx: StoreTransaction, names: readonly string[]): Promise<readonly DueRow[]> => {
  const { rows } = await sql<DueRow>`
    select name, next_at, clock_timestamp() as now from schedule
     where enabled and next_at <= now() and name = any(${names}::text[])
     order by next_at
       for update skip locked`.execute(tx);
  return rows;
};

/** A run that is still waiting or under way stands for this one too: runs never pile up. */
const fire = async (tx: StoreTransaction, schedule: Schedule, { name, next_at: dueAt, now }: DueRow): Promise<void> => {
  const waiting = await tx
    .selectFrom("work")
    .select("id")
    .where("queue", "=", scheduleQueue)
    .where("key", "=", name)
    .where("state", "in", ["ready", "running"])
    .limit(1)
    .executeTakeFirst();
  if (waiting === undefined)
    await enqueue(tx, [
      {
        queue: scheduleQueue,
        key: name,
        payload: { dueAt: dueAt.toISOString() },
        maxAttempts: schedule.maxAttempts ?? tries,
      },
    ]);
  await tx
    .updateTable("schedule")
    .set({ next_at: nextTime(schedule, now), last_at: dueAt })
    .where("name", "=", name)
    .execute();
};
