import type { MetricsSink } from "@trunkline/core";
import type { Room } from "./claim.js";
import type { Consumer, Work } from "./consumer.js";
import type { Lease } from "./leases.js";

interface Running {
  readonly work: Work;
  readonly abort: (reason: Error) => void;
  readonly ended: Promise<void>;
}

/** The work under way in this process. */
export interface RunningWork {
  readonly size: number;
  /** Starts work; the signal it gets is aborted by `abort`. */
  start(work: Work, run: (signal: AbortSignal) => Promise<void>): void;
  /** Room for more: none in all, or by queue, the queue that had its turn last at the end. */
  rooms(
    consumers: readonly Consumer[],
    mostRunning: number,
  ): { readonly rooms: readonly Room[]; readonly most: number };
  leases(): readonly Lease[];
  /** Aborts the work whose id `isConcerned`. */
  abort(reason: () => Error, isConcerned?: (id: number) => boolean): void;
  /** Resolves when nothing is under way. */
  ended(): Promise<void>;
}

/** Nothing is under way at first. `onEnd` is called after each piece of work. */
export const createRunningWork = (metrics: MetricsSink, onEnd: () => void): RunningWork => {
  const running = new Map<number, Running>();
  let turn = 0;
  const countOf = (queue: string): number =>
    running
      .values()
      .filter(({ work }) => work.queue === queue)
      .toArray().length;

  return {
    get size() {
      return running.size;
    },
    start: (work, run) => {
      const controller = new AbortController();
      metrics.add("trunkline_work_running", { queue: work.queue }, 1);
      const ended = run(controller.signal).finally(() => {
        running.delete(work.id);
        metrics.add("trunkline_work_running", { queue: work.queue }, -1);
        onEnd();
      });
      running.set(work.id, { work, abort: (reason) => controller.abort(reason), ended });
    },
    rooms: (consumers, mostRunning) => {
      const most = Math.max(0, mostRunning - running.size);
      if (most === 0) return { rooms: [], most };
      turn = (turn + 1) % Math.max(1, consumers.length);
      const rooms = [...consumers.slice(turn), ...consumers.slice(0, turn)]
        .map(({ name, concurrency }) => ({ queue: name, free: Math.min(most, concurrency - countOf(name)) }))
        .filter(({ free }) => free > 0);
      return { rooms, most };
    },
    leases: () => [...running.values()].map(({ work }) => work),
    abort: (reason, isConcerned = () => true) => {
      for (const { work, abort } of running.values()) if (isConcerned(work.id)) abort(reason());
    },
    ended: async () => {
      while (running.size > 0) await Promise.all(running.values().map(({ ended }) => ended));
    },
  };
};
