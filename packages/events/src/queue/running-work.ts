import type { Clock, MetricsSink } from "@trunkline/core";
import type { Consumer, Work } from "./consumer.js";
import type { Lease } from "./leases.js";
import { createPace } from "./pace.js";
import { type Rooms, roomsOf } from "./rooms.js";
import { createWaitingLine } from "./waiting-line.js";

/** What is done with work that was claimed, and within which bounds. */
export interface RunningWorkDeps {
  readonly metrics: MetricsSink;
  readonly clock: Pick<Clock, "monotonic">;
  readonly consumers: readonly Consumer[];
  /** Most work under way at once. */
  readonly mostRunning: number;
  /** Does it; the signal is aborted by `abort`. Never rejects. */
  run(work: Work, signal: AbortSignal): Promise<void>;
  /** Called after each piece of work, with its queue. */
  onEnd(queue: string): void;
}

/** The work that this process has claimed: what is under way, and a little more where tries are quick. */
export interface RunningWork {
  /** Everything that was claimed and has not ended. */
  readonly size: number;
  /** Begins work as soon as there is room for it. */
  add(work: Work): void;
  /** How much more can be claimed, the queue that had its turn last at the end. */
  rooms(): Rooms;
  leases(): readonly Lease[];
  /** Aborts the work whose id `isConcerned`; what has not begun is dropped. */
  abort(reason: () => Error, isConcerned?: (id: number) => boolean): void;
  /** Drops what was claimed so many milliseconds ago and has not begun: its lease is to be given back. */
  dropWaiting(afterMs: number): readonly Lease[];
  /** Resolves when nothing is under way. */
  ended(): Promise<void>;
}

interface Running {
  readonly work: Work;
  readonly abort: (reason: Error) => void;
  readonly ended: Promise<void>;
}

/** Nothing is under way at first. */
export const createRunningWork = ({ clock, mostRunning, ...deps }: RunningWorkDeps): RunningWork => {
  const bounds = new Map(deps.consumers.map(({ name, concurrency }) => [name, Math.min(concurrency, mostRunning)]));
  const queues = [...bounds.keys()];
  const running = new Map<number, Running>();
  const count = createCount(deps.metrics);
  const line = createWaitingLine(clock);
  const pace = createPace();
  let turn = 0;

  const begin = (work: Work): void => {
    const controller = new AbortController();
    const startedMs = clock.monotonic();
    count.add(work.queue, 1);
    const ended = deps.run(work, controller.signal).finally(() => {
      running.delete(work.id);
      count.add(work.queue, -1);
      pace.took(work.queue, clock.monotonic() - startedMs);
      beginWaiting();
      deps.onEnd(work.queue);
    });
    running.set(work.id, { work, abort: (reason) => controller.abort(reason), ended });
  };
  /** Of the queue with the least under way first. */
  const rankOf = (queue: string): number | undefined =>
    count.of(queue) < (bounds.get(queue) ?? 1) ? count.of(queue) : undefined;
  const beginWaiting = (): void => {
    while (running.size < mostRunning) {
      const work = line.next(rankOf);
      if (work === undefined) return;
      begin(work);
    }
  };
  const loadOf = (queue: string) => {
    const concurrency = bounds.get(queue) ?? 1;
    const ahead = pace.ahead(queue, concurrency);
    return { queue, concurrency, running: count.of(queue), waiting: line.countOf(queue), ahead };
  };

  return {
    get size() {
      return running.size + line.size;
    },
    add: (work) => {
      line.add(work);
      beginWaiting();
    },
    rooms: () => {
      turn = (turn + 1) % Math.max(1, queues.length);
      return roomsOf([...queues.slice(turn), ...queues.slice(0, turn)].map(loadOf), mostRunning - running.size);
    },
    leases: () => [...[...running.values()].map(({ work }) => work), ...line.works()],
    abort: (reason, isConcerned = () => true) => {
      line.drop(isConcerned);
      for (const { work, abort } of running.values()) if (isConcerned(work.id)) abort(reason());
    },
    dropWaiting: (afterMs) => {
      const dropped = line.drop((_id, waitedMs) => waitedMs >= afterMs);
      for (const { queue } of dropped) pace.stuck(queue);
      return dropped;
    },
    ended: async () => {
      while (running.size > 0) await Promise.all(running.values().map(({ ended }) => ended));
    },
  };
};

/** How much of each queue is under way, told as a metric as well. */
const createCount = (metrics: MetricsSink) => {
  const counts = new Map<string, number>();
  return {
    of: (queue: string): number => counts.get(queue) ?? 0,
    add: (queue: string, by: 1 | -1): void => {
      counts.set(queue, (counts.get(queue) ?? 0) + by);
      metrics.add("trunkline_work_running", { queue }, by);
    },
  };
};
