/** A number in [0, 1) that the parts decide, the same in every run (FNV-1a, then mixed; not for secrets). */
export const noise = (...parts: readonly (string | number)[]): number => {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    if (typeof part === "number") hash = Math.imul(hash ^ part, 0x01000193);
    else
      for (let index = 0; index < part.length; index += 1) hash = Math.imul(hash ^ part.charCodeAt(index), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
};

/** A whole number from `min` to `max`, both included, that the parts decide. */
export const noisyInteger = (min: number, max: number, ...parts: readonly (string | number)[]): number =>
  min + Math.floor(noise(...parts) * (max - min + 1));

/** The hexadecimal digits that the parts decide. */
export const noisyHex = (length: number, ...parts: readonly (string | number)[]): string =>
  Array.from({ length }, (_, index) => Math.floor(noise(...parts, index) * 16).toString(16)).join("");
