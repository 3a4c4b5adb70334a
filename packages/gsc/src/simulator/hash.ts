const mix = (value: number): number => {
  let mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return mixed ^ (mixed >>> 16);
};

/** A number in [0, 1) that its arguments decide: data by formula, nothing stored. Not for secrets. */
export const hash01 = (seed: number, a: number, b = 0, c = 0): number => {
  let state = mix(seed ^ 0x9e3779b9);
  state = mix(state ^ Math.imul(a + 1, 0x85ebca6b));
  state = mix(state ^ Math.imul(b + 1, 0xc2b2ae35));
  state = mix(state ^ Math.imul(c + 1, 0x27d4eb2f));
  return (state >>> 0) / 4_294_967_296;
};

/** A text as a whole number. */
export const hashText = (text: string): number => {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  return state >>> 0;
};

/**
 * Shares a whole number out so that the parts add up to it again, whatever the shares. `until` holds the running sums of
 * the shares, from above 0 to 1; `phase` in [0, 1) decides who gets what is left over, evenly over many phases.
 */
export const shareOut = (total: number, until: readonly number[], phase: number): number[] => {
  let before = 0;
  return until.map((end) => {
    const now = end === 1 ? total : Math.floor(total * end + phase);
    const part = now - before;
    before = now;
    return part;
  });
};

/** Shares clicks out along impressions: no part has more clicks than impressions. */
export const shareAlong = (clicks: number, impressions: readonly number[], phase: number): number[] => {
  const all = impressions.reduce((sum, part) => sum + part, 0);
  let running = 0;
  let before = 0;
  return impressions.map((part) => {
    running += part;
    const now = running === all ? clicks : Math.floor((clicks * running) / all + phase);
    const share = now - before;
    before = now;
    return share;
  });
};

/** Running sums of weights, ending at exactly 1. */
export const runningShares = (weights: readonly number[]): number[] => {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let running = 0;
  return weights.map((weight, index) => {
    running += weight;
    return index === weights.length - 1 ? 1 : running / all;
  });
};
