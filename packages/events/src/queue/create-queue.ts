import { type Tracer, trace } from "@opentelemetry/api";
import type { Clock, IdSource, MetricsSink, Random } from "@trunkline/core";
import type { Database, Store } from "@trunkline/store";
import { type EventLog, silentLog } from "../event-log.js";
import type { Consumer, NewWork } from "./consumer.js";
import { enqueue } from "./enqueue.js";
import { listPaused, type PausedQueue, pauseQueue, resumeQueue } from "./pause.js";
import { type QueueStats, readStats } from "./stats.js";
import { createWorker, type WorkerSettings } from "./worker.js";

/** What the queues are built on. */
export interface QueueDeps {
  readonly store: Store;
  readonly consumers: readonly Consumer[];
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: IdSource;
  readonly metrics: MetricsSink;
  readonly log?: EventLog;
  readonly tracer?: Tracer;
  readonly settings?: Partial<WorkerSettings>;
}

/** The queues, and the worker of this process. */
export interface Queue {
  /**
   * Puts work into queues, within a transaction of the caller's if one is given: then it exists if that commits. The ids of
   * what is new: the same event for the same queue, replay and origin is taken once.
   */
  enqueue(works: readonly NewWork[], db?: Database): Promise<readonly number[]>;
  stats(): Promise<readonly QueueStats[]>;
  /** Nothing more is taken from the queue, on any replica; what is under way is finished. */
  pause(queue: string, by: string, reason?: string): Promise<void>;
  /** False: it was not paused. */
  resume(queue: string): Promise<boolean>;
  listPaused(): Promise<readonly PausedQueue[]>;
  /** Begins to take work. */
  start(): void;
  /** Says that there may be work: what was put in by a transaction is then found at once. */
  wake(): void;
  /** Takes no more work, waits for what is under way, gives back what is not done by then. Milliseconds. */
  drain(deadlineMs: number): Promise<void>;
}

/**
 * The queues on the table `work`.
 * @throws TypeError when two consumers have one name
 */
export const createQueue = ({ store, consumers, ids, log = silentLog, ...deps }: QueueDeps): Queue => {
  const names = consumers.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new TypeError(`Two consumers are named "${twice}". Give one of them another name.`);
  const tracer = deps.tracer ?? trace.getTracer("@trunkline/events");
  const worker = createWorker({ ...deps, store, consumers, log, tracer, name: ids() });
  return {
    enqueue: async (works, db) => {
      const put = await enqueue(db ?? store.db, works);
      if (db === undefined && put.length > 0) worker.wake();
      return put;
    },
    stats: () => readStats(store.db, names),
    pause: (queue, by, reason) => pauseQueue(store.db, queue, by, reason),
    resume: async (queue) => {
      const resumed = await resumeQueue(store.db, queue);
      if (resumed) worker.wake();
      return resumed;
    },
    listPaused: () => listPaused(store.db),
    start: worker.start,
    wake: worker.wake,
    drain: worker.drain,
  };
};
