/** How quick the tries of each queue are lately. */
export interface Pace {
  /** Notes how long a try took. */
  took(queue: string, ms: number): void;
  /** Notes that a queue is stuck: nothing is claimed ahead until a try has ended. */
  stuck(queue: string): void;
  /** How many pieces of work may be claimed before there is room for them. */
  ahead(queue: string, concurrency: number): number;
}

/** Work is claimed ahead for as long as this, so that a quick handler does not wait for a claim after each try. */
const aheadMs = 100;
/** Work that is claimed and not begun is held back from other replicas, and is done alone after a crash: keep it little. */
const mostAhead = 48;

/** Nothing is known at first, and nothing is claimed ahead. */
export const createPace = (): Pace => {
  const meanMs = new Map<string, number>();
  return {
    took: (queue, ms) => {
      const mean = meanMs.get(queue) ?? ms;
      meanMs.set(queue, mean + (ms - mean) / 8);
    },
    stuck: (queue) => {
      meanMs.delete(queue);
    },
    ahead: (queue, concurrency) => {
      const mean = meanMs.get(queue);
      return mean === undefined ? 0 : Math.min(mostAhead, Math.floor((concurrency * aheadMs) / Math.max(mean, 0.1)));
    },
  };
};
