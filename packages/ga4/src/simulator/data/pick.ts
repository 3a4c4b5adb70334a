/** Numbers in [0, 1). */
export type Draw = () => number;

/** One of the weighted things. */
export const pick = <T extends { readonly weight: number }>(things: readonly T[], draw: Draw): T => {
  let left = draw() * things.reduce((sum, { weight }) => sum + weight, 0);
  for (const thing of things) {
    left -= thing.weight;
    if (left < 0) return thing;
  }
  return things.at(-1) as T;
};

/** A number that the given ones decide, spread evenly over 32 bits. */
export const mix = (...numbers: readonly number[]): number => {
  let state = 0x9e3779b9;
  for (const number of numbers) {
    state = Math.imul(state ^ (number >>> 0), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state ^= state >>> 16;
  }
  return state >>> 0;
};

/** A number that a text decides. */
export const mixText = (text: string, salt = 0): number => {
  let state = salt;
  for (let index = 0; index < text.length; index += 1) state = mix(state, text.charCodeAt(index));
  return state;
};
