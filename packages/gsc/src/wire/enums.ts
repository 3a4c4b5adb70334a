/**
 * A value of an enum as the v3 paths spell it, whichever way it came: the discovery document has `SITE_OWNER` where
 * live replies have `siteOwner`. An unknown value is spelled the same way and kept.
 */
export const toCamel = (value: string): string =>
  /^[A-Z0-9_]+$/.test(value)
    ? value.toLowerCase().replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    : value;

/** A value of an enum as URL inspection spells it: `INDEXING_ALLOWED`. An unknown value is spelled the same way and kept. */
export const toUpperSnake = (value: string): string =>
  /^[a-z][A-Za-z0-9]*$/.test(value) ? value.replace(/([A-Z])/g, "_$1").toUpperCase() : value;

/** A value, or nothing for the one that stands for "not told". */
export const specified = (value: string | null | undefined): string | undefined =>
  value === null || value === undefined || value === "" || /(^|_)UNSPECIFIED$/.test(value) ? undefined : value;
