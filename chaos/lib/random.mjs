/** Numbers in [0, 1) that a seed decides (mulberry32), so that a run can be repeated. */
export const createRandom = (seed) => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    below: (bound) => Math.floor(next() * bound),
    chance: (share) => next() < share,
    pick: (list) => list[Math.floor(next() * list.length)],
  };
};
