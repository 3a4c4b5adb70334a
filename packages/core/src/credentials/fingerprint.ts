import { createHash } from "node:crypto";

/**
 * A short text that stands for facts of a credential without telling them: part of the key that its tokens are stored
 * under, so that a token never outlives the client, scopes or login that it was obtained with.
 */
export const fingerprint = (...facts: readonly (string | undefined)[]): string =>
  createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 16);
