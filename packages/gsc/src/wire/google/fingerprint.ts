import { createHash } from "node:crypto";

/** A short text that stands for facts of a credential without telling them: a token never outlives what it was obtained with. */
export const fingerprint = (...facts: readonly (string | undefined)[]): string =>
  createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 16);
