import { randomBytes } from "node:crypto";
import type { StoredSecret } from "@trunkline/store";

/** Makes a secret as Standard Webhooks writes it. */
export type MintSecret = () => string;

/** 256 random bits. */
export const mintSecret: MintSecret = () => `whsec_${randomBytes(32).toString("base64")}`;

/** Secrets that sign at once: each one makes the headers of every message longer. */
const mostSecrets = 4;

/** The secrets that sign now, newest first. */
export const validSecrets = (secrets: readonly StoredSecret[], now: Date): readonly StoredSecret[] =>
  secrets.filter(({ until }) => until === undefined || Date.parse(until) > now.getTime());

/** The secrets after a rotation: the new one, and the old ones for `overlapMs` more at most. */
export const rotateSecrets = (
  secrets: readonly StoredSecret[],
  { secret, now, overlapMs }: { readonly secret: string; readonly now: Date; readonly overlapMs: number },
): readonly StoredSecret[] => {
  const endMs = now.getTime() + overlapMs;
  const old = secrets.map(({ secret: value, until }) => ({
    secret: value,
    until: new Date(until === undefined ? endMs : Math.min(Date.parse(until), endMs)).toISOString(),
  }));
  return [{ secret }, ...validSecrets(old, now)].slice(0, mostSecrets);
};
