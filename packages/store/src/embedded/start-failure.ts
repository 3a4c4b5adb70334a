import { open } from "node:fs/promises";
import { StoreError } from "../store-error.js";

/** Why a program of PostgreSQL failed, from what it said. */
export const programFailed = (program: string, said: string): StoreError => {
  const last = lastComplaint(said);
  if (/no space left on device|disk full/i.test(said))
    return new StoreError(
      "DISK_FULL",
      `The embedded PostgreSQL could not start: the disk is full. Free some space. (${last})`,
    );
  return new StoreError("START_FAILED", `The embedded PostgreSQL could not start: ${program} said: ${last}`);
};

/** What a log says after a position, as far as it is of interest. */
export const readAfter = async (path: string, position: number): Promise<string> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(16_000), position });
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
};

const lastComplaint = (said: string): string => {
  const lines = said.split("\n").filter((line) => line.trim() !== "");
  return lines.findLast((line) => /error|fatal|panic|could not|cannot/i.test(line)) ?? lines.at(-1) ?? "nothing";
};
