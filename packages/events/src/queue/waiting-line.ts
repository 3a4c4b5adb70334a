import type { Clock } from "@trunkline/core";
import type { Work } from "./consumer.js";

/** Work that was claimed and has not begun, in the order of the claims. */
export interface WaitingLine {
  readonly size: number;
  works(): readonly Work[];
  countOf(queue: string): number;
  add(work: Work): void;
  /** Takes out the first of the queue that ranks lowest; a queue without a rank is passed over. */
  next(rankOf: (queue: string) => number | undefined): Work | undefined;
  /** Takes out what `isConcerned`, by its id and how long it has waited. */
  drop(isConcerned: (id: number, waitedMs: number) => boolean): readonly Work[];
}

/** Nobody waits at first. */
export const createWaitingLine = (clock: Pick<Clock, "monotonic">): WaitingLine => {
  const line = new Map<number, { readonly work: Work; readonly sinceMs: number }>();
  return {
    get size() {
      return line.size;
    },
    works: () => [...line.values()].map(({ work }) => work),
    countOf: (queue) => {
      let count = 0;
      for (const { work } of line.values()) if (work.queue === queue) count += 1;
      return count;
    },
    add: (work) => {
      line.set(work.id, { work, sinceMs: clock.monotonic() });
    },
    next: (rankOf) => {
      let first: { readonly work: Work; readonly rank: number } | undefined;
      for (const { work } of line.values()) {
        const rank = rankOf(work.queue);
        if (rank !== undefined && rank < (first?.rank ?? Number.POSITIVE_INFINITY)) first = { work, rank };
      }
      if (first !== undefined) line.delete(first.work.id);
      return first?.work;
    },
    drop: (isConcerned) => {
      const nowMs = clock.monotonic();
      const dropped = [...line.values()].filter(({ work, sinceMs }) => isConcerned(work.id, nowMs - sinceMs));
      for (const { work } of dropped) line.delete(work.id);
      return dropped.map(({ work }) => work);
    },
  };
};
