import type { Clock } from "@trunkline/core";

/** A place among the exchanges with one endpoint, or how long to wait for one. */
export type Place = { readonly leave: () => void } | { readonly waitMs: number };

/** Bounds the exchanges of this process with each endpoint. */
export interface Room {
  enter(endpointId: string, hasWaited: boolean): Place;
}

interface Occupancy {
  inside: number;
  /** Turned away and not back yet, as far as is known. */
  waiting: number;
  /** Of the last exchange. */
  durationMs: number;
}

const shortestWaitMs = 100;
const longestWaitMs = 60_000;

/**
 * At most `places` at once with each endpoint. Whoever finds none is told to come when those before it will be through,
 * by the time that the last exchange took: a long line before a slow endpoint must not be asked about over and over.
 */
export const createRoom = (places: number, clock: Pick<Clock, "monotonic">): Room => {
  const occupied = new Map<string, Occupancy>();
  return {
    enter: (endpointId, hasWaited) => {
      const known = occupied.get(endpointId) ?? { inside: 0, waiting: 0, durationMs: 0 };
      occupied.set(endpointId, known);
      if (hasWaited && known.waiting > 0) known.waiting -= 1;
      if (known.inside >= places) {
        known.waiting += 1;
        const waitMs = (known.waiting / places) * Math.max(known.durationMs, shortestWaitMs);
        return { waitMs: Math.min(longestWaitMs, Math.max(shortestWaitMs, Math.ceil(waitMs))) };
      }
      known.inside += 1;
      const startMs = clock.monotonic();
      return {
        leave: () => {
          known.inside -= 1;
          known.durationMs = clock.monotonic() - startMs;
        },
      };
    },
  };
};
