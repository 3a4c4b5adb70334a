import type { StoreTransaction } from "@trunkline/store";
import { Cron } from "croner";

/** What a recurring task works with. */
export interface ScheduleContext {
  /** ISO 8601: the time it was due. */
  readonly dueAt: string;
  /** The transaction that the mark "done" is written in too. */
  readonly tx: StoreTransaction;
  /** Aborted when the lease is lost, the time is up or the process stops. */
  readonly signal: AbortSignal;
}

/** A recurring task, as a value. */
export interface Schedule {
  /** Lower case, digits, `-`. Never change it: its history goes by it. */
  readonly name: string;
  /** One sentence for people. */
  readonly summary: string;
  /** Five or six fields, or a nickname such as `@hourly`. */
  readonly cron: string;
  /** IANA name the fields are read in. Default `UTC`. */
  readonly timeZone?: string;
  /** Tries before a run becomes a dead letter; the next due time runs all the same. Default 5. */
  readonly maxAttempts?: number;
  /** Does it. Exactly one replica does so for each due time; what was missed while no replica ran is made up for once. */
  run(context: ScheduleContext): Promise<void>;
}

/**
 * States a recurring task.
 * @throws TypeError naming the field: a name, cron expression or time zone that makes no sense, or a time that never comes
 */
export const defineSchedule = (schedule: Schedule): Schedule => {
  const { name, cron, timeZone = "UTC" } = schedule;
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(name))
    throw new TypeError(`name: schedule "${name}" must be lower-case letters, digits and "-", at most 63.`);
  nextTime({ name, cron, timeZone }, new Date());
  return Object.freeze({ ...schedule, timeZone });
};

/**
 * The first due time after another. In a spring night a skipped time is due when the clocks have jumped; in an autumn night
 * a fixed time that comes twice is due once.
 * @throws TypeError naming the field
 */
export const nextTime = (
  { name, cron, timeZone = "UTC" }: Pick<Schedule, "name" | "cron" | "timeZone">,
  after: Date,
): Date => {
  if (!isTimeZone(timeZone))
    throw new TypeError(`timeZone: "${timeZone}" of schedule ${name} is no IANA time zone, such as Europe/Berlin.`);
  const next = parseCron(name, cron, timeZone).nextRun(after);
  if (next === null) throw new TypeError(`cron: "${cron}" of schedule ${name} never comes.`);
  return next;
};

const parseCron = (name: string, cron: string, timezone: string): Cron => {
  try {
    return new Cron(cron, { timezone, paused: true });
  } catch (cause) {
    const reason = (cause as Error).message.replace(/^CronPattern: /, "");
    throw new TypeError(
      `cron: "${cron}" of schedule ${name} makes no sense: ${reason} Write minute, hour, day, month and weekday, such as "15 3 * * *".`,
      { cause },
    );
  }
};

const isTimeZone = (timeZone: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};
