import { createHash } from "node:crypto";

/**
 * Validator of an answer: SHA-256 of its data. Weak in the sense of RFC 9110, because two answers with the same data
 * still differ in how the call went (`meta`).
 */
export const etagOf = (data: string): string => `W/"${createHash("sha256").update(data).digest("base64url")}"`;

/** Whether `If-None-Match` names this validator, compared weakly as RFC 9110 §13.1.2 asks. */
export const isNotModified = (ifNoneMatch: string | undefined, etag: string): boolean => {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  const opaque = etag.replace(/^W\//, "");
  return ifNoneMatch.split(",").some((part) => part.trim().replace(/^W\//, "") === opaque);
};
