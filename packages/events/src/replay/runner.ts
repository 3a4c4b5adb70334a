import { type Clock, isConnectorError, type Random } from "@trunkline/core";
import type { ReplayTable, Store, StoreTransaction } from "@trunkline/store";
import { type Selectable, sql } from "kysely";
import type { EventLog } from "../event-log.js";
import { repeat } from "../repeat.js";
import { createWakeUp } from "../wake-up.js";
import { stepMs } from "./feed-queue.js";

/** What does the next part of a replay or backfill; says whether it was the last. */
export type Step = (tx: StoreTransaction, row: Selectable<ReplayTable>) => Promise<boolean>;

/** What a runner is built on. */
export interface RunnerDeps {
  readonly store: Store;
  readonly clock: Pick<Clock, "sleep" | "monotonic">;
  readonly random: Random;
  readonly log: EventLog;
  /** By the replay's kind. */
  readonly steps: Readonly<Record<string, Step>>;
}

/** Moves replays on, until stopped. */
export interface ReplayRunner {
  start(): void;
  /** One step of each replay that is due and that no other replica is stepping. Says how many there were. */
  stepAll(): Promise<number>;
  /** Cuts the pause between steps short. */
  wake(): void;
  stop(): Promise<void>;
}

/** While none runs, one that another replica started is seen within this. Milliseconds. */
const idleMs = [1_500, 2_500] as const;

/**
 * Steps every running replay: any replica may do the next step of any, since the row is locked while it is done and the
 * cursor is written with what was done.
 */
export const createReplayRunner = ({ store, clock, random, log, steps }: RunnerDeps): ReplayRunner => {
  const stopped = new AbortController();
  const wakeUp = createWakeUp(clock);
  /** Failed lately: how often, and not before when. Only this replica's view; another may try sooner. */
  const resting = new Map<number, { readonly failures: number; readonly untilMs: number }>();
  let running: Promise<void> | undefined;

  const noteTrouble = async (id: number, error: unknown): Promise<void> => {
    log.warn({ err: error, replay: id }, "A step of a replay failed");
    const failures = (resting.get(id)?.failures ?? 0) + 1;
    resting.set(id, { failures, untilMs: clock.monotonic() + restMs(error, failures) });
    await noteFailure(store, id, error);
  };

  const stepAll = async (): Promise<number> => {
    const due = await store.db.selectFrom("replay").select("id").where("state", "=", "running").execute();
    for (const { id } of due) {
      if (stopped.signal.aborted) break;
      if ((resting.get(id)?.untilMs ?? 0) > clock.monotonic()) continue;
      try {
        await stepOne(store, id, steps);
        resting.delete(id);
      } catch (error) {
        await noteTrouble(id, error);
      }
    }
    return due.length;
  };

  const run = (): Promise<void> =>
    repeat({
      clock,
      random,
      log,
      failure: "Replays could not be moved on",
      pauseMs: idleMs,
      signal: stopped.signal,
      wakeUp,
      turn: async () => {
        if ((await stepAll()) === 0) return false;
        await clock.sleep(stepMs, stopped.signal).catch(() => {});
        return true;
      },
    });

  return {
    start: () => {
      running ??= run();
    },
    stepAll,
    wake: wakeUp.wake,
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
};

const stepOne = (store: Store, id: number, steps: RunnerDeps["steps"]): Promise<void> =>
  store.transaction(async (tx) => {
    const row = await tx
      .selectFrom("replay")
      .selectAll()
      .where("id", "=", id)
      .where("state", "=", "running")
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    const step = row && steps[row.kind];
    if (!row || !step) return;
    if (!isAllEnqueued(row)) {
      if (!(await step(tx, row))) return;
      await markEnqueued(tx, id);
    }
    await finishIfDone(tx, id);
  });

const longestRestMs = 5 * 60_000;

const restMs = (error: unknown, failures: number): number =>
  Math.min(longestRestMs, (isConnectorError(error) ? error.retryAfterMs : undefined) ?? 1_000 * 2 ** failures);

/** What cannot get better by waiting ends the replay; everything else is shown until the next step succeeds. */
const noteFailure = async (store: Store, id: number, error: unknown): Promise<void> => {
  const isFinal = isConnectorError(error) && !error.retryable && error.code !== "CIRCUIT_OPEN";
  const { code = "INTERNAL", message } = error as { code?: string; message: string };
  await store.db
    .updateTable("replay")
    .set({
      last_error: JSON.stringify({ code, message }),
      ...(isFinal && { state: "failed" as const, finished_at: sql<Date>`clock_timestamp()` }),
    })
    .where("id", "=", id)
    .where("state", "=", "running")
    .execute();
};

/** Noted in the cursor, so that waiting for the work asks for no more events. */
const isAllEnqueued = ({ cursor }: Selectable<ReplayTable>): boolean =>
  typeof cursor === "object" && cursor !== null && "complete" in cursor;

const markEnqueued = (tx: StoreTransaction, id: number) =>
  sql`update replay set cursor = coalesce(cursor, '{}') || '{"complete": true}' where id = ${id}`.execute(tx);

/** It is done when its work is: handled, dead or discarded. */
const finishIfDone = (tx: StoreTransaction, id: number) =>
  sql`update replay set state = 'done', finished_at = clock_timestamp()
       where id = ${id} and not exists (
         select 1 from work where replay_id = ${id} and state in ('ready', 'running'))`.execute(tx);
