import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ConnectorError } from "@trunkline/core";
import { z } from "zod";
import type { StoredKey } from "./keys.js";

const isoTime = z.iso.datetime({ offset: true });

const KeyFile = z.object({
  version: z.literal(1),
  keys: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      scopes: z.array(z.string()),
      createdAt: isoTime,
      expiresAt: isoTime.optional(),
      lastUsedAt: isoTime.optional(),
      revokedAt: isoTime.optional(),
      secretHash: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

const lockPatienceMs = 5_000;
const lockStaleMs = 10_000;
const lockRetryMs = 20;

/** What tells one state of the file from the next; `absent` when there is none. */
export const fingerprintOf = async (path: string): Promise<string> => {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino}:${size}:${mtimeMs}`;
  } catch (cause) {
    if (isCode(cause, "ENOENT")) return "absent";
    throw cause;
  }
};

/**
 * The keys in the file; none when there is no file.
 * @throws ConnectorError `NOT_CONFIGURED` when it is not a key file. The file is left as it is.
 */
export const readKeyFile = async (path: string): Promise<readonly StoredKey[]> => {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    if (isCode(cause, "ENOENT")) return undefined;
    throw cause;
  });
  if (text === undefined) return [];
  const parsed = KeyFile.safeParse(parseOrUndefined(text));
  if (parsed.success) return parsed.data.keys;
  throw new ConnectorError("NOT_CONFIGURED", {
    message: `The key file ${path} is damaged and was left as it is: repair it, restore it from a backup, or move it away to start with new keys.`,
  });
};

/**
 * Changes the file under a lock that other processes respect: what they wrote is read first, and the new file takes the
 * old one's place in one step. Readable by its owner alone.
 */
export const changeKeyFile = (
  path: string,
  change: (keys: readonly StoredKey[]) => readonly StoredKey[],
): Promise<void> =>
  withLock(path, async () => {
    const before = await readKeyFile(path);
    const after = change(before);
    if (after !== before) await replace(path, `${JSON.stringify({ version: 1, keys: after }, undefined, 2)}\n`);
  });

const replace = async (path: string, text: string): Promise<void> => {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(draft, "wx", 0o600);
    await file
      .writeFile(text)
      .then(() => file.sync())
      .finally(() => file.close());
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  }
};

const withLock = async (path: string, work: () => Promise<void>): Promise<void> => {
  const lockPath = `${path}.lock`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const lock = await takeLock(lockPath, Date.now() + lockPatienceMs);
  try {
    await work();
  } finally {
    await lock.close();
    await rm(lockPath, { force: true });
  }
};

const takeLock = async (lockPath: string, untilMs: number): Promise<FileHandle> => {
  for (;;) {
    try {
      return await open(lockPath, "wx", 0o600);
    } catch (cause) {
      if (!isCode(cause, "EEXIST")) throw cause;
    }
    // A process that died while holding it left the lock behind; a write takes milliseconds.
    const age = await stat(lockPath).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > lockStaleMs) await rm(lockPath, { force: true });
    else if (Date.now() > untilMs)
      throw new ConnectorError("IN_PROGRESS", {
        message: `Another process is writing keys; if there is none, delete ${lockPath}.`,
      });
    else await delay(lockRetryMs);
  }
};

const parseOrUndefined = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isCode = (cause: unknown, code: string): boolean =>
  cause instanceof Error && "code" in cause && cause.code === code;
