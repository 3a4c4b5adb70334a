import type { Tracer } from "@opentelemetry/api";
import type { Clock, MetricsSink, Random } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import type { EventLog } from "../event-log.js";
import { repeat } from "../repeat.js";
import { createWakeUp } from "../wake-up.js";
import type { Consumer } from "./consumer.js";
import { workChannel } from "./enqueue.js";
import { perform } from "./perform.js";
import { createProspects } from "./prospects.js";
import { GivenBack } from "./run-try.js";
import { createRunningWork, type RunningWork } from "./running-work.js";
import { createWorkTaker } from "./take-work.js";
import { createUpkeep } from "./upkeep.js";

/** Limits of a worker. */
export interface WorkerSettings {
  /** How long work stays with a worker that gives no sign of life. Milliseconds; default 30 s. */
  readonly leaseMs: number;
  /**
   * Most work under way at once. Each holds a connection of the pool, and may need another one: leave some free.
   * Default 6.
   */
  readonly mostRunning: number;
  /** Shortest and longest pause between two looks when nobody says that there is work. Milliseconds. */
  readonly pollMs: readonly [number, number];
}

/** The settings unless others are given. */
export const defaultWorkerSettings: WorkerSettings = { leaseMs: 30_000, mostRunning: 6, pollMs: [100, 250] };

/** What a worker is built on. */
export interface WorkerDeps {
  readonly store: Store;
  readonly consumers: readonly Consumer[];
  readonly clock: Clock;
  readonly random: Random;
  readonly metrics: MetricsSink;
  readonly log: EventLog;
  readonly tracer: Tracer;
  /** Unique among all processes that ever were. */
  readonly name: string;
  readonly settings?: Partial<WorkerSettings>;
}

/** Does the work of some queues in this process. */
export interface Worker {
  start(): void;
  /** Says that there may be work. */
  wake(): void;
  /** Takes no more work, waits for what is under way, and gives back what is not done by then. */
  drain(deadlineMs: number): Promise<void>;
}

/** Longest that giving back may take after the deadline. */
const afterDeadlineMs = 5_000;

/** A worker; several in one or many processes share the queues. */
export const createWorker = ({ store, consumers, name, ...deps }: WorkerDeps): Worker => {
  const { clock, metrics } = deps;
  const { leaseMs, mostRunning, pollMs } = { ...defaultWorkerSettings, ...deps.settings };
  const byQueue = new Map(consumers.map((consumer) => [consumer.name, consumer]));
  const wakeUp = createWakeUp(clock);
  const prospects = createProspects(clock, [...byQueue.keys()], pollMs[0]);
  const wake = () => {
    prospects.expect();
    wakeUp.wake();
  };
  const running = createRunningWork({
    metrics,
    clock,
    consumers,
    mostRunning,
    // Only our own queues are asked for.
    run: (work, signal) => perform({ ...deps, store }, byQueue.get(work.queue) as Consumer, work, signal),
    onEnd: (queue) => {
      prospects.expect(queue); // the next one of its key
      wakeUp.wake();
    },
  });
  const claiming = new AbortController();
  const living = new AbortController();
  let claims: Promise<void> | undefined;
  let others: readonly Promise<void>[] = [];

  const taker = createWorkTaker({ store, clock, consumers, claimant: { worker: name, leaseMs }, running, prospects });
  const upkeep = createUpkeep({
    ...deps,
    store,
    running,
    leaseMs,
    consumerOf: (queue) => byQueue.get(queue),
    onSuspect: () => {
      taker.suspect();
      wake();
    },
  });
  const again = (failure: string, pauseMs: readonly [number, number], signal: AbortSignal, turn: () => Promise<void>) =>
    repeat({ ...deps, failure, pauseMs, signal, onFailure: upkeep.onFailure, turn: () => turn().then(() => false) });

  return {
    start: () => {
      if (claims !== undefined || claiming.signal.aborted) return;
      claims = repeat({
        ...deps,
        failure: "Work could not be claimed",
        pauseMs: pollMs,
        signal: claiming.signal,
        wakeUp,
        onFailure: upkeep.onFailure,
        turn: () => taker.take().then(() => false),
      });
      const subscription = store.listen(workChannel, wake);
      others = [
        again("Leases could not be renewed", [leaseMs / 4, leaseMs / 3], living.signal, upkeep.renew),
        again("Expired leases could not be looked for", reapPauseMs(leaseMs), living.signal, upkeep.reap),
        claims.then(() => subscription.stop()),
      ];
    },
    wake,
    drain: async (deadlineMs) => {
      claiming.abort();
      await claims;
      await taker
        .giveBack()
        .catch((err: unknown) => deps.log.warn({ err }, "Work that had not begun keeps its lease."));
      await endWithin(clock, running, deadlineMs);
      running.abort(() => new GivenBack());
      await endWithin(clock, running, afterDeadlineMs);
      living.abort();
      await Promise.all(others);
    },
  };
};

const reapPauseMs = (leaseMs: number): readonly [number, number] => [
  Math.min(500, leaseMs / 8),
  Math.min(1_000, leaseMs / 4),
];

const endWithin = async (clock: Clock, running: RunningWork, ms: number): Promise<void> => {
  const ended = new AbortController();
  await Promise.race([running.ended(), clock.sleep(ms, ended.signal).catch(() => {})]);
  ended.abort();
};
