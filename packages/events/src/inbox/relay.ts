import type { Clock, MetricsSink, Random } from "@trunkline/core";
import type { Store, StoreTransaction } from "@trunkline/store";
import { sql } from "kysely";
import { type EventLog, silentLog } from "../event-log.js";
import type { EventHandler } from "../handler.js";
import { createPlan } from "../handlers/plan.js";
import { enqueue } from "../queue/enqueue.js";
import { repeat } from "../repeat.js";
import { createWakeUp } from "../wake-up.js";
import { toEvent } from "./stored-event.js";

/** What a relay is built on. */
export interface RelayDeps {
  readonly store: Store;
  readonly handlers: readonly EventHandler[];
  readonly clock: Clock;
  readonly random: Random;
  readonly metrics: MetricsSink;
  readonly log?: EventLog;
  /** Told after work was put into queues, so that it is done without waiting for a poll. */
  onRelayed?(): void;
}

/** Moves stored events into the queues of the handlers that want them. */
export interface Relay {
  /** Relays one batch; how many events it was, or `busy` while another replica is at it. */
  relayBatch(): Promise<number | "busy">;
  start(): void;
  wake(): void;
  stop(): Promise<void>;
}

const batchSize = 500;

/** A relay on the tables `event` and `work`. One replica relays at a time: two could turn the order of a key around. */
export const createRelay = ({ store, handlers, metrics, onRelayed = () => {}, ...deps }: RelayDeps): Relay => {
  const { clock, random, log = silentLog } = deps;
  const wakeUp = createWakeUp(clock);
  const stopped = new AbortController();
  const { workFor } = createPlan(handlers, log);
  let running: Promise<void> | undefined;

  const relayBatch = async (): Promise<number | "busy"> => {
    const relayed = await store.transaction(async (tx) => {
      if (!(await takeTurn(tx, store.schema))) return "busy";
      const rows = await tx
        .selectFrom("event")
        .selectAll()
        .where("relayed", "=", false)
        .orderBy("id")
        .limit(batchSize)
        .execute();
      if (rows.length === 0) return 0;
      await enqueue(
        tx,
        rows.flatMap((row) => workFor(toEvent(row))),
      );
      await sql`update event set relayed = true where id = any(${rows.map(({ id }) => id)}::bigint[])`.execute(tx);
      return rows.length;
    });
    if (relayed === "busy" || relayed === 0) return relayed;
    metrics.count("trunkline_events_relayed_total", {}, relayed);
    onRelayed();
    return relayed;
  };

  const run = (): Promise<void> =>
    repeat({
      clock,
      random,
      log,
      failure: "Events could not be put into their queues",
      pauseMs: [100, 250],
      signal: stopped.signal,
      wakeUp,
      turn: async () => (await relayBatch()) === batchSize,
    });

  return {
    relayBatch,
    start: () => {
      running ??= run();
    },
    wake: wakeUp.wake,
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
};

/** Held until the transaction ends. */
const takeTurn = async (tx: StoreTransaction, schema: string): Promise<boolean> => {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${schema}.relay`}, 0)) as mine`.execute(tx);
  return rows[0]?.mine === true;
};
