import type { Clock } from "@trunkline/core";
import type { Room } from "./claim.js";
import type { Work } from "./consumer.js";

/** Which queues may have work, as far as this process knows: the others are not asked each time something ends. */
export interface Prospects {
  /** Says that there may be work: of one queue, or of any. */
  expect(queue?: string): void;
  /** The rooms worth asking for; they count as asked from then on. */
  choose(rooms: readonly Room[]): readonly Room[];
  /** What came of it: a queue that had as much as there was room for may have more. */
  answered(rooms: readonly Room[], most: number, works: readonly Work[]): void;
}

/** All queues are worth asking at first, and again after `everyMs`, whatever is said. */
export const createProspects = (
  clock: Pick<Clock, "monotonic">,
  queues: readonly string[],
  everyMs: number,
): Prospects => {
  const promising = new Set(queues);
  let refreshedMs = clock.monotonic();
  const expect: Prospects["expect"] = (queue) => {
    for (const name of queue === undefined ? queues : [queue]) promising.add(name);
  };
  return {
    expect,
    choose: (rooms) => {
      const nowMs = clock.monotonic();
      if (nowMs - refreshedMs >= everyMs) {
        refreshedMs = nowMs;
        expect();
      }
      return rooms.filter(({ queue }) => promising.delete(queue));
    },
    answered: (rooms, most, works) => {
      for (const { queue, free } of rooms)
        if (works.length >= most || works.filter((work) => work.queue === queue).length >= free) promising.add(queue);
    },
  };
};
