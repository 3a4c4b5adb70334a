import type { Random } from "../clock.js";

/** Choices that the seed decides. */
export interface SeededPick {
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  /** True for a share of calls. */
  chance(share: number): boolean;
  one<T>(from: readonly T[]): T;
  weighted<T>(from: readonly T[], weightOf: (item: T) => number): T;
}

/** Choices from a source of randomness. Every choice takes one number from it. */
export const createPick = (random: Random): SeededPick => {
  const at = <T>(from: readonly T[], index: number): T => {
    const item = from[index];
    if (item === undefined) throw new RangeError("Nothing to choose from");
    return item;
  };
  return {
    between: (min, max) => min + Math.floor(random() * (max - min + 1)),
    chance: (share) => random() < share,
    one: (from) => at(from, Math.floor(random() * from.length)),
    weighted: (from, weightOf) => {
      let left = random() * from.reduce((sum, item) => sum + weightOf(item), 0);
      const index = from.findIndex((item) => {
        left -= weightOf(item);
        return left < 0;
      });
      return at(from, index === -1 ? from.length - 1 : index);
    },
  };
};
