import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StoreError } from "../store-error.js";
import { lockFile } from "./file-lock.js";

/** The right to run the one server of a data directory. */
export interface DirectoryOwnership {
  giveUp(): Promise<void>;
}

/**
 * Makes this process the owner of a data directory until it gives up or dies.
 * @throws StoreError `IN_USE` with the other process's id
 */
export const ownDirectory = async (dataDir: string, waitMs = 0): Promise<DirectoryOwnership> => {
  const ownerFile = join(dataDir, "postgres.owner");
  const lock = await lockFile(join(dataDir, "postgres.lock"), "exclusive", waitMs);
  if (lock === undefined) {
    const owner = await readFile(ownerFile, "utf8").catch(() => "");
    throw new StoreError("IN_USE", sentence(dataDir, owner.trim()));
  }
  // Only for the sentence above: the lock alone decides, so a file that outlived its writer harms nobody.
  await writeFile(ownerFile, `${process.pid}\n`).catch(() => {});
  return {
    giveUp: async () => {
      await rm(ownerFile, { force: true }).catch(() => {});
      lock.release();
    },
  };
};

const sentence = (dataDir: string, owner: string): string =>
  `The data directory ${dataDir} is in use by ${owner === "" ? "another process" : `process ${owner}`}. Stop that one first, choose another directory, or set DATABASE_URL to share one database between processes.`;
