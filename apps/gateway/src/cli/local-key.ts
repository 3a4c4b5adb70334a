import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { KeyStore } from "../auth/keys.js";
import { parseToken } from "../auth/keys.js";

const fileOf = (dataDir: string): string => join(dataDir, "local-key");

/** The key that `trunkline start` keeps for this machine's user, if any. */
export const readLocalKey = async (dataDir: string): Promise<string | undefined> => {
  const text = await readFile(fileOf(dataDir), "utf8").catch(() => "");
  return parseToken(text.trim()) ? text.trim() : undefined;
};

/**
 * A ready key for the person at this machine: the one kept from an earlier start while it is valid, else a new one.
 * Kept in the data directory, readable by its owner alone, as a notebook server keeps its token.
 */
export const ensureLocalKey = async (dataDir: string, keys: KeyStore): Promise<string> => {
  const kept = await readLocalKey(dataDir);
  const parts = kept === undefined ? undefined : parseToken(kept);
  const known = parts && (await keys.find(parts.keyId));
  if (kept !== undefined && known && known.revokedAt === undefined) return kept;
  const { token } = await keys.create({ name: "local", scopes: ["admin"] });
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeFile(fileOf(dataDir), `${token}\n`, { mode: 0o600 });
  await chmod(fileOf(dataDir), 0o600);
  return token;
};
