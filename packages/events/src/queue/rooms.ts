import type { Room } from "./claim.js";

/** How a queue stands in this process. */
export interface QueueLoad {
  readonly queue: string;
  /** Most of it under way at once. */
  readonly concurrency: number;
  readonly running: number;
  /** Claimed and not begun. */
  readonly waiting: number;
  /** How much of it may wait here. */
  readonly ahead: number;
}

/** How much more can be claimed, in all and by queue. */
export interface Rooms {
  readonly rooms: readonly Room[];
  readonly most: number;
}

/**
 * What fits under way, of which there are `slots` left, and what may wait. What may wait is claimed when half of it is used
 * up: a few larger claims cost less than many small ones.
 */
export const roomsOf = (loads: readonly QueueLoad[], slots: number): Rooms => {
  const isAnyWaiting = loads.some(({ waiting }) => waiting > 0);
  const found = loads.map((load) => {
    const ahead = load.waiting * 2 > load.ahead ? 0 : load.ahead - load.waiting;
    return { queue: load.queue, now: roomNow(load, slots, isAnyWaiting), ahead };
  });
  return {
    rooms: found.map(({ queue, now, ahead }) => ({ queue, free: now + ahead })).filter(({ free }) => free > 0),
    most: Math.max(slots, isAnyWaiting ? 1 : 0) + Math.max(0, ...found.map(({ ahead }) => ahead)),
  };
};

const roomNow = ({ concurrency, running, waiting }: QueueLoad, slots: number, isAnyWaiting: boolean): number => {
  const now = Math.max(0, Math.min(concurrency - running - waiting, slots));
  // What others have claimed ahead takes every slot as it gets free; it must not keep a queue out.
  return now === 0 && running + waiting === 0 && isAnyWaiting ? 1 : now;
};
