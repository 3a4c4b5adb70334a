import type { Random } from "../clock.js";

/** Numbers in [0, 1) that the seed decides: the same seed gives the same sequence (mulberry32; not for secrets). */
export const createSeededRandom = (seed: number): Random => {
  let state = Math.trunc(seed) >>> 0;
  return function seededRandom() {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
