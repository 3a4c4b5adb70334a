import type { AuthParts } from "../http/transport.js";
import type { StoredToken } from "./token-store.js";

/** How long a token of unknown lifetime is used before it is renewed beside the calls. */
const unknownLifetimeMs = 1_800_000;
/** A request takes time to arrive: a token is given up this long before it ends. */
const arrivalMs = 10_000;

/** A token in use. Moments are monotonic milliseconds: a clock that is set cannot lengthen its life. */
export interface HeldToken {
  readonly token: StoredToken;
  readonly parts: AuthParts;
  /** From then on it is renewed while it is still used. */
  readonly renewAtMs: number;
  /** From then on it is no longer used. Infinity when unknown. */
  readonly endsAtMs: number;
  /** When we obtained it ourselves; absent when it came from the store. */
  readonly obtainedAtMs?: number;
}

/** The present, on the clocks that a token's life is measured by. */
export interface Now {
  readonly monotonicMs: number;
  /** Milliseconds since the epoch, as the vendor sees them. */
  readonly vendorMs: number;
}

/** True while the token may be sent. */
export const isAlive = ({ expiresAtMs }: StoredToken, { vendorMs }: Now): boolean =>
  expiresAtMs === undefined || expiresAtMs > vendorMs + arrivalMs;

/**
 * Puts a token to use. It is renewed `renewBeforeMs` before it ends, but not before half of what is left of its life:
 * a short one would be renewed all the time. One of unknown lifetime is renewed after half an hour, and until that
 * succeeds it is used on.
 */
export const hold = (
  token: StoredToken,
  parts: AuthParts,
  now: Now,
  renewBeforeMs: number,
): Omit<HeldToken, "obtainedAtMs"> => {
  const { monotonicMs, vendorMs } = now;
  if (token.expiresAtMs === undefined)
    return { token, parts, renewAtMs: monotonicMs + unknownLifetimeMs, endsAtMs: Number.POSITIVE_INFINITY };
  const leftMs = Math.max(0, token.expiresAtMs - vendorMs);
  return {
    token,
    parts,
    renewAtMs: monotonicMs + leftMs - Math.min(renewBeforeMs, leftMs / 2),
    endsAtMs: monotonicMs + leftMs - Math.min(arrivalMs, leftMs / 10),
  };
};

/** Whether two credentials put the same on a request. */
export const sameParts = (one: AuthParts, other: AuthParts): boolean =>
  one === other || (sameEntries(one.headers, other.headers) && sameEntries(one.query, other.query));

const sameEntries = (
  one: Readonly<Record<string, string>> = {},
  other: Readonly<Record<string, string>> = {},
): boolean => {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
};
