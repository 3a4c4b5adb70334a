import type { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

/** A lock on a file, which the kernel gives back when its process dies. */
export interface FileLock {
  release(): void;
}

const sqliteBusy = 5;
const pauseMs = 20;

/**
 * Locks a file, which is made when missing; undefined when another process, or this one, has it for longer than `waitMs`.
 * Node has no file locks of its own; those of SQLite work on every platform and never go stale.
 */
export const lockFile = async (
  path: string,
  mode: "exclusive" | "shared",
  waitMs = 0,
): Promise<FileLock | undefined> => {
  // Loaded late: Node 22 warns on import that it is experimental, and only the embedded server needs it.
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(path);
  const patience = AbortSignal.timeout(waitMs);
  while (!tryLock(database, mode)) {
    if (waitMs === 0 || patience.aborted) {
      database.close();
      return undefined;
    }
    await sleep(pauseMs);
  }
  return { release: () => database.close() };
};

/** A read inside a transaction holds the shared lock until the transaction ends. */
const statements = {
  exclusive: ["begin exclusive"],
  shared: ["begin", "select 1 from sqlite_master"],
};

const tryLock = (database: DatabaseSync, mode: "exclusive" | "shared"): boolean => {
  try {
    for (const statement of statements[mode]) database.exec(statement);
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode !== sqliteBusy) throw error;
    if (database.isTransaction) database.exec("rollback");
    return false;
  }
};
