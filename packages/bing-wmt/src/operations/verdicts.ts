import type { Verification } from "@trunkline/core";
import type { Accepted } from "../wire/envelope.js";

/** What every write answers. */
export const accepted: Accepted = { accepted: true };

/** Of a write that puts something there which can be there only once. */
export const verdictOnPresence = (isThere: boolean): Verification<Accepted> =>
  isThere ? { outcome: "executed", data: accepted } : { outcome: "not_executed" };

/** Of a write that takes something away. */
export const verdictOnAbsence = (isGone: boolean): Verification<Accepted> => verdictOnPresence(isGone);

/** Bing adds and drops the slash at the end. */
export const isSameAddress = (one: string, other: string): boolean =>
  one.replace(/\/$/, "") === other.replace(/\/$/, "");
